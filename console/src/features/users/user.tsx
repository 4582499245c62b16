// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage, viewer } from '../../console/viewer';
import { refresh, remember, type List } from '../../data/resource';
import { useList, useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import { navigate } from '../../router/location';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { Field, Form, textIn } from '../../ui/form';
import { Page, Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { Badges, Facts, Time } from '../../ui/values';
import { doneAndHeard, RevokeConfirm } from '../instances/revoke';
import { SessionsOfUser } from '../sessions/sessions_of_user';
import { userAddress, usersAddress, type AppOfUser, type User } from './user_api';
import { mayChangeRoleOf, PlatformRoleForm } from './platform_role';
import { UserState } from './user_state';

export default function UserPage({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  const user = useResource<User>(userAddress(id));
  const [open, setOpen] = useState<'edit' | 'role' | 'picture' | 'disable' | 'delete'>();
  const close = () => setOpen(undefined);
  const name = user.value?.name || user.value?.email || t('users.one');
  return (
    <Page
      title={name}
      back={{ href: '/console/users', label: t('users.title') }}
      lede={user.value && user.value.name !== '' ? user.value.email : undefined}
      actions={
        user.value &&
        mayManage && (
          <>
            <Button onClick={() => setOpen('edit')}>{t('action.edit')}</Button>
            {mayChangeRoleOf(user.value) && (
              <Button onClick={() => setOpen('role')}>{t('platformRole.title')}</Button>
            )}
            {user.value.disabledAt === null && (
              <Button onClick={() => void sendLink(id, name)}>{t('users.sendLink')}</Button>
            )}
            {user.value.disabledAt === null ? (
              <Button onClick={() => setOpen('disable')}>{t('users.disable')}</Button>
            ) : (
              <Button onClick={() => void enable(id, name)}>{t('users.enable')}</Button>
            )}
            <Button look="danger" onClick={() => setOpen('delete')}>
              {t('action.delete')}
            </Button>
          </>
        )
      }
    >
      <Show of={user}>
        {(value) => (
          <>
            <Profile user={value} removePicture={() => setOpen('picture')} />
            <AppsOfUser id={value.id} />
            <SessionsOfUser id={value.id} />
            <Dialog title={t('users.edit')} open={open === 'edit'} close={close}>
              <EditUser user={value} etag={user.etag} close={close} />
            </Dialog>
            <Dialog title={t('platformRole.edit', { name })} open={open === 'role'} close={close}>
              <PlatformRoleForm user={value} etag={user.etag} close={close} />
            </Dialog>
            <Confirm
              title={t('users.removePictureTitle', { name })}
              label={t('users.removePicture')}
              open={open === 'picture'}
              close={close}
              act={() => call('DELETE', `${userAddress(id)}/avatar`)}
              done={() => {
                refresh(usersAddress);
                announce(t('users.removePictureDone', { name }));
              }}
            >
              {t('users.removePictureText')}
            </Confirm>
            <RevokeConfirm
              title={t('users.disableTitle', { name })}
              label={t('users.disable')}
              open={open === 'disable'}
              close={close}
              act={(wait) => call('POST', `${userAddress(id)}/disable${wait}`, {})}
              done={(heard) => {
                refresh(usersAddress);
                announce(doneAndHeard(t('users.disableDone', { name }), heard), () => void enable(id, name));
              }}
            >
              {t('users.disableText')}
              {id === viewer.id && ` ${t('users.disableSelf')}`}
            </RevokeConfirm>
            <Confirm
              title={t('users.deleteTitle', { name })}
              label={t('users.deleteDo')}
              typed={value.email}
              open={open === 'delete'}
              close={close}
              act={() => call('DELETE', userAddress(id))}
              done={() => {
                announce(t('users.deleteDone', { name }));
                navigate('/console/users');
                refresh(usersAddress);
              }}
            >
              {t('users.deleteText')}
            </Confirm>
          </>
        )}
      </Show>
    </Page>
  );
}

async function sendLink(id: string, name: string): Promise<void> {
  const answer = await call('POST', `${userAddress(id)}/password-link`, {});
  announce(answer.kind === 'done' ? t('users.sendLinkDone', { name }) : explainFailure(answer));
}

async function enable(id: string, name: string): Promise<void> {
  const answer = await call('POST', `${userAddress(id)}/enable`, {});
  refresh(usersAddress);
  announce(answer.kind === 'done' ? t('users.enableDone', { name }) : explainFailure(answer));
}

function Profile({ user, removePicture }: { user: User; removePicture: () => void }) {
  return (
    <Section id="profile" title={t('users.profile')} actions={<UserState user={user} />}>
      {user.avatarUrl !== null && (
        <div className="user-picture">
          <img src={user.avatarUrl} alt={t('users.pictureOf', { name: user.name || user.email })} />
          {mayManage && (
            <Button look="quiet" onClick={removePicture}>
              {t('users.removePicture')}
            </Button>
          )}
        </div>
      )}
      <Facts
        of={[
          [t('field.email'), user.email],
          [t('field.name'), user.name || '–'],
          [t('field.locale'), user.locale ?? t('field.unset')],
          [t('field.timeZone'), user.timeZone ?? t('field.unset')],
          [t('users.lastSignIn'), <Time at={user.lastSignInAt} exact />],
          [t('users.added'), <Time at={user.createdAt} exact />],
          [t('field.id'), <code>{user.id}</code>],
        ]}
      />
    </Section>
  );
}

function AppsOfUser({ id }: { id: string }) {
  const apps = useList<AppOfUser>(`${userAddress(id)}/apps`);
  return (
    <Section id="apps" title={t('users.apps')}>
      <Show of={apps} rows={2}>
        {({ items }: List<AppOfUser>) =>
          items.length === 0 ? (
            <Empty title={t('users.noApps')}>
              <p>{t('users.noAppsHint')}</p>
            </Empty>
          ) : (
            <ul className="plain-list">
              {items.map((app) => (
                <li key={app.id}>
                  <a href={`/console/apps/${encodeURIComponent(app.id)}/members`}>{app.name}</a>
                  {app.roles.length > 0 ? (
                    <Badges of={app.roles} />
                  ) : (
                    <span className="quiet">{t('members.noRoles')}</span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Show>
    </Section>
  );
}

function EditUser({ user, etag, close }: { user: User; etag: string; close: () => void }) {
  return (
    <Form
      label={t('action.save')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call(
          'PATCH',
          userAddress(user.id),
          {
            name: textIn(values, 'name'),
            firstName: textIn(values, 'firstName'),
            lastName: textIn(values, 'lastName'),
            locale: textIn(values, 'locale') || null,
            timeZone: textIn(values, 'timeZone') || null,
          },
          etag,
        )
      }
      done={({ body, etag: next }) => {
        refresh(`${usersAddress}?`);
        remember(userAddress(user.id), body, next);
        announce(t('action.saved'));
        close();
      }}
    >
      <Field name="name" label={t('field.name')} defaultValue={user.name} hint={t('users.nameHint')} />
      <div className="pair">
        <Field name="firstName" label={t('field.firstName')} defaultValue={user.firstName} optional />
        <Field name="lastName" label={t('field.lastName')} defaultValue={user.lastName} optional />
      </div>
      <div className="pair">
        <Field
          name="locale"
          label={t('field.locale')}
          defaultValue={user.locale ?? ''}
          hint="en, de-CH"
          optional
        />
        <Field
          name="timeZone"
          label={t('field.timeZone')}
          defaultValue={user.timeZone ?? ''}
          hint="Europe/Zurich"
          optional
        />
      </div>
    </Form>
  );
}
