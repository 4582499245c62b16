// SPDX-License-Identifier: Apache-2.0
import { Component, Suspense, useEffect, useState, type ReactNode } from 'react';
import { call } from '../api/call';
import { t } from '../language/language';
import { navigate, usePath } from '../router/location';
import { matchPath } from '../router/match';
import { BrandMark } from '../ui/brand_mark';
import { Button } from '../ui/button';
import { explainFailure } from '../ui/failure';
import { Icon, type IconName } from '../ui/icon';
import { Menu } from '../ui/menu';
import { Page } from '../ui/page';
import { Empty, Skeleton } from '../ui/states';
import { announce } from '../ui/toast';
import { Monogram } from '../ui/values';
import { routes } from './routes';
import { brand, mayManage, seesPlatform, viewer } from './viewer';

/** What stays in place while pages come and go. */
export function Shell() {
  const path = usePath();
  const [menuOpen, setMenuOpen] = useState(false);
  useEffect(() => setMenuOpen(false), [path]);
  return (
    <div className="shell" data-menu={menuOpen || undefined}>
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className="top">
        <button
          type="button"
          className="icon-button menu-button"
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={() => setMenuOpen(!menuOpen)}
          aria-label={t('shell.menu')}
        >
          <Icon name={menuOpen ? 'close' : 'menu'} />
        </button>
        <a className="mark" href="/console">
          <BrandMark logoUrl={brand.logoUrl} />
          <span>{brand.name}</span>
        </a>
        <OwnMenu />
      </header>
      <Navigation path={path} />
      <main id="content" className="content" tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={<Skeleton rows={6} />}>
            <CurrentPage path={path} />
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
}

function CurrentPage({ path }: { path: string }) {
  const isElsewhere = !seesPlatform && path.replace(/\/$/, '') === '/console';
  useEffect(() => {
    // Who manages apps only begins with those.
    if (isElsewhere) navigate('/console/apps');
  }, [isElsewhere]);
  if (isElsewhere) return null;
  for (const { pattern, Page: Found } of routes) {
    const parameters = matchPath(pattern, path);
    if (parameters) return <Found parameters={parameters} />;
  }
  return (
    <Page title={t('lost.title')}>
      <section className="card">
        <Empty title={t('lost.text')}>
          <a className="button plain" href="/console">
            {t('lost.back')}
          </a>
        </Empty>
      </section>
    </Page>
  );
}

const destinations: readonly { href: string; icon: IconName; label: () => string }[] = [
  ...(seesPlatform
    ? [
        { href: '/console', icon: 'dashboard' as const, label: () => t('dashboard.title') },
        { href: '/console/users', icon: 'users' as const, label: () => t('users.title') },
        { href: '/console/sign-up', icon: 'users' as const, label: () => t('signUp.title') },
      ]
    : []),
  { href: '/console/apps', icon: 'apps', label: () => t('apps.title') },
  // What mails say may let their reader in, so it is for those who manage users.
  ...(mayManage ? [{ href: '/console/mail', icon: 'mail' as const, label: () => t('mail.title') }] : []),
  { href: '/console/api-keys', icon: 'key', label: () => t('apiKeys.title') },
  ...(seesPlatform
    ? [{ href: '/console/sessions', icon: 'sessions' as const, label: () => t('sessions.title') }]
    : []),
  // Managers of apps see there what happened in those.
  { href: '/console/audit', icon: 'audit', label: () => t('audit.title') },
  ...(seesPlatform
    ? [
        { href: '/console/health', icon: 'health' as const, label: () => t('health.title') },
        { href: '/console/settings', icon: 'settings' as const, label: () => t('settings.title') },
      ]
    : []),
];

function Navigation({ path }: { path: string }) {
  return (
    <nav id="navigation" className="side" aria-label={t('shell.navigation')}>
      <ul>
        {destinations.map(({ href, icon, label }) => {
          const within = href === '/console' ? path.replace(/\/$/, '') === href : path.startsWith(href);
          return (
            <li key={href}>
              <a href={href} aria-current={path === href ? 'page' : within ? 'true' : undefined}>
                <Icon name={icon} />
                {label()}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function OwnMenu() {
  const signOut = async () => {
    const answer = await call('POST', '/api/v1/sign-out', {});
    if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 401)) {
      location.replace('/signed-out');
    } else {
      announce(explainFailure(answer));
    }
  };
  return (
    <Menu
      label={t('own.menu', { name: viewer.name || viewer.email })}
      className="own-menu"
      items={[
        { label: t('own.account'), href: '/account' },
        { label: t('own.signOut'), act: () => void signOut() },
      ]}
    >
      <Monogram name={viewer.name || viewer.email} picture={viewer.avatarUrl} />
      <span className="own-name">{viewer.name || viewer.email}</span>
      <Icon name="down" />
    </Menu>
  );
}

/** Keeps a fault of one page from taking the rest along; also the place where a chunk could not be loaded. */
class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="notice" role="alert">
        <p>{t('failure.page')}</p>
        <Button onClick={() => location.reload()}>{t('failure.reload')}</Button>
      </div>
    );
  }
}
