// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from 'vitest';
import { clockText, countDown, spanText } from './countdown';

it.each([
  [1, '0:01', '1 second'],
  [42, '0:42', '42 seconds'],
  [725, '12:05', '13 minutes'],
  [3600, '1:00:00', '60 minutes'],
  [86400, '24:00:00', '24 hours'],
])('%d s is shown as %s and said as %s', (seconds, clock, span) => {
  expect(clockText(seconds)).toBe(clock);
  expect(spanText(seconds)).toBe(span);
});

it('ends after its span and not before', () => {
  vi.useFakeTimers();
  const ticks: number[] = [];
  let ended = false;
  countDown(
    3,
    (left) => ticks.push(left),
    () => (ended = true),
  );
  vi.advanceTimersByTime(2900);
  expect([ticks[0], ticks.at(-1), ended]).toEqual([3, 1, false]);
  vi.advanceTimersByTime(300);
  expect(ended).toBe(true);
  vi.useRealTimers();
});
