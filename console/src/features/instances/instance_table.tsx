// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Table, type Column } from '../../ui/table';
import { Badge, Badges, Time } from '../../ui/values';
import type { Instance } from './instance_api';

const host: Column<Instance> = {
  title: t('instances.host'),
  className: 'lead',
  cell: ({ name }) => name,
};
const secrets: Column<Instance> = {
  title: t('instances.secrets'),
  cell: ({ secretsHeld = [] }) =>
    secretsHeld.length === 0 ? (
      <span className="quiet">{t('instances.secretsUnknown')}</span>
    ) : (
      <Badges of={secretsHeld.map(nameOfSecret)} />
    ),
};
const lastSeen: Column<Instance> = {
  title: t('instances.lastSeen'),
  cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
};

export function InstanceTable({ instances }: { instances: readonly Instance[] }) {
  const columns: Column<Instance>[] = [
    host,
    { title: t('instances.version'), cell: ({ version }) => version || '–' },
    { title: t('instances.state'), cell: (one) => <State of={one} /> },
    {
      title: t('instances.acknowledged'),
      cell: ({ acknowledgedPosition }) => <code className="fine">{acknowledgedPosition}</code>,
    },
    secrets,
    lastSeen,
  ];
  return <Table caption={t('instances.title')} columns={columns} rows={instances} keyOf={({ id }) => id} />;
}

/** What counts while a secret key is changed. */
export function SecretTable({ instances }: { instances: readonly Instance[] }) {
  return (
    <Table
      caption={t('secret.instances')}
      columns={[host, secrets, lastSeen]}
      rows={instances}
      keyOf={({ id }) => id}
    />
  );
}

function State({ of }: { of: Instance }) {
  const trouble = of.status === 'enabled' ? of.lastError : of.statusReason;
  return (
    <span className="event">
      {of.status !== 'enabled' ? (
        <Badge tone="bad">{t(of.status === 'paused' ? 'instances.paused' : 'instances.disabled')}</Badge>
      ) : of.live ? (
        <Badge tone={of.upToDate ? 'good' : 'warn'}>
          {t(of.upToDate ? 'instances.upToDate' : 'instances.behind')}
        </Badge>
      ) : (
        <Badge>{t('instances.silent')}</Badge>
      )}
      {of.delivery === 'push' && <span className="quiet">{t('instances.pushed')}</span>}
      {trouble !== '' && <span className="fine">{trouble}</span>}
    </span>
  );
}

function nameOfSecret(slot: string): string {
  if (slot === 'current') return t('instances.secret.current');
  return slot === 'next' ? t('instances.secret.next') : t('instances.secret.previous');
}
