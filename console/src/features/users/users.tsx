// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { mayManage } from '../../console/viewer';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { Page } from '../../ui/page';
import { Empty, Show, Skeleton } from '../../ui/states';
import { More } from '../../ui/table';
import { announce } from '../../ui/toast';
import { AddUser } from './add_user';
import { BulkBar } from './bulk_bar';
import { exportUsers } from './export_users';
import { ImportDialog } from './import_dialog';
import { nobody, type Selection } from './selection';
import { usersAddress, type User } from './user_api';
import { UserFilters, useUserQuery } from './user_filters';
import { UserTable } from './user_table';
import './users.css';

export default function Users() {
  const { query, isNarrowed, clear } = useUserQuery();
  const [open, setOpen] = useState<'add' | 'import'>();
  const close = () => setOpen(undefined);
  return (
    <Page
      title={t('users.title')}
      lede={t('users.lede')}
      actions={
        <>
          <Export query={query} />
          {mayManage && (
            <>
              <Button onClick={() => setOpen('import')}>{t('import.open')}</Button>
              <Button look="primary" onClick={() => setOpen('add')}>
                {t('users.add')}
              </Button>
            </>
          )}
        </>
      }
    >
      <section className="card" aria-label={t('users.title')}>
        <UserFilters />
        <UserList key={query.toString()} query={query} isNarrowed={isNarrowed} clear={clear} />
      </section>
      <Dialog title={t('users.add')} open={open === 'add'} close={close}>
        <AddUser close={close} />
      </Dialog>
      <ImportDialog open={open === 'import'} close={close} />
    </Page>
  );
}

interface ListProps {
  query: URLSearchParams;
  isNarrowed: boolean;
  clear: () => void;
}

function UserList({ query, isNarrowed, clear }: ListProps) {
  const users = useList<User>(`${usersAddress}?limit=50&${query}`);
  const [selection, select] = useState<Selection>(nobody);
  const isLookingOn = users.value?.items.length === 0 && users.value.nextCursor !== '';
  // A page may be empty though there is more: few of very many fit.
  useEffect(() => {
    if (isLookingOn && !users.isLoading && !users.failure) users.loadMore();
  });
  return (
    <Show of={users} rows={8}>
      {({ items, sort }) => {
        if (isLookingOn && !users.failure) return <Skeleton rows={8} />;
        if (items.length === 0) return <NoUsers isNarrowed={isNarrowed} clear={clear} />;
        return (
          <>
            {sort !== undefined && sort !== query.get('sort') && (
              <p className="fine user-list-order" role="status">
                {t('users.tooManyToSort')}
              </p>
            )}
            {mayManage && <BulkBar users={items} selection={selection} select={select} />}
            <UserTable users={items} selection={selection} select={mayManage ? select : undefined} />
            <More of={users} />
          </>
        );
      }}
    </Show>
  );
}

function Export({ query }: { query: URLSearchParams }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const failure = await exportUsers(query);
    setBusy(false);
    announce(failure ? explainFailure(failure) : t('users.exported'));
  };
  return (
    <Button busy={busy} onClick={() => void run()}>
      {t('users.export')}
    </Button>
  );
}

function NoUsers({ isNarrowed, clear }: { isNarrowed: boolean; clear: () => void }) {
  if (!isNarrowed) return <Empty title={t('users.none')} />;
  return (
    <Empty title={t('users.notFound')}>
      <p>{t('users.notFoundHint')}</p>
      <Button onClick={clear}>{t('users.showAll')}</Button>
    </Empty>
  );
}
