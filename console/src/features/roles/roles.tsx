// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { call } from '../../api/call';
import { mayManageApp } from '../../console/viewer';
import { refresh, type Failure } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { count, t } from '../../language/language';
import { guardLeaving } from '../../router/location';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { Section } from '../../ui/page';
import { Empty, FailureNotice, Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { appAddress } from '../apps/app_api';
import { AppPage } from '../apps/app_page';
import { DeclaredPermissions, mayDecide, permissionsAddress, type Permission } from './declared';
import {
  changedRoles,
  isAllowed,
  isPermission,
  permissionsOf,
  withChange,
  type Changes,
  type Role,
} from './matrix';

const rolesAddress = (app: string): string => `${appAddress(app)}/roles`;
const roleAddress = (app: string, role: string): string => `${rolesAddress(app)}/${encodeURIComponent(role)}`;

export default function Roles({ parameters }: { parameters: Parameters }) {
  return (
    <AppPage id={parameters['id'] ?? ''}>
      {(app) => (
        <>
          <DeclaredPermissions app={app.id} />
          <RolesOf app={app.id} />
        </>
      )}
    </AppPage>
  );
}

function RolesOf({ app }: { app: string }) {
  const roles = useList<Role>(rolesAddress(app));
  const permissions = useList<Permission>(permissionsAddress(app));
  const mayManage = mayManageApp(app);
  const accepted = (permissions.value?.items ?? []).filter((it) => it.state === 'accepted');
  const [adding, setAdding] = useState(false);
  const add = mayManage && (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('roles.add')}
    </Button>
  );
  return (
    <Section id="roles" title={t('roles.title')} actions={add}>
      <p className="quiet">{t('roles.about')}</p>
      <Show of={roles}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('roles.none')}>
              <p>{t('roles.noneHint')}</p>
            </Empty>
          ) : (
            <Matrix app={app} roles={items} accepted={accepted.map((it) => it.name)} />
          )
        }
      </Show>
      <Dialog title={t('roles.add')} open={adding} close={() => setAdding(false)}>
        <AddRole app={app} close={() => setAdding(false)} />
      </Dialog>
    </Section>
  );
}

/** Permissions down, roles across. Ticks are kept until they are saved or taken back. */
function Matrix({
  app,
  roles,
  accepted,
}: {
  app: string;
  roles: readonly Role[];
  accepted: readonly string[];
}) {
  const mayManage = mayManageApp(app);
  const [changes, setChanges] = useState<Changes>({});
  const [typed, setTyped] = useState<readonly string[]>([]);
  const [deleting, setDeleting] = useState<Role>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const permissions = permissionsOf(roles, [...accepted, ...typed]);
  const changed = changedRoles(roles, changes);
  const isDirty = changed.length > 0;
  useEffect(() => (isDirty ? guardLeaving(() => confirm(t('form.leave'))) : undefined), [isDirty]);

  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    let done: Changes = changes;
    for (const role of changed) {
      const version = roles.find((one) => one.name === role.name)?.version;
      const answer = await call(
        'PATCH',
        roleAddress(app, role.name),
        { permissions: role.permissions },
        version === undefined ? '' : `"v${version}"`,
      );
      if (answer.kind !== 'done') {
        setFailure(answer);
        break;
      }
      const { [role.name]: _, ...rest } = done;
      done = rest;
    }
    setChanges(done);
    setBusy(false);
    refresh(rolesAddress(app), permissionsAddress(app));
    if (Object.keys(done).length === 0) announce(t('action.saved'));
  };
  return (
    <>
      <div className="scroller" tabIndex={0} role="region" aria-label={t('roles.matrix')}>
        <table className="matrix">
          <caption className="unseen">{t('roles.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('roles.permission')}</th>
              {roles.map((role) => (
                <th key={role.name} scope="col">
                  <span className="role-head">
                    {role.name}
                    {mayManage && (
                      <Menu
                        className="icon-button"
                        label={t('roles.menu', { name: role.name })}
                        items={[{ label: t('roles.delete'), danger: true, act: () => setDeleting(role) }]}
                      >
                        <Icon name="more" />
                      </Menu>
                    )}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">
                  <code>{permission}</code>
                </th>
                {roles.map((role) => (
                  <td
                    key={role.name}
                    data-changed={changes[role.name]?.[permission] !== undefined || undefined}
                  >
                    <input
                      type="checkbox"
                      aria-label={t('roles.cell', { role: role.name, permission })}
                      checked={isAllowed(role, permission, changes)}
                      disabled={!mayManage}
                      onChange={(event) =>
                        setChanges(withChange(changes, role, permission, event.target.checked))
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {permissions.length === 0 && <p className="quiet">{t('roles.noPermissions')}</p>}
      {mayDecide && (
        <AddPermission taken={permissions} add={(permission) => setTyped([...typed, permission])} />
      )}
      {failure && <FailureNotice failure={failure} />}
      {isDirty && (
        <div className="save-bar" role="status">
          <span>{count('roles.unsaved', changed.length)}</span>
          <Button onClick={() => setChanges({})}>{t('action.discard')}</Button>
          <Button look="primary" busy={busy} onClick={() => void save()}>
            {t('action.save')}
          </Button>
        </div>
      )}
      <Confirm
        title={t('roles.deleteTitle', { name: deleting?.name ?? '' })}
        label={t('roles.delete')}
        open={deleting !== undefined}
        close={() => setDeleting(undefined)}
        act={() => call('DELETE', roleAddress(app, deleting?.name ?? ''))}
        done={() => {
          refresh(appAddress(app));
          announce(t('roles.deleteDone', { name: deleting?.name ?? '' }));
        }}
      >
        {t('roles.deleteText')}
      </Confirm>
    </>
  );
}

function AddPermission({ taken, add }: { taken: readonly string[]; add: (permission: string) => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const submit = () => {
    const permission = text.trim();
    if (!isPermission(permission)) return setWrong(t('roles.permissionRule'));
    if (taken.includes(permission)) return setWrong(t('roles.permissionTaken'));
    add(permission);
    setText('');
    setWrong('');
  };
  return (
    <form
      className="add-row"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="field">
        <label className="label" htmlFor="new-permission">
          {t('roles.newPermission')}
        </label>
        <input
          id="new-permission"
          className="input"
          value={text}
          placeholder="orders:delete"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={wrong !== '' || undefined}
          aria-describedby={wrong === '' ? undefined : 'new-permission-error'}
          onChange={(event) => setText(event.target.value)}
        />
        {wrong !== '' && (
          <p className="field-error" id="new-permission-error" role="alert">
            {wrong}
          </p>
        )}
      </div>
      <Button type="submit">{t('roles.addPermission')}</Button>
    </form>
  );
}

function AddRole({ app, close }: { app: string; close: () => void }) {
  return (
    <Form
      label={t('roles.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) => call('POST', rolesAddress(app), { name: textIn(values, 'name'), permissions: [] })}
      done={() => {
        refresh(rolesAddress(app));
        announce(t('roles.addDone'));
        close();
      }}
    >
      <Field name="name" label={t('roles.name')} hint={t('roles.nameHint')} autoComplete="off" />
    </Form>
  );
}
