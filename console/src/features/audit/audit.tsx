// SPDX-License-Identifier: Apache-2.0
import { seesPlatform } from '../../console/viewer';
import { save } from '../../dom/save';
import { useState } from 'react';
import { useList } from '../../data/use_resource';
import { count, formatNumber, t, type Key } from '../../language/language';
import { navigate, useQuery, useQueryParameter } from '../../router/location';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { Page } from '../../ui/page';
import { explainFailure } from '../../ui/failure';
import { Empty, Show } from '../../ui/states';
import { More } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Facts, Time } from '../../ui/values';
import {
  actionName,
  matchesEvent,
  outcomeText,
  reasonText,
  toCsv,
  toJsonLines,
  type AuditEvent,
} from './event';
import { EventsTable } from './events_table';
import { auditPage, isFiltered, listAddress, readFilter, type Filter } from './filter';
import { FilterForm } from './filter_form';
import { loadAll, mostExported } from './load_all';
import { Who } from './who';

export default function Audit() {
  const filter = readFilter(useQuery());
  const events = useList<AuditEvent>(listAddress(filter, 100));
  const [search, setSearch] = useQueryParameter('q');
  const [looked, setLooked] = useState<AuditEvent>();
  const found = (events.value?.items ?? []).filter((event) => matchesEvent(event, search));
  const [exported, setExported] = useState<number>();
  // What is searched for is had from the server to its end; words narrow down what came.
  const exportAs = async (keep: (events: readonly AuditEvent[]) => void) => {
    if (exported !== undefined) return;
    setExported(0);
    const all = await loadAll(filter, setExported);
    setExported(undefined);
    if ('kind' in all) return announce(explainFailure(all));
    keep(search === '' ? all : all.filter((event) => matchesEvent(event, search)));
    if (all.length >= mostExported) announce(t('audit.exportBound', { n: formatNumber(all.length) }));
  };
  return (
    <Page
      title={t('audit.title')}
      lede={t(seesPlatform ? 'audit.lede' : 'audit.ledeApps')}
      actions={
        <>
          <Button busy={events.isLoading} onClick={events.reload}>
            {t('action.refresh')}
          </Button>
          <Menu
            items={[
              {
                label: t('audit.exportCsv'),
                act: () => void exportAs((all) => save('audit.csv', 'text/csv', toCsv(all))),
              },
              {
                label: t('audit.exportJson'),
                act: () => void exportAs((all) => save('audit.jsonl', 'application/jsonl', toJsonLines(all))),
              },
            ]}
          >
            {exported === undefined ? t('audit.export') : t('audit.exporting', { n: formatNumber(exported) })}
            <Icon name="down" />
          </Menu>
        </>
      }
    >
      <section className="card" aria-label={t('audit.title')}>
        <FilterForm filter={filter} />
        <div className="search" role="search">
          <label className="unseen" htmlFor="audit-search">
            {t('audit.filter')}
          </label>
          <Icon name="search" />
          <input
            id="audit-search"
            className="input"
            type="search"
            data-search
            placeholder={t('audit.filterHint')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            spellCheck={false}
          />
        </div>
        <Show of={events} rows={10}>
          {({ items }) => (
            <>
              <p className="fine" role="status">
                {search === '' ? count('audit.loaded', items.length) : count('audit.found', found.length)}
              </p>
              {found.length === 0 ? (
                <Empty title={t(isFiltered(filter) ? 'audit.nothing' : 'audit.none')} />
              ) : (
                <EventsTable events={found} look={setLooked} />
              )}
              <More of={events} />
            </>
          )}
        </Show>
      </section>
      <Dialog
        title={looked ? actionName(looked) : ''}
        open={looked !== undefined}
        close={() => setLooked(undefined)}
      >
        {looked && <Event event={looked} />}
        {looked && <Similar event={looked} go={() => setLooked(undefined)} />}
        <div className="form-actions">
          <Button onClick={() => setLooked(undefined)}>{t('action.close')}</Button>
        </div>
      </Dialog>
    </Page>
  );
}

function Event({ event }: { event: AuditEvent }) {
  const text = (value: string) => (value === '' ? '–' : <code>{value}</code>);
  return (
    <Facts
      of={[
        [t('audit.when'), <Time at={event.at} exact />],
        [
          t('audit.outcome'),
          [outcomeText(event), reasonText(event)].filter((part) => part !== '').join(' · '),
        ],
        [t('audit.who'), <Who id={event.actor} name={event.actorName} />],
        [t('audit.target'), <Who id={event.target} name={event.targetName} />],
        [t('audit.app'), <Who id={event.appId} />],
        [t('audit.address'), text(event.clientAddress)],
        [t('audit.session'), text(event.sessionId)],
        [t('audit.request'), text(event.requestId)],
        [t('audit.number'), text(event.id)],
      ]}
    />
  );
}

/** Ways from one event to all that share something with it. */
function Similar({ event, go }: { event: AuditEvent; go: () => void }) {
  const ways: readonly [Key, Filter, string][] = [
    ['audit.sameActor', { actor: event.actor }, event.actor],
    ['audit.sameTarget', { target: event.target }, event.target],
    ['audit.sameApp', { app: event.appId }, event.appId],
    ['audit.sameAction', { action: event.action }, event.action],
  ];
  return (
    <div className="audit-links">
      {ways
        .filter(([, , value]) => value !== '')
        .map(([label, filter]) => (
          <button
            key={label}
            type="button"
            className="as-link"
            onClick={() => {
              go();
              navigate(auditPage(filter), 'push');
            }}
          >
            {t(label)}
          </button>
        ))}
    </div>
  );
}
