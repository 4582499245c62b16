// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import { useList, useResource } from '../../data/use_resource';
import { formatNumber, t, type Key } from '../../language/language';
import { useQueryParameter } from '../../router/location';
import { Page, Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { auditAddress, type AuditEvent } from '../audit/event';
import { EventsTable } from '../audit/events_table';
import { ActiveUsers } from './active_users';
import { sumOf, toBuckets, type Statistics } from './buckets';
import { Chart } from './chart';

const spans: readonly [number, Key][] = [
  [1, 'dashboard.day'],
  [7, 'dashboard.week'],
  [30, 'dashboard.month'],
];

export default function Dashboard() {
  const [chosen, choose] = useQueryParameter('days');
  const days = spans.find(([n]) => String(n) === chosen)?.[0] ?? 1;
  const statistics = useResource<Statistics>(`/api/v1/statistics?days=${days}`);
  const events = useList<AuditEvent>(`${auditAddress}?limit=8`);
  return (
    <Page title={t('dashboard.title')} lede={t('dashboard.lede')}>
      <Show of={statistics} rows={3}>
        {(value) => (
          <>
            <Tiles statistics={value} />
            <Section
              id="sign-ins"
              title={t('dashboard.chart')}
              actions={<Span days={days} choose={(n) => choose(n === 1 ? '' : String(n))} />}
            >
              <SignIns statistics={value} days={days} />
            </Section>
            <Section id="active" title={t(days === 1 ? 'dashboard.active' : 'dashboard.activeDays')}>
              <ActiveUsers statistics={value} days={days} />
            </Section>
          </>
        )}
      </Show>
      <Section
        id="recent"
        title={t('dashboard.recent')}
        actions={<a href="/console/audit">{t('dashboard.all')}</a>}
      >
        <Show of={events} rows={5}>
          {({ items }) =>
            items.length === 0 ? <Empty title={t('audit.none')} /> : <EventsTable events={items} />
          }
        </Show>
      </Section>
    </Page>
  );
}

function Tiles({ statistics }: { statistics: Statistics }) {
  const tiles: readonly [Key, number, string?][] = [
    ['dashboard.users', statistics.users, '/console/users'],
    ['dashboard.apps', statistics.apps, '/console/apps'],
    ['dashboard.activeUsers', statistics.activeUsers],
    ['dashboard.failures', statistics.failures],
    ['dashboard.throttled', statistics.throttled],
    ['dashboard.challenges', statistics.challenges],
  ];
  return (
    <ul className="tiles">
      {tiles.map(([label, value, href]) => (
        <li key={label} className="card tile">
          <span className="tile-label">{href ? <a href={href}>{t(label)}</a> : t(label)}</span>
          <span className="tile-value">{formatNumber(value)}</span>
        </li>
      ))}
    </ul>
  );
}

function SignIns({ statistics, days }: { statistics: Statistics; days: number }) {
  const buckets = useMemo(() => toBuckets(statistics, days), [statistics, days]);
  if (buckets.every((bucket) => sumOf(bucket) === 0)) return <Empty title={t('dashboard.quiet')} />;
  return <Chart buckets={buckets} days={days} />;
}

function Span({ days, choose }: { days: number; choose: (days: number) => void }) {
  return (
    <div className="switch" role="group" aria-label={t('dashboard.span')}>
      {spans.map(([n, label]) => (
        <button key={n} type="button" aria-pressed={n === days} onClick={() => choose(n)}>
          {t(label)}
        </button>
      ))}
    </div>
  );
}
