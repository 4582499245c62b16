// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { appPermissions, endAfter, grantable, idsIn, platformPermissions } from './key_api';

it('offers nobody more than their role holds', () => {
  const names = (role: string) => grantable(role, platformPermissions, false).map(([name]) => name);
  expect(names('owner')).toHaveLength(5);
  expect(names('auditor')).toEqual(['platform:view', 'metrics:view']);
  expect(names('')).toEqual([]);
  expect(grantable('', appPermissions, true)).toHaveLength(2);
});

it('ends a key on the day', () => {
  expect(endAfter(30, Date.UTC(2026, 0, 1))).toBe('2026-01-31T00:00:00.000Z');
});

it('reads ids from a line', () => {
  expect(idsIn(' orders, billing  tickets')).toEqual(['orders', 'billing', 'tickets']);
  expect(idsIn(' ')).toEqual([]);
});
