// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { activeBars, ceilingOf, toBuckets } from './buckets';

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
    throttled: 3,
    challenges: 4,
    activeUsers: 1,
  }));
  const buckets = toBuckets({ since, hours }, 7);
  expect(
    buckets.every(
      ({ signIns, failures, throttled, challenges }) =>
        signIns === 6 && failures === 12 && throttled === 18 && challenges === 24,
    ),
  ).toBe(true);
});

it('leaves out what is not within the days', () =>
  expect(
    toBuckets(
      {
        since,
        hours: [
          {
            at: '2026-11-22T12:00:00.000Z',
            signIns: 1,
            failures: 0,
            throttled: 0,
            challenges: 0,
            activeUsers: 1,
          },
        ],
      },
      1,
    ),
  ).toEqual(toBuckets({ since, hours: [] }, 1)));

it.each([
  [0, 4],
  [4, 4],
  [5, 8],
  [9, 20],
  [201, 400],
])('%d reaches below %d', (signIns, ceiling) =>
  expect(ceilingOf([{ start: 0, signIns, failures: 0, throttled: 0, challenges: 0 }])).toBe(ceiling),
);

it('has a bar for every hour of a day, and every day of a week', () => {
  const days = [{ at: '2026-11-23T00:00:00.000Z', activeUsers: 5 }];
  expect(activeBars({ since, hours: [], days }, 1)).toHaveLength(24);
  const week = activeBars({ since, hours: [], days }, 7);
  expect(week.map((bar) => bar.activeUsers)).toEqual([0, 5, 0, 0, 0, 0, 0, 0]);
});
