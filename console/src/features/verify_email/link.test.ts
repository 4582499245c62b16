// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { linksOf } from './link';

it.each([
  ['/verify-email?token=abc', '/api/v1/email-verification/confirm'],
  ['/verify-email?change=abc', '/api/v1/email-change/confirm'],
  ['/verify-email?approve=abc', '/api/v1/email-change/approve'],
  ['/verify-email?cancel=abc', '/api/v1/email-change/cancel'],
])('%s is sent to %s', (address, path) =>
  expect(linksOf(new URL(address, 'http://localhost:8420'))).toMatchObject([{ token: 'abc', path }]),
);

it('is no link without a token', () => {
  expect(linksOf(new URL('http://localhost:8420/verify-email?token='))).toEqual([]);
});

it('offers to agree before it offers to stop', () => {
  const links = linksOf(new URL('http://localhost:8420/verify-email?cancel=no&approve=yes'));
  expect(links.map(({ token }) => token)).toEqual(['yes', 'no']);
});
