// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManageApp, seesPlatform } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Badges, Monogram } from '../../ui/values';
import { appAddress } from '../apps/app_api';
import { AppPage } from '../apps/app_page';
import type { Role } from '../roles/matrix';
import { chosenRoles, RoleChoice } from '../roles/role_choice';
import { findCandidate } from './candidate';

interface Member {
  user: { id: string; email: string; name: string };
  roles: string[];
  version: number;
}

const membersAddress = (app: string): string => `${appAddress(app)}/members`;
const memberAddress = (app: string, user: string): string =>
  `${membersAddress(app)}/${encodeURIComponent(user)}`;

export default function Members({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return <AppPage id={id}>{(app) => <MembersOf app={app.id} name={app.name} />}</AppPage>;
}

function MembersOf({ app, name }: { app: string; name: string }) {
  const members = useList<Member>(`${membersAddress(app)}?limit=50`);
  const roles = useList<Role>(`${appAddress(app)}/roles`);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Member>();
  const [removing, setRemoving] = useState<Member>();
  const names = (roles.value?.items ?? []).map((role) => role.name);
  const stopRemoving = () => setRemoving(undefined);
  const mayManage = mayManageApp(app);
  const add = mayManage && (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('members.add')}
    </Button>
  );
  return (
    <Section id="members" title={t('members.title')} actions={add}>
      <Show of={members}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('members.none', { name })}>
              <p>{t('members.noneHint')}</p>
            </Empty>
          ) : (
            <>
              <MemberTable members={items} mayManage={mayManage} edit={setEditing} remove={setRemoving} />
              <More of={members} />
            </>
          )
        }
      </Show>
      <Dialog title={t('members.add')} open={adding} close={() => setAdding(false)}>
        <AddMember app={app} roles={names} close={() => setAdding(false)} />
      </Dialog>
      <Dialog
        title={t('members.editTitle', { name: editing?.user.name || editing?.user.email || '' })}
        open={editing !== undefined}
        close={() => setEditing(undefined)}
      >
        {editing && (
          <EditMember app={app} member={editing} roles={names} close={() => setEditing(undefined)} />
        )}
      </Dialog>
      <Confirm
        title={t('members.removeTitle', { name: removing?.user.name || removing?.user.email || '' })}
        label={t('members.remove')}
        open={removing !== undefined}
        close={stopRemoving}
        act={() => call('DELETE', memberAddress(app, removing?.user.id ?? ''))}
        done={() => {
          const gone = removing;
          refreshMembers(app);
          announce(t('members.removeDone'), () => void putBack(app, gone));
        }}
      >
        {t('members.removeText', { name })}
      </Confirm>
    </Section>
  );
}

function refreshMembers(app: string): void {
  refresh(membersAddress(app), '/api/v1/users/');
}

async function putBack(app: string, member: Member | undefined): Promise<void> {
  if (!member) return;
  await call('PUT', memberAddress(app, member.user.id), { roles: member.roles });
  refreshMembers(app);
}

function MemberTable({
  members,
  mayManage,
  edit,
  remove,
}: {
  members: readonly Member[];
  mayManage: boolean;
  edit: (member: Member) => void;
  remove: (member: Member) => void;
}) {
  const nameOf = (member: Member) => member.user.name || member.user.email;
  const columns = [
    {
      title: t('users.person'),
      className: 'lead',
      cell: (member: Member) => (
        <span className="person">
          <Monogram name={nameOf(member)} />
          <span className="person-text">
            {seesPlatform ? (
              <a href={`/console/users/${encodeURIComponent(member.user.id)}`}>{nameOf(member)}</a>
            ) : (
              <span>{nameOf(member)}</span>
            )}
            {member.user.name !== '' && <span className="fine">{member.user.email}</span>}
          </span>
        </span>
      ),
    },
    {
      title: t('roles.title'),
      cell: (member: Member) =>
        member.roles.length === 0 ? (
          <span className="quiet">{t('members.noRoles')}</span>
        ) : (
          <Badges of={member.roles} />
        ),
    },
  ];
  const actions = {
    title: t('table.actions'),
    unseen: true,
    className: 'row-actions',
    cell: (member: Member) => (
      <span className="buttons">
        <Button
          className="small"
          onClick={() => edit(member)}
          aria-label={`${t('members.edit')}: ${nameOf(member)}`}
        >
          {t('members.edit')}
        </Button>
        <Button
          className="small"
          onClick={() => remove(member)}
          aria-label={`${t('members.remove')}: ${nameOf(member)}`}
        >
          {t('members.remove')}
        </Button>
      </span>
    ),
  };
  return (
    <Table
      caption={t('members.title')}
      rows={members}
      keyOf={(member) => member.user.id}
      columns={mayManage ? [...columns, actions] : columns}
    />
  );
}

function AddMember({ app, roles, close }: { app: string; roles: readonly string[]; close: () => void }) {
  /** The API makes members of users, so the address is looked up first. */
  const add = async (values: FormData) => {
    const email = textIn(values, 'email');
    const found = await findCandidate(app, email);
    return 'kind' in found
      ? found
      : call('PUT', memberAddress(app, found.id), { roles: chosenRoles(values) });
  };
  return (
    <Form
      label={t('members.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={add}
      done={() => {
        refreshMembers(app);
        announce(t('members.addDone'));
        close();
      }}
    >
      <Field
        name="email"
        type="email"
        label={t('field.email')}
        hint={t('members.emailHint')}
        autoComplete="off"
      />
      <RoleChoice roles={roles} chosen={[]} />
    </Form>
  );
}

function EditMember({
  app,
  member,
  roles,
  close,
}: {
  app: string;
  member: Member;
  roles: readonly string[];
  close: () => void;
}) {
  return (
    <Form
      label={t('action.save')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call(
          'PUT',
          memberAddress(app, member.user.id),
          { roles: chosenRoles(values) },
          `"v${member.version}"`,
        )
      }
      done={() => {
        refreshMembers(app);
        announce(t('action.saved'));
        close();
      }}
    >
      <RoleChoice roles={roles} chosen={member.roles} />
    </Form>
  );
}
