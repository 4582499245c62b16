// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage, seesPlatform, viewer } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Page, Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Badges, Time } from '../../ui/values';
import { AddKey } from './add_key';
import { keyAddress, keysAddress, type ApiKey } from './key_api';
import { ServiceAccounts } from './service_accounts';

export default function ApiKeys() {
  return (
    <Page title={t('apiKeys.title')} lede={t('apiKeys.lede')}>
      <Keys />
      {seesPlatform && <ServiceAccounts />}
    </Page>
  );
}

function Keys() {
  const keys = useList<ApiKey>(`${keysAddress}?limit=50`);
  const [adding, setAdding] = useState(false);
  const [isShown, setShown] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('apiKeys.add')}
    </Button>
  );
  const close = () => {
    setAdding(false);
    setShown(false);
  };
  return (
    <Section id="keys" title={t('apiKeys.keys')} actions={add}>
      <Show of={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('apiKeys.none')}>
              <p>{t('apiKeys.noneHint')}</p>
            </Empty>
          ) : (
            <>
              <KeyTable keys={items} revoke={setRevoking} />
              <More of={keys} />
            </>
          )
        }
      </Show>
      <Dialog title={t('apiKeys.add')} open={adding} close={close} dismissible={!isShown}>
        <AddKey close={close} shown={() => setShown(true)} />
      </Dialog>
      <Confirm
        title={t('apiKeys.revokeTitle', { name: revoking?.name ?? '' })}
        label={t('apiKeys.revoke')}
        open={revoking !== undefined}
        close={() => setRevoking(undefined)}
        act={() => call('DELETE', keyAddress(revoking?.id ?? ''))}
        done={() => {
          refresh(keysAddress);
          announce(t('apiKeys.revokeDone'));
        }}
      >
        {t('apiKeys.revokeText')}
      </Confirm>
    </Section>
  );
}

function KeyTable({ keys, revoke }: { keys: readonly ApiKey[]; revoke: (key: ApiKey) => void }) {
  const mayRevoke = (key: ApiKey) => mayManage || key.user === viewer.id;
  return (
    <Table
      caption={t('apiKeys.keys')}
      rows={keys}
      keyOf={(key) => key.id}
      columns={[
        {
          title: t('apiKeys.name'),
          className: 'lead',
          cell: (key) => (
            <span className="person-text">
              <span>{key.name}</span>
              <code className="fine">{key.hint}…</code>
            </span>
          ),
        },
        {
          title: t('apiKeys.scope'),
          cell: (key) => (
            <>
              <Badges of={key.permissions} />
              {key.apps && <span className="fine"> {key.apps.join(', ')}</span>}
            </>
          ),
        },
        { title: t('apiKeys.owner'), cell: (key) => <Owner of={key} /> },
        { title: t('apiKeys.lastUsed'), cell: (key) => <Time at={key.lastUsedAt} /> },
        { title: t('apiKeys.ends'), cell: (key) => <Time at={key.expiresAt} exact /> },
        {
          title: t('table.actions'),
          unseen: true,
          className: 'row-actions',
          cell: (key) =>
            mayRevoke(key) && (
              <Button
                className="small"
                aria-label={`${t('apiKeys.revoke')}: ${key.name}`}
                onClick={() => revoke(key)}
              >
                {t('apiKeys.revoke')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Owner({ of }: { of: ApiKey }) {
  if (of.user === viewer.id) return t('apiKeys.yourself');
  if (of.user !== null) {
    return <a href={`/console/users/${encodeURIComponent(of.user)}`}>{t('apiKeys.otherUser')}</a>;
  }
  return <code className="fine">{of.serviceAccount}</code>;
}
