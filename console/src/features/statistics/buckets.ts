// SPDX-License-Identifier: Apache-2.0

export interface Statistics {
  since: string;
  users: number;
  apps: number;
  activeUsers: number;
  signIns: number;
  failures: number;
  /** Passwords that were not looked at, after too many wrong ones. */
  throttled: number;
  /** Strangers' sign-ins that were asked for a proof of work first. */
  challenges: number;
  /** Hours of UTC; those without sign-ins are left out. */
  hours: ({ at: string; activeUsers: number } & Counts)[];
  /** Days of UTC on which somebody signed in. */
  days: { at: string; activeUsers: number }[];
}

/** What the parts of a bar count, from the bottom up. */
export const parts = ['signIns', 'failures', 'throttled', 'challenges'] as const;
export type Part = (typeof parts)[number];
type Counts = Record<Part, number>;

/** One bar of the chart. */
export interface Bucket extends Counts {
  start: number;
}

const hourMs = 3_600_000;

/** Bars of 1, 6 or 24 hours from `since` on: 24 for a day, 28 for a week, 30 for a month. */
export function toBuckets(statistics: Pick<Statistics, 'since' | 'hours'>, days: number): Bucket[] {
  const hoursEach = days === 1 ? 1 : days <= 7 ? 6 : 24;
  const since = new Date(statistics.since).getTime();
  const buckets = Array.from({ length: (days * 24) / hoursEach }, (_, i) => ({
    start: since + i * hoursEach * hourMs,
    signIns: 0,
    failures: 0,
    throttled: 0,
    challenges: 0,
  }));
  for (const hour of statistics.hours) {
    const bucket = buckets[Math.floor((new Date(hour.at).getTime() - since) / (hoursEach * hourMs))];
    if (!bucket) continue;
    for (const part of parts) bucket[part] += hour[part];
  }
  return buckets;
}

export function sumOf(bucket: Bucket): number {
  return parts.reduce((sum, part) => sum + bucket[part], 0);
}

/** The top of the chart: the least of 4, 8, 20, 40, 80, 200 … that nothing rises above. */
export function ceilingOf(buckets: readonly Bucket[]): number {
  return ceilingAbove(Math.max(...buckets.map(sumOf)));
}

export function ceilingAbove(n: number): number {
  const most = Math.max(4, n);
  for (let power = 1; ; power *= 10) {
    for (const step of [4, 8, 20]) if (step * power >= most) return step * power;
  }
}

/** How many people signed in within one hour, or one day of UTC. */
export interface ActiveBar {
  at: number;
  activeUsers: number;
}

/** 24 hours of a day; else every day from the first one that `since` lies in, empty ones too. */
export function activeBars(
  statistics: Pick<Statistics, 'since' | 'hours' | 'days'>,
  days: number,
): ActiveBar[] {
  const stepMs = days === 1 ? hourMs : 24 * hourMs;
  const first = Math.floor(new Date(statistics.since).getTime() / stepMs) * stepMs;
  const known = days === 1 ? statistics.hours : statistics.days;
  const found = new Map(known.map((bar) => [new Date(bar.at).getTime(), bar.activeUsers]));
  return Array.from({ length: days === 1 ? 24 : days + 1 }, (_, i) => {
    const at = first + i * stepMs;
    return { at, activeUsers: found.get(at) ?? 0 };
  });
}
