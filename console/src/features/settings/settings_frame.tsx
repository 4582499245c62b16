// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { mayManage } from '../../console/viewer';
import { t, type Key } from '../../language/language';
import { usePath } from '../../router/location';
import { Page } from '../../ui/page';
import './settings.css';

const parts: readonly (readonly [string, Key])[] = [
  ['/console/settings', 'settings.branding'],
  ['/console/settings/mail', 'settings.mail'],
  ['/console/settings/keys', 'keys.title'],
  ...(mayManage ? ([['/console/settings/registration', 'registration.tab']] as const) : []),
];

/** What the pages of the settings share: the way from one to the other. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const path = usePath().replace(/\/$/, '');
  return (
    <Page title={t('settings.title')} lede={t('settings.lede')}>
      <nav className="parts" aria-label={t('settings.parts')}>
        {parts.map(([href, label]) => (
          <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
            {t(label)}
          </a>
        ))}
      </nav>
      {children}
    </Page>
  );
}
