// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { seesPlatform } from '../../console/viewer';
import { useResource, type Loaded } from '../../data/use_resource';
import { t, type Key } from '../../language/language';
import { usePath } from '../../router/location';
import { Page } from '../../ui/page';
import { Show } from '../../ui/states';
import { appAddress, appPage, type App } from './app_api';

// Managers of the app have no say in its brand and its secret key.
const platformParts: readonly [string, Key][] = seesPlatform
  ? [
      ['branding', 'settings.branding'],
      ['secret', 'secret.title'],
    ]
  : [];

const parts: readonly [string, Key][] = [
  ['', 'apps.overview'],
  ['members', 'members.title'],
  ['invitations', 'invitations.title'],
  ['roles', 'roles.title'],
  ...platformParts,
  ['policy', 'policy.title'],
  ['instances', 'instances.title'],
  ['guide', 'guide.title'],
];

/** What all pages of one app share: its name, and the way to the others. */
export function AppPage({
  id,
  actions,
  children,
}: {
  id: string;
  actions?: (app: App) => ReactNode;
  children: (app: App, loaded: Loaded<App>) => ReactNode;
}) {
  const app = useResource<App>(appAddress(id));
  const path = usePath().replace(/\/$/, '');
  return (
    <Page
      title={app.value?.name ?? id}
      back={{ href: '/console/apps', label: t('apps.title') }}
      lede={app.value && <code>{app.value.id}</code>}
      actions={app.value && actions?.(app.value)}
    >
      <nav className="parts" aria-label={t('apps.parts', { name: app.value?.name ?? id })}>
        {parts.map(([part, label]) => (
          <a
            key={part}
            href={appPage(id, part)}
            aria-current={path === appPage(id, part) ? 'page' : undefined}
          >
            {t(label)}
          </a>
        ))}
      </nav>
      <Show of={app}>{(value) => children(value, app)}</Show>
    </Page>
  );
}
