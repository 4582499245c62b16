// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList, useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { Field, Form, SelectField, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Badge } from '../../ui/values';
import { roleNames } from '../users/user_api';
import { accountAddress, accountsAddress, idsIn, keysAddress, type ServiceAccount } from './key_api';

/** Programs with rights of their own, which outlive the people who set them up. */
export function ServiceAccounts() {
  const accounts = useList<ServiceAccount>(`${accountsAddress}?limit=50`);
  const [editing, setEditing] = useState<ServiceAccount | 'new'>();
  const [deleting, setDeleting] = useState<ServiceAccount>();
  const close = () => setEditing(undefined);
  const add = mayManage && <Button onClick={() => setEditing('new')}>{t('accounts.add')}</Button>;
  return (
    <Section id="service-accounts" title={t('accounts.title')} actions={add}>
      <p className="quiet">{t('accounts.about')}</p>
      <Show of={accounts} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('accounts.none')} />
          ) : (
            <>
              <AccountTable accounts={items} edit={setEditing} remove={setDeleting} />
              <More of={accounts} />
            </>
          )
        }
      </Show>
      <Dialog
        title={editing === 'new' ? t('accounts.add') : t('accounts.edit')}
        open={editing !== undefined}
        close={close}
      >
        {editing === 'new' && <AccountForm close={close} />}
        {editing !== undefined && editing !== 'new' && <EditAccount id={editing.id} close={close} />}
      </Dialog>
      <Confirm
        title={t('accounts.deleteTitle', { name: deleting?.name ?? '' })}
        label={t('accounts.deleteDo')}
        open={deleting !== undefined}
        close={() => setDeleting(undefined)}
        act={() => call('DELETE', accountAddress(deleting?.id ?? ''))}
        done={() => {
          refresh(accountsAddress, keysAddress);
          announce(t('accounts.deleteDone'));
        }}
      >
        {t('accounts.deleteText')}
      </Confirm>
    </Section>
  );
}

async function setDisabled(account: ServiceAccount, disabled: boolean): Promise<void> {
  const answer = await call('PATCH', accountAddress(account.id), { disabled });
  refresh(accountsAddress);
  const done = t(disabled ? 'accounts.disableDone' : 'accounts.enableDone', { name: account.name });
  announce(
    answer.kind === 'done' ? done : explainFailure(answer),
    answer.kind === 'done' && disabled ? () => void setDisabled(account, false) : undefined,
  );
}

function AccountTable({
  accounts,
  edit,
  remove,
}: {
  accounts: readonly ServiceAccount[];
  edit: (account: ServiceAccount) => void;
  remove: (account: ServiceAccount) => void;
}) {
  const buttonsOf = (account: ServiceAccount): readonly [string, () => void][] => [
    [t('action.edit'), () => edit(account)],
    account.disabledAt === null
      ? [t('users.disable'), () => void setDisabled(account, true)]
      : [t('users.enable'), () => void setDisabled(account, false)],
    [t('action.delete'), () => remove(account)],
  ];
  const columns = [
    {
      title: t('apiKeys.name'),
      className: 'lead',
      cell: (account: ServiceAccount) => (
        <span className="person-text">
          <span>
            {account.name} {account.disabledAt !== null && <Badge tone="bad">{t('users.disabled')}</Badge>}
          </span>
          <code className="fine">{account.id}</code>
        </span>
      ),
    },
    {
      title: t('platformRole.title'),
      cell: (account: ServiceAccount) =>
        account.platformRole ? t(roleNames[account.platformRole]) : <span className="quiet">–</span>,
    },
    {
      title: t('accounts.apps'),
      cell: (account: ServiceAccount) => account.apps.join(', ') || <span className="quiet">–</span>,
    },
  ];
  const actions = {
    title: t('table.actions'),
    unseen: true,
    className: 'row-actions',
    cell: (account: ServiceAccount) => (
      <span className="buttons">
        {buttonsOf(account).map(([label, act]) => (
          <Button key={label} className="small" aria-label={`${label}: ${account.name}`} onClick={act}>
            {label}
          </Button>
        ))}
      </span>
    ),
  };
  return (
    <Table
      caption={t('accounts.title')}
      rows={accounts}
      keyOf={(account) => account.id}
      columns={mayManage ? [...columns, actions] : columns}
    />
  );
}

/** Loaded anew, so that nobody's change in between is overwritten. */
function EditAccount({ id, close }: { id: string; close: () => void }) {
  const account = useResource<ServiceAccount>(accountAddress(id));
  return (
    <Show of={account}>{(value) => <AccountForm account={value} etag={account.etag} close={close} />}</Show>
  );
}

function AccountForm({
  account,
  etag = '',
  close,
}: {
  account?: ServiceAccount;
  etag?: string;
  close: () => void;
}) {
  const send = (values: FormData) => {
    const body = {
      name: textIn(values, 'name'),
      platformRole: textIn(values, 'platformRole') || null,
      apps: idsIn(textIn(values, 'apps')),
    };
    return account
      ? call('PATCH', accountAddress(account.id), body, etag)
      : call('POST', accountsAddress, body);
  };
  return (
    <Form
      label={account ? t('action.save') : t('accounts.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={send}
      done={() => {
        refresh(accountsAddress);
        announce(account ? t('action.saved') : t('accounts.addDone'));
        close();
      }}
    >
      <Field
        name="name"
        label={t('apiKeys.name')}
        defaultValue={account?.name ?? ''}
        hint={t('accounts.nameHint')}
        autoComplete="off"
      />
      <SelectField
        name="platformRole"
        label={t('platformRole.title')}
        defaultValue={account?.platformRole ?? ''}
      >
        <option value="">{t('platformRole.none')}</option>
        <option value="auditor">{t('platformRole.auditor')}</option>
        <option value="administrator">{t('platformRole.administrator')}</option>
      </SelectField>
      <Field
        name="apps"
        label={t('accounts.apps')}
        defaultValue={account?.apps.join(', ') ?? ''}
        hint={t('accounts.appsHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        optional
      />
    </Form>
  );
}
