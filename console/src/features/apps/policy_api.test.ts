// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fromLocalTime, toLocalTime } from './policy_api';

test('a moment goes into a field of day and time and comes back the same', () => {
  const time = '2026-03-29T01:30:15.000Z';
  expect(toLocalTime(time)).toMatch(/^2026-03-2[89]T\d\d:\d\d:15$/);
  expect(fromLocalTime(toLocalTime(time))).toBe(time);
});

test('no moment is none, and nonsense is left to the API', () => {
  expect(toLocalTime(null)).toBe('');
  expect(fromLocalTime('')).toBeNull();
  expect(fromLocalTime('soon')).toBe('soon');
});
