// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { onwardOf, parseOffer, stepOf } from './offer';

const mailed = parseOffer({ app: { name: 'Orders' }, email: 'ada@example.com', hasAccount: false });
const open = parseOffer({ app: { name: 'Orders' }, email: null, hasAccount: null });

it.each([
  [mailed, '', 'makeAccount'],
  [{ ...mailed, hasAccount: true }, '', 'signIn'],
  [mailed, 'ada@example.com', 'accept'],
  [mailed, 'eve@example.com', 'makeAccount'],
  [{ ...mailed, hasAccount: true }, 'eve@example.com', 'switchAccount'],
  [open, '', 'proveAddress'],
  [open, 'eve@example.com', 'accept'],
])('%j for %j asks to %s', (offer, viewer, step) => expect(stepOf(offer, viewer)).toBe(step));

it.each([
  [{ app: { name: 'Orders', url: 'https://orders.example.com' } }, 'https://orders.example.com'],
  [{ app: { name: 'Orders', url: null } }, ''],
  [{ app: { name: 'Orders', url: 'javascript:alert(1)' } }, ''],
  [undefined, ''],
])('%j leads on to %j', (body, url) => expect(onwardOf(body).url).toBe(url));
