// SPDX-License-Identifier: Apache-2.0

export interface Statistics {
  since: string;
  users: number;
  apps: number;
  activeUsers: number;
  signIns: number;
  failures: number;
  /** Hours of UTC; those without sign-ins are left out. */
  hours: { at: string; signIns: number; failures: number }[];
}

/** One bar of the chart. */
export interface Bucket {
  start: number;
  signIns: number;
  failures: number;
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
  }));
  for (const hour of statistics.hours) {
    const bucket = buckets[Math.floor((new Date(hour.at).getTime() - since) / (hoursEach * hourMs))];
    if (!bucket) continue;
    bucket.signIns += hour.signIns;
    bucket.failures += hour.failures;
  }
  return buckets;
}

/** The top of the chart: the least of 4, 8, 20, 40, 80, 200 … that nothing rises above. */
export function ceilingOf(buckets: readonly Bucket[]): number {
  const most = Math.max(4, ...buckets.map((bucket) => bucket.signIns + bucket.failures));
  for (let power = 1; ; power *= 10) {
    for (const step of [4, 8, 20]) if (step * power >= most) return step * power;
  }
}
