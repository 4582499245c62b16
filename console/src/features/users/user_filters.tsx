// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ReactNode } from 'react';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { useQueryParameter } from '../../router/location';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';

const filterNames = ['state', 'role', 'verified', 'app', 'sort'] as const;
const pauseMs = 300;
const leastCharacters = 3;

/** What is asked of the list, as the page's own address says it. */
export function useUserQuery(): { query: URLSearchParams; isNarrowed: boolean; clear: () => void } {
  const [search, setSearch] = useQueryParameter('search');
  const [state, setState] = useQueryParameter('state');
  const [role, setRole] = useQueryParameter('role');
  const [verified, setVerified] = useQueryParameter('verified');
  const [app, setApp] = useQueryParameter('app');
  const [sort] = useQueryParameter('sort');
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ search, state, role, verified, app, sort })) {
    if (value !== '') query.set(name, value);
  }
  if (sort === '') query.set('sort', 'newest');
  return {
    query,
    isNarrowed: [search, state, role, verified, app].some((value) => value !== ''),
    clear: () => {
      for (const set of [setSearch, setState, setRole, setVerified, setApp]) set('');
    },
  };
}

export function UserFilters() {
  return (
    <div className="user-filters">
      <Search />
      <div className="user-selects">
        <Choice name="state" label={t('users.state')}>
          <option value="">{t('users.anyState')}</option>
          <option value="active">{t('users.active')}</option>
          <option value="pending">{t('users.pending')}</option>
          <option value="disabled">{t('users.disabled')}</option>
        </Choice>
        <Choice name="role" label={t('users.role')}>
          <option value="">{t('users.anyRole')}</option>
          <option value="owner">{t('platformRole.owner')}</option>
          <option value="administrator">{t('platformRole.administrator')}</option>
          <option value="auditor">{t('platformRole.auditor')}</option>
        </Choice>
        <Choice name="verified" label={t('users.address')}>
          <option value="">{t('users.anyAddress')}</option>
          <option value="true">{t('users.verified')}</option>
          <option value="false">{t('users.unverified')}</option>
        </Choice>
        <AppChoice />
        <Choice name="sort" label={t('users.sort')}>
          <option value="">{t('users.sortUsual')}</option>
          <option value="newest">{t('users.sortNewest')}</option>
          <option value="name">{t('users.sortName')}</option>
          <option value="email">{t('users.sortEmail')}</option>
          <option value="lastSignIn">{t('users.sortLastSignIn')}</option>
        </Choice>
      </div>
    </div>
  );
}

/** Searches while one types, after a short pause; the address follows. */
function Search() {
  const [search, setSearch] = useQueryParameter('search');
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  const wanted = text.trim();
  const isShort = wanted !== '' && [...wanted].length < leastCharacters && /^[\x20-\x7e]*$/.test(wanted);
  useEffect(() => {
    if (isShort || wanted === search) return;
    const timer = setTimeout(() => setSearch(wanted), pauseMs);
    return () => clearTimeout(timer);
  });
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isShort) setSearch(wanted);
      }}
    >
      <label className="unseen" htmlFor="user-search">
        {t('users.search')}
      </label>
      <Icon name="search" />
      <input
        id="user-search"
        className="input"
        type="search"
        data-search
        placeholder={t('users.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-describedby={isShort ? 'user-search-rule' : undefined}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      {text !== '' && (
        <Button
          look="quiet"
          onClick={() => {
            setText('');
            setSearch('');
          }}
        >
          {t('users.clearSearch')}
        </Button>
      )}
      {isShort && (
        <p id="user-search-rule" className="fine user-search-rule" role="status">
          {t('users.searchRule')}
        </p>
      )}
    </form>
  );
}

function Choice({
  name,
  label,
  children,
}: {
  name: (typeof filterNames)[number];
  label: string;
  children: ReactNode;
}) {
  const [value, setValue] = useQueryParameter(name);
  return (
    <label className="user-choice">
      <span className="label">{label}</span>
      <select className="input" value={value} onChange={(event) => setValue(event.target.value)}>
        {children}
      </select>
    </label>
  );
}

function AppChoice() {
  const apps = useList<{ id: string; name: string }>('/api/v1/apps?limit=500');
  const items = apps.value?.items ?? [];
  return (
    <Choice name="app" label={t('users.app')}>
      <option value="">{t('users.anyApp')}</option>
      {items.map((app) => (
        <option key={app.id} value={app.id}>
          {app.name}
        </option>
      ))}
    </Choice>
  );
}
