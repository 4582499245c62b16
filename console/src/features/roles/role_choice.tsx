// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { CheckField } from '../../ui/form';

/** Boxes for the roles of an app. */
export function RoleChoice({ roles, chosen }: { roles: readonly string[]; chosen: readonly string[] }) {
  if (roles.length === 0) return <p className="quiet">{t('members.noRolesYet')}</p>;
  return (
    <fieldset className="group">
      <legend>{t('roles.title')}</legend>
      {roles.map((role) => (
        <CheckField key={role} name="roles" value={role} label={role} checked={chosen.includes(role)} />
      ))}
    </fieldset>
  );
}

export const chosenRoles = (values: FormData): string[] => values.getAll('roles').map(String);
