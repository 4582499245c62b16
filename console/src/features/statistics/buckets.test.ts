// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { ceilingOf, toBuckets } from './buckets';

const since = '2026-11-22T13:00:00.000Z';

it.each([
  [1, 24],
  [7, 28],
  [30, 30],
])('%d days make %d bars', (days, bars) => expect(toBuckets({ since, hours: [] }, days)).toHaveLength(bars));

it('adds hours up, and loses none', () => {
  const hours = Array.from({ length: 168 }, (_, i) => ({
    at: new Date(Date.parse(since) + i * 3_600_000).toISOString(),
    signIns: 1,
    failures: 2,
  }));
  const buckets = toBuckets({ since, hours }, 7);
  expect(buckets.every((bucket) => bucket.signIns === 6 && bucket.failures === 12)).toBe(true);
});

it('leaves out what is not within the days', () =>
  expect(
    toBuckets({ since, hours: [{ at: '2026-11-22T12:00:00.000Z', signIns: 1, failures: 0 }] }, 1),
  ).toEqual(toBuckets({ since, hours: [] }, 1)));

it.each([
  [0, 4],
  [4, 4],
  [5, 8],
  [9, 20],
  [201, 400],
])('%d reaches below %d', (signIns, ceiling) =>
  expect(ceilingOf([{ start: 0, signIns, failures: 0 }])).toBe(ceiling),
);
