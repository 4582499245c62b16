// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { seesPlatform, viewer } from '../../console/viewer';
import { findText, keysOf, t } from '../../language/language';
import { navigate } from '../../router/location';
import { Button } from '../../ui/button';
import { auditPage, fromLocal, isFiltered, toLocal, type Filter } from './filter';
import './audit.css';

/** What to look for in the whole log. Sending it makes it the page's address, which can be passed on. */
export function FilterForm({ filter }: { filter: Filter }) {
  const [unknown, setUnknown] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => textOf(form.get(name)).trim();
    setUnknown('');
    const next: Filter = {
      action: text('action'),
      app: text('app'),
      outcome: text('outcome'),
      from: fromLocal(text('from')),
      to: fromLocal(text('to')),
    };
    for (const name of ['actor', 'target'] as const) {
      const id = await idOf(text(name));
      if (id === undefined) return setUnknown(text(name));
      next[name] = id;
    }
    navigate(auditPage(next), 'replace');
  };
  return (
    <details className="audit-filters" open={isFiltered(filter) || undefined}>
      <summary>{t('audit.search')}</summary>
      <form
        key={auditPage(filter)}
        role="search"
        aria-label={t('audit.search')}
        onSubmit={(e) => void submit(e)}
      >
        <label>
          {t('audit.who')}
          <input
            className="input"
            name="actor"
            defaultValue={filter.actor}
            placeholder={t('audit.whoHint')}
            spellCheck={false}
          />
        </label>
        <label>
          {t('audit.what')}
          <select className="input" name="action" defaultValue={filter.action ?? ''}>
            <option value="">{t('audit.anything')}</option>
            <Actions chosen={filter.action} />
          </select>
        </label>
        <label>
          {t('audit.target')}
          <input
            className="input"
            name="target"
            defaultValue={filter.target}
            placeholder={t('audit.whoHint')}
            spellCheck={false}
          />
        </label>
        <label>
          {t('audit.app')}
          <AppField app={filter.app} />
        </label>
        <label>
          {t('audit.outcome')}
          <select className="input" name="outcome" defaultValue={filter.outcome ?? ''}>
            <option value="">{t('audit.anything')}</option>
            <option value="success">{t('audit.success')}</option>
            <option value="failure">{t('audit.failure')}</option>
          </select>
        </label>
        <label>
          {t('audit.from')}
          <input className="input" name="from" type="datetime-local" defaultValue={toLocal(filter.from)} />
        </label>
        <label>
          {t('audit.to')}
          <input className="input" name="to" type="datetime-local" defaultValue={toLocal(filter.to)} />
        </label>
        <div className="audit-filter-actions">
          <Button type="submit">{t('audit.apply')}</Button>
          {isFiltered(filter) && (
            <Button look="quiet" onClick={() => navigate(auditPage({}), 'replace')}>
              {t('audit.clear')}
            </Button>
          )}
        </div>
        {unknown !== '' && (
          <p className="field-error" role="alert">
            {t('audit.unknown', { email: unknown })}
          </p>
        )}
      </form>
    </details>
  );
}

/** Kinds of events that have words; one that an address names without is kept. */
function Actions({ chosen }: { chosen: string | undefined }) {
  const known = keysOf('event.');
  const all = chosen && !known.includes(chosen) ? [chosen, ...known] : known;
  return all.map((action) => (
    <option key={action} value={action}>
      {findText(`event.${action}`, action)}
    </option>
  ));
}

/** Managers choose among their apps; whoever sees all of them writes the id of one. */
function AppField({ app }: { app: string | undefined }) {
  if (seesPlatform) return <input className="input" name="app" defaultValue={app} spellCheck={false} />;
  return (
    <select className="input" name="app" defaultValue={app ?? ''}>
      <option value="">{t('audit.ownApps')}</option>
      {viewer.managedApps.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </select>
  );
}

/** Of a person named by e-mail address; anything else is an id already. Absent when nobody has the address. */
async function idOf(text: string): Promise<string | undefined> {
  if (!text.includes('@')) return text;
  const people = seesPlatform ? '/api/v1/users' : `/api/v1/apps/${viewer.managedApps[0] ?? ''}/candidates`;
  const answer = await call('GET', `${people}?email=${encodeURIComponent(text)}`);
  const items = answer.kind === 'done' && isRecord(answer.body) ? answer.body['items'] : undefined;
  const first: unknown = Array.isArray(items) ? items[0] : undefined;
  return isRecord(first) ? textOf(first['id']) : undefined;
}
