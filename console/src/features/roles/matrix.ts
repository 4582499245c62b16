// SPDX-License-Identifier: Apache-2.0

export interface Role {
  name: string;
  permissions: string[];
  /** What a change to it is compared by. */
  version?: number;
}

/** What was ticked or unticked and not yet saved: role, then permission. */
export type Changes = Readonly<Record<string, Readonly<Record<string, boolean>>>>;

/** All permissions that any role has, and those typed in meanwhile, in order. */
export function permissionsOf(roles: readonly Role[], typed: readonly string[]): string[] {
  return [...new Set([...roles.flatMap((role) => role.permissions), ...typed])].sort();
}

export function isAllowed(role: Role, permission: string, changes: Changes): boolean {
  return changes[role.name]?.[permission] ?? role.permissions.includes(permission);
}

/** The changes with one more; what is as it was stored is no change. */
export function withChange(changes: Changes, role: Role, permission: string, allowed: boolean): Changes {
  const own = { ...changes[role.name] };
  if (allowed === role.permissions.includes(permission)) delete own[permission];
  else own[permission] = allowed;
  const next = { ...changes };
  if (Object.keys(own).length === 0) delete next[role.name];
  else next[role.name] = own;
  return next;
}

/** The roles as they shall be stored; only those that change. */
export function changedRoles(roles: readonly Role[], changes: Changes): Role[] {
  return roles
    .filter((role) => changes[role.name])
    .map((role) => ({
      name: role.name,
      permissions: permissionsOf([role], Object.keys(changes[role.name] ?? {})).filter((permission) =>
        isAllowed(role, permission, changes),
      ),
    }));
}

/** As the server has it: 1 to 100 of letters, digits and : . _ - / */
export function isPermission(text: string): boolean {
  return /^[A-Za-z0-9:._\-/]{1,100}$/.test(text);
}
