// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useList } from '../../data/use_resource';
import { count, t } from '../../language/language';
import { useQueryParameter } from '../../router/location';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { Page } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More } from '../../ui/table';
import { Facts, Time } from '../../ui/values';
import {
  actionName,
  auditAddress,
  matchesEvent,
  outcomeText,
  reasonText,
  toCsv,
  type AuditEvent,
} from './event';
import { EventsTable } from './events_table';
import { save } from './save';
import { Who } from './who';

export default function Audit() {
  const events = useList<AuditEvent>(`${auditAddress}?limit=100`);
  const [search, setSearch] = useQueryParameter('q');
  const [looked, setLooked] = useState<AuditEvent>();
  const found = (events.value?.items ?? []).filter((event) => matchesEvent(event, search));
  return (
    <Page
      title={t('audit.title')}
      lede={t('audit.lede')}
      actions={
        <>
          <Button busy={events.isLoading} onClick={events.reload}>
            {t('action.refresh')}
          </Button>
          <Menu
            items={[
              { label: t('audit.exportCsv'), act: () => save('audit.csv', 'text/csv', toCsv(found)) },
              {
                label: t('audit.exportJson'),
                act: () => save('audit.json', 'application/json', JSON.stringify(found, null, 2)),
              },
            ]}
          >
            {t('audit.export')}
            <Icon name="down" />
          </Menu>
        </>
      }
    >
      <section className="card" aria-label={t('audit.title')}>
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
                <Empty title={t('audit.none')} />
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
        [t('audit.who'), <Who id={event.actor} />],
        [t('audit.target'), <Who id={event.target} />],
        [t('audit.app'), <Who id={event.appId} />],
        [t('audit.address'), text(event.clientAddress)],
        [t('audit.session'), text(event.sessionId)],
        [t('audit.request'), text(event.requestId)],
        [t('audit.number'), text(event.id)],
      ]}
    />
  );
}
