// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { extend, keep, nobody, toggle } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const picked = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join('');

it('picks and lets go', () => {
  const one = toggle(nobody, 'b');
  expect(picked(one)).toBe('b');
  expect(picked(toggle(one, 'b'))).toBe('');
});

it('extends from the last one that was picked, in both directions', () => {
  const from = toggle(nobody, 'c');
  expect(picked(extend(from, 'e', order))).toBe('cde');
  expect(picked(extend(from, 'a', order))).toBe('abc');
  expect(picked(extend(extend(from, 'e', order), 'b', order))).toBe('bcde');
});

it('picks one where a range has no beginning', () => expect(picked(extend(nobody, 'd', order))).toBe('d'));

it('forgets who is gone', () =>
  expect(picked(keep(extend(toggle(nobody, 'a'), 'c', order), ['b', 'x']))).toBe('b'));
