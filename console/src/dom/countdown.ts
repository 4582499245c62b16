// SPDX-License-Identifier: Apache-2.0
import { say } from './say';

/** `0:42`, `12:05`, `1:00:00`. */
export function clockText(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Words for the same span, for those who listen: said once, not each second. */
export function spanText(seconds: number): string {
  if (seconds === 1) return say('1 second');
  if (seconds < 90) return say('{n} seconds', { n: seconds });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? say('{n} minutes', { n: minutes }) : say('{n} hours', { n: Math.ceil(minutes / 60) });
}

/** Calls `tick` now and each second with what is left, then `end`. Counts by the clock: a sleeping tab catches up. */
export function countDown(seconds: number, tick: (left: number) => void, end: () => void): void {
  const until = performance.now() + seconds * 1000;
  const step = (): void => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left <= 0) return end();
    tick(left);
    setTimeout(step, 250);
  };
  step();
}
