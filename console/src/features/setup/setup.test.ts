// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { passwordFault } from './password_rule';
import { takeToken } from './setup_token';

it.each([
  ['/setup?token=abc', 'abc'],
  ['/setup#token=abc', 'abc'],
  ['/setup', ''],
  ['/setup?token=', ''],
])('%s carries the token %j', (address, token) =>
  expect(takeToken(new URL(address, 'http://localhost:8420'))).toBe(token),
);

it('counts characters as people do', () => {
  expect(passwordFault('')).toBe('Choose a password.');
  expect(passwordFault('fourteen chars')).toContain('Add 1 more character:');
  expect(passwordFault('fifteen chars..')).toBe('');
  expect(passwordFault('🔑'.repeat(14))).not.toBe('');
  expect(passwordFault('🔑'.repeat(15))).toBe('');
  expect(passwordFault('e\u0301'.repeat(14))).not.toBe('');
});
