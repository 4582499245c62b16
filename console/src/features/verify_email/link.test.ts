// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { linkOf } from './link';

it.each([
  ['/verify-email?token=abc', '/api/v1/email-verification/confirm'],
  ['/verify-email?change=abc', '/api/v1/email-change/confirm'],
  ['/verify-email?cancel=abc', '/api/v1/email-change/cancel'],
])('%s is sent to %s', (address, path) =>
  expect(linkOf(new URL(address, 'http://localhost:8420'))).toMatchObject({ token: 'abc', path }),
);

it('is no link without a token', () => {
  expect(linkOf(new URL('http://localhost:8420/verify-email?token='))).toBeUndefined();
});
