// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { viewer } from '../../console/viewer';
import { refresh, remember } from '../../data/resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Form, SelectField, textIn } from '../../ui/form';
import { announce } from '../../ui/toast';
import { roleNames, userAddress, usersAddress, type User } from './user_api';

/** Owners make owners; the server refuses what somebody may not give. */
const grantable = (['owner', 'administrator', 'auditor'] as const).filter(
  (role) => role !== 'owner' || viewer.platformRole === 'owner',
);

export function PlatformRoleForm({ user, etag, close }: { user: User; etag: string; close: () => void }) {
  return (
    <Form
      label={t('action.save')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('PATCH', userAddress(user.id), { platformRole: textIn(values, 'platformRole') || null }, etag)
      }
      done={({ body, etag: next }) => {
        refresh(`${usersAddress}?`);
        remember(userAddress(user.id), body, next);
        announce(t('action.saved'));
        close();
      }}
    >
      <p className="dialog-text">{t('platformRole.about')}</p>
      <SelectField name="platformRole" label={t('platformRole.title')} defaultValue={user.platformRole ?? ''}>
        <option value="">{t('platformRole.none')}</option>
        {grantable.map((role) => (
          <option key={role} value={role}>
            {t(roleNames[role])}
          </option>
        ))}
      </SelectField>
    </Form>
  );
}

/** Whether the viewer may give this user another role. */
export function mayChangeRoleOf(user: User): boolean {
  if (viewer.platformRole === 'owner') return true;
  return viewer.platformRole === 'administrator' && user.platformRole !== 'owner';
}
