// SPDX-License-Identifier: Apache-2.0
import { useResource } from '../../data/use_resource';
import { Show } from '../../ui/states';
import { BrandEditor } from './brand_editor';
import { settingsAddress, type Settings } from './settings_api';
import { SettingsFrame } from './settings_frame';

export default function BrandingPage() {
  const settings = useResource<Settings>(settingsAddress);
  return (
    <SettingsFrame>
      <Show of={settings} rows={6}>
        {(value) => (
          <BrandEditor
            address={settingsAddress}
            logoAddress={`${settingsAddress}/logo`}
            branding={value}
            etag={settings.etag}
          />
        )}
      </Show>
    </SettingsFrame>
  );
}
