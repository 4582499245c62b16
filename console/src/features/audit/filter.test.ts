// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { auditPage, fromLocal, isFiltered, listAddress, readFilter, toLocal } from './filter';

it('reads what the address names, and nothing else', () =>
  expect(readFilter('?actor=usr_1&outcome=failure&q=word&evil=1&app=')).toEqual({
    actor: 'usr_1',
    outcome: 'failure',
  }));

it('asks the API for the same', () =>
  expect(listAddress(readFilter('?target=a%26b&from=2026-11-23T00%3A00%3A00.000Z'), 100)).toBe(
    '/api/v1/audit-events?limit=100&target=a%26b&from=2026-11-23T00%3A00%3A00.000Z',
  ));

it('has a page of its own', () => {
  expect(auditPage({})).toBe('/console/audit');
  expect(auditPage({ app: 'orders' })).toBe('/console/audit?app=orders');
});

it('knows when nothing is looked for', () => {
  expect(isFiltered({})).toBe(false);
  expect(isFiltered({ to: 'x' })).toBe(true);
});

it('keeps the moment over the date field', () =>
  expect(fromLocal(toLocal('2026-11-23T10:15:00.000Z'))).toBe('2026-11-23T10:15:00.000Z'));

it.each(['', 'yesterday'])('%j is no moment', (text) => {
  expect(fromLocal(text)).toBe('');
  expect(toLocal(text)).toBe('');
});
