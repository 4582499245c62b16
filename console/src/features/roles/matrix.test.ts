// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { changedRoles, isPermission, permissionsOf, withChange, type Changes, type Role } from './matrix';

const clerk: Role = { name: 'clerk', permissions: ['orders:read'] };
const boss: Role = { name: 'boss', permissions: ['orders:delete', 'orders:read'] };

it('lists every permission once, in order', () =>
  expect(permissionsOf([boss, clerk], ['a', 'orders:read'])).toEqual(['a', 'orders:delete', 'orders:read']));

it('a change taken back is no change', () => {
  const changed = withChange({}, clerk, 'orders:delete', true);
  expect(changed).toEqual({ clerk: { 'orders:delete': true } });
  expect(withChange(changed, clerk, 'orders:delete', false)).toEqual({});
});

it('stores only the roles that change, with all of their permissions', () => {
  let changes: Changes = withChange({}, clerk, 'orders:delete', true);
  changes = withChange(changes, clerk, 'orders:read', false);
  expect(changedRoles([clerk, boss], changes)).toEqual([{ name: 'clerk', permissions: ['orders:delete'] }]);
});

it.each([
  ['orders:delete', true],
  ['a/b.c_d-e', true],
  ['', false],
  ['a b', false],
  ['ä', false],
  ['x'.repeat(101), false],
])('%j is a permission: %s', (text, is) => expect(isPermission(text)).toBe(is));
