// SPDX-License-Identifier: Apache-2.0
import { useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Show } from '../../ui/states';
import { AppPage } from '../apps/app_page';
import { BrandEditor } from './brand_editor';
import { appBrandingAddress, type Branding } from './settings_api';
import './settings.css';

export default function AppBrandingPage({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  const branding = useResource<Branding>(appBrandingAddress(id));
  return (
    <AppPage id={id}>
      {(app) => (
        <Show of={branding} rows={6}>
          {(value) => (
            <>
              <p className="quiet">{t('branding.ofApp')}</p>
              <BrandEditor
                address={appBrandingAddress(id)}
                logoAddress={`${appBrandingAddress(id)}/logo`}
                branding={value}
                etag={branding.etag}
                appName={app.name}
              />
            </>
          )}
        </Show>
      )}
    </AppPage>
  );
}
