// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { takeToken } from './link_token';
import { passwordFault } from './password_rule';

it.each([
  ['/setup?token=abc', 'abc'],
  ['/setup#token=abc', 'abc'],
  ['/setup', ''],
  ['/setup?token=', ''],
])('%s carries the token %j', (address, token) =>
  expect(takeToken(new URL(address, 'http://localhost:8420'))).toBe(token),
);

it('finds a token by its name', () => {
  const address = new URL('/verify-email?change=abc', 'http://localhost:8420');
  expect(takeToken(address, 'change')).toBe('abc');
  expect(takeToken(address)).toBe('');
});

it('counts characters as people do', () => {
  expect(passwordFault('')).toBe('Choose a password.');
  expect(passwordFault('fourteen chars')).toContain('Add 1 more character:');
  expect(passwordFault('fifteen chars..')).toBe('');
  expect(passwordFault('🔑'.repeat(14))).not.toBe('');
  expect(passwordFault('🔑'.repeat(15))).toBe('');
  expect(passwordFault('e\u0301'.repeat(14))).not.toBe('');
});
