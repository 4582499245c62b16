// SPDX-License-Identifier: Apache-2.0
import { useState, type FormEvent } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { navigate, useQueryParameter } from '../../router/location';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { Icon } from '../../ui/icon';
import { Page } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Monogram, Time } from '../../ui/values';
import { userPage, usersAddress, type User } from './user_api';
import { UserState } from './user_state';

export default function Users() {
  const [email, setEmail] = useQueryParameter('email');
  const [adding, setAdding] = useState(false);
  const address =
    email === '' ? `${usersAddress}?limit=50` : `${usersAddress}?email=${encodeURIComponent(email)}`;
  const users = useList<User>(address);
  return (
    <Page
      title={t('users.title')}
      lede={t('users.lede')}
      actions={
        mayManage && (
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('users.add')}
          </Button>
        )
      }
    >
      <section className="card" aria-label={t('users.title')}>
        <Search key={email} email={email} search={setEmail} />
        <Show of={users} rows={8}>
          {({ items }) =>
            items.length === 0 ? (
              <NoUsers email={email} clear={() => setEmail('')} />
            ) : (
              <>
                <UserTable users={items} />
                <More of={users} />
              </>
            )
          }
        </Show>
      </section>
      <Dialog title={t('users.add')} open={adding} close={() => setAdding(false)}>
        <AddUser close={() => setAdding(false)} />
      </Dialog>
    </Page>
  );
}

function Search({ email, search }: { email: string; search: (email: string) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    search(textIn(new FormData(event.currentTarget), 'email'));
  };
  return (
    <form className="search" role="search" onSubmit={submit}>
      <label className="unseen" htmlFor="user-search">
        {t('users.search')}
      </label>
      <Icon name="search" />
      <input
        id="user-search"
        className="input"
        name="email"
        type="search"
        data-search
        placeholder={t('users.searchHint')}
        defaultValue={email}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="submit">{t('users.find')}</Button>
      {email !== '' && (
        <Button look="quiet" onClick={() => search('')}>
          {t('users.showAll')}
        </Button>
      )}
    </form>
  );
}

function NoUsers({ email, clear }: { email: string; clear: () => void }) {
  if (email === '') return <Empty title={t('users.none')} />;
  return (
    <Empty title={t('users.notFound', { email })}>
      <p>{t('users.notFoundHint')}</p>
      <Button onClick={clear}>{t('users.showAll')}</Button>
    </Empty>
  );
}

function UserTable({ users }: { users: readonly User[] }) {
  return (
    <Table
      caption={t('users.title')}
      rows={users}
      keyOf={(user) => user.id}
      columns={[
        { title: t('users.person'), cell: (user) => <Person user={user} />, className: 'lead' },
        { title: t('users.state'), cell: (user) => <UserState user={user} /> },
        { title: t('users.lastSignIn'), cell: (user) => <Time at={user.lastSignInAt} /> },
        { title: t('users.added'), cell: (user) => <Time at={user.createdAt} /> },
      ]}
    />
  );
}

function Person({ user }: { user: User }) {
  return (
    <span className="person">
      <Monogram name={user.name || user.email} />
      <span className="person-text">
        <a href={userPage(user.id)}>{user.name || user.email}</a>
        {user.name !== '' && <span className="fine">{user.email}</span>}
      </span>
    </span>
  );
}

function AddUser({ close }: { close: () => void }) {
  return (
    <Form
      label={t('users.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('POST', usersAddress, { email: textIn(values, 'email'), name: textIn(values, 'name') })
      }
      done={({ body }) => {
        const user = body as User;
        refresh(usersAddress);
        announce(t('users.addDone', { name: user.name || user.email }));
        navigate(userPage(user.id));
      }}
    >
      <p className="dialog-text">{t('users.addText')}</p>
      <Field name="email" type="email" label={t('field.email')} autoComplete="off" required />
      <Field name="name" label={t('field.name')} autoComplete="off" optional />
    </Form>
  );
}
