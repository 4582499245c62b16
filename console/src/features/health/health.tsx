// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useResource } from '../../data/use_resource';
import { findText, formatBytes, formatDuration, formatNumber, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Page, Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { Badge, Facts, Time } from '../../ui/values';
import './health.css';

type State = 'ok' | 'warning' | 'problem';

interface Health {
  state: State;
  version: string;
  time: string;
  startedAt: string;
  uptimeSeconds: number;
  checks: { subject: string; state: State; text: string; mend: string }[];
  database: { bytes: number; walBytes: number };
  queues: Record<string, number>;
}

const tones = { ok: 'good', warning: 'warn', problem: 'bad' } as const;

export default function HealthPage() {
  const [isThorough, setThorough] = useState(false);
  const health = useResource<Health>(`/api/v1/health${isThorough ? '?depth=thorough' : ''}`);
  return (
    <Page
      title={t('health.title')}
      lede={t('health.lede')}
      actions={
        <>
          <Button busy={health.isLoading} onClick={health.reload}>
            {t('action.refresh')}
          </Button>
          {!isThorough && <Button onClick={() => setThorough(true)}>{t('health.thorough')}</Button>}
        </>
      }
    >
      <Show of={health} rows={6}>
        {(value) => (
          <>
            <Checks health={value} />
            <Numbers health={value} />
          </>
        )}
      </Show>
    </Page>
  );
}

function StateBadge({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{t(`health.${state}`)}</Badge>;
}

function Checks({ health }: { health: Health }) {
  return (
    <Section id="checks" title={t(`health.all.${health.state}`)}>
      <ul className="checks">
        {health.checks.map((check, i) => (
          <li key={i}>
            <StateBadge state={check.state} />
            <div>
              <strong>{findText(`health.subject.${check.subject}`, check.subject)}</strong>
              <p className="quiet">{check.text}</p>
              {check.mend !== '' && (
                <p>
                  <b>{t('health.mend')}</b> {check.mend}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Numbers({ health }: { health: Health }) {
  return (
    <Section id="numbers" title={t('health.numbers')}>
      <Facts
        of={[
          [t('health.version'), health.version],
          [
            t('health.uptime'),
            <>
              {formatDuration(health.uptimeSeconds)} <Time at={health.startedAt} exact />
            </>,
          ],
          [t('health.clock'), <Time at={health.time} exact />],
          [t('health.database'), formatBytes(health.database.bytes)],
          [t('health.wal'), formatBytes(health.database.walBytes)],
          ...Object.entries(health.queues).map(
            ([name, waiting]) => [findText(`health.queue.${name}`, name), formatNumber(waiting)] as const,
          ),
        ]}
      />
    </Section>
  );
}
