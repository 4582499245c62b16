// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Badge, Badges, Time } from '../../ui/values';
import { appAddress } from './app_api';
import { AppPage } from './app_page';

interface Instance {
  id: string;
  host: string;
  version: string;
  live: boolean;
  upToDate: boolean;
  lastSeenAt: string;
  secretsHeld: string[];
}

const instancesAddress = (app: string): string => `${appAddress(app)}/instances`;

export default function Instances({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return (
    <AppPage id={id}>
      {(app) => (
        <>
          <InstancesOf app={app.id} />
          {mayManage && <SignEverybodyOut app={app.id} name={app.name} />}
        </>
      )}
    </AppPage>
  );
}

/** Who follows the platform now, and whether each has heard all. */
function InstancesOf({ app }: { app: string }) {
  const instances = useList<Instance>(instancesAddress(app));
  const again = <Button onClick={instances.reload}>{t('instances.reload')}</Button>;
  return (
    <Section id="instances" title={t('instances.title')} actions={again}>
      <p className="quiet">{t('instances.about')}</p>
      <Show of={instances}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('instances.none')}>
              <p>{t('instances.noneHint')}</p>
            </Empty>
          ) : (
            <InstanceTable instances={items} />
          )
        }
      </Show>
    </Section>
  );
}

function InstanceTable({ instances }: { instances: readonly Instance[] }) {
  const columns = [
    {
      title: t('instances.host'),
      className: 'lead',
      cell: (one: Instance) => one.host || one.id,
    },
    { title: t('instances.version'), cell: (one: Instance) => one.version || '–' },
    {
      title: t('instances.state'),
      cell: (one: Instance) =>
        one.live ? (
          <Badge tone={one.upToDate ? 'good' : 'warn'}>
            {t(one.upToDate ? 'instances.upToDate' : 'instances.behind')}
          </Badge>
        ) : (
          <Badge>{t('instances.silent')}</Badge>
        ),
    },
    {
      title: t('instances.secrets'),
      cell: (one: Instance) => <Badges of={one.secretsHeld.map(nameOfSecret)} />,
    },
    { title: t('instances.lastSeen'), cell: (one: Instance) => <Time at={one.lastSeenAt} /> },
  ];
  return <Table caption={t('instances.title')} columns={columns} rows={instances} keyOf={(one) => one.id} />;
}

function nameOfSecret(slot: string): string {
  if (slot === 'current') return t('instances.secret.current');
  return slot === 'next' ? t('instances.secret.next') : t('instances.secret.previous');
}

function SignEverybodyOut({ app, name }: { app: string; name: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <Section id="everybody" title={t('instances.everybody')}>
      <p className="quiet">{t('instances.everybodyText')}</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('instances.everybody')}
      </Button>
      <Confirm
        title={t('instances.everybodyTitle', { name })}
        label={t('instances.everybody')}
        open={asking}
        close={() => setAsking(false)}
        act={() => call('POST', `${appAddress(app)}/sign-everybody-out`)}
        done={() => {
          refresh(instancesAddress(app));
          announce(t('instances.everybodyDone'));
        }}
      >
        {t('instances.everybodyConfirm', { name })}
      </Confirm>
    </Section>
  );
}
