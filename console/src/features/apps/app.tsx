// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { count, t } from '../../language/language';
import { navigate } from '../../router/location';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Form, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { announce } from '../../ui/toast';
import { Facts, Time } from '../../ui/values';
import { Managers } from '../app_managers/managers';
import { appAddress, appsAddress, type App } from './app_api';
import { AppFields, AppTokenFields, readAppFields } from './app_fields';
import { AppPage } from './app_page';
import { AppClientFields, readClientFields } from './client_fields';

export default function AppOverview({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const close = () => setOpen(undefined);
  return (
    <AppPage
      id={id}
      actions={() =>
        mayManage && (
          <>
            <Button onClick={() => setOpen('edit')}>{t('action.edit')}</Button>
            <Button look="danger" onClick={() => setOpen('delete')}>
              {t('action.delete')}
            </Button>
          </>
        )
      }
    >
      {(app, { etag }) => (
        <>
          <Overview app={app} />
          <RedirectUris app={app} />
          <Managers app={app.id} name={app.name} />
          <Dialog title={t('apps.edit')} open={open === 'edit'} close={close}>
            <EditApp app={app} etag={etag} close={close} />
          </Dialog>
          <Confirm
            title={t('apps.deleteTitle', { name: app.name })}
            label={t('apps.deleteDo')}
            typed={app.id}
            open={open === 'delete'}
            close={close}
            act={() => call('DELETE', appAddress(id))}
            done={() => {
              announce(t('apps.deleteDone', { name: app.name }));
              navigate('/console/apps');
              refresh(appsAddress);
            }}
          >
            {t('apps.deleteText')}
          </Confirm>
        </>
      )}
    </AppPage>
  );
}

function Overview({ app }: { app: App }) {
  return (
    <Section id="overview" title={t('apps.overview')}>
      <Facts
        of={[
          [t('apps.id'), <code>{app.id}</code>],
          [t('apps.baseUrl'), app.baseUrl ?? t('field.unset')],
          [t('apps.algorithm'), app.algorithm === 'HS256' ? t('apps.algorithmShared') : app.algorithm],
          [t('apps.tokenLife'), lifetime(app.tokenLifetimeSeconds)],
          [t('apps.consent'), app.thirdParty ? t('apps.consentAsked') : t('apps.consentNotAsked')],
          [
            t('apps.clientType'),
            t(app.clientType === 'public' ? 'apps.clientPublic' : 'apps.clientConfidential'),
          ],
          [t('apps.backchannelUri'), app.backchannelLogoutUri ?? t('field.unset')],
          [t('apps.added'), <Time at={app.createdAt} exact />],
          [t('apps.changed'), <Time at={app.updatedAt} exact />],
        ]}
      />
    </Section>
  );
}

function lifetime(seconds: number): string {
  return seconds % 60 === 0 ? count('time.minutes', seconds / 60) : count('time.seconds', seconds);
}

function RedirectUris({ app }: { app: App }) {
  return (
    <Section id="redirect-uris" title={t('apps.redirectUris')}>
      <p className="quiet">{t('apps.redirectUrisRule')}</p>
      {app.redirectUris.length === 0 ? (
        <p className="notice">{t('apps.redirectUrisNone')}</p>
      ) : (
        <ul className="plain-list">
          {app.redirectUris.map((uri) => (
            <li key={uri}>
              <code>{uri}</code>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function EditApp({ app, etag, close }: { app: App; etag: string; close: () => void }) {
  return (
    <Form
      label={t('action.save')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call(
          'PATCH',
          appAddress(app.id),
          {
            ...readAppFields(values),
            algorithm: textIn(values, 'algorithm'),
            tokenLifetimeSeconds: Number(textIn(values, 'tokenLifetimeSeconds')),
            thirdParty: values.has('thirdParty'),
            ...readClientFields(values),
          },
          etag,
        )
      }
      done={() => {
        refresh(appsAddress);
        announce(t('action.saved'));
        close();
      }}
    >
      <AppFields app={app} />
      <AppTokenFields app={app} />
      <AppClientFields app={app} />
    </Form>
  );
}
