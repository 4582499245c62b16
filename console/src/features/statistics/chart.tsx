// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';
import { formatNumber, formatTime, t } from '../../language/language';
import { ceilingOf, parts, sumOf, type Bucket, type Part } from './buckets';

const looks: Record<Part, string> = {
  signIns: 'sign-ins',
  failures: 'failures',
  throttled: 'throttled',
  challenges: 'challenges',
};

const height = 200;
const left = 40;
const bottom = 24;
const top = 8;

/** Few labels, so that they stay legible where the chart is drawn small. */
const narrowScreen = matchMedia('(max-width: 36rem)');
function watchWidth(listener: () => void): () => void {
  narrowScreen.addEventListener('change', listener);
  return () => narrowScreen.removeEventListener('change', listener);
}

/** Sign-ins, failures, what was refused unread and challenges as stacked bars; the same figures as a table for those who don't see them. */
export function Chart({ buckets, days }: { buckets: readonly Bucket[]; days: number }) {
  const narrow = useSyncExternalStore(watchWidth, () => narrowScreen.matches);
  const width = narrow ? 320 : 720;
  const ceiling = ceilingOf(buckets);
  const slot = (width - left) / buckets.length;
  const scale = (height - bottom - top) / ceiling;
  const y = (n: number) => height - bottom - n * scale;
  const every = Math.ceil(buckets.length / (narrow ? 3 : 6));
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {[0, ceiling / 4, ceiling / 2, (ceiling * 3) / 4, ceiling].map((n) => (
          <g key={n}>
            <line className="grid" x1={left} x2={width} y1={y(n)} y2={y(n)} />
            <text className="tick" x={left - 8} y={y(n) + 4} textAnchor="end">
              {formatNumber(n)}
            </text>
          </g>
        ))}
        {buckets.map((bucket, i) => (
          <g key={bucket.start} className="bar">
            <title>{describe(bucket, days)}</title>
            <rect
              className="bar-area"
              x={left + i * slot}
              width={slot}
              y={top}
              height={height - bottom - top}
            />
            {parts.map((part, n) => (
              <rect
                key={part}
                className={looks[part]}
                x={left + (i + 0.18) * slot}
                width={slot * 0.64}
                y={y(parts.slice(0, n + 1).reduce((sum, below) => sum + bucket[below], 0))}
                height={bucket[part] * scale}
              />
            ))}
            {i % every === 0 && (
              <text className="tick" x={left + i * slot} y={height - 6}>
                {label(bucket, days)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption className="legend">
        {parts.map((part) => (
          <span key={part} className={`key ${looks[part]}`}>
            {t(`dashboard.${part}`)}
          </span>
        ))}
      </figcaption>
      <ChartTable buckets={buckets} />
    </figure>
  );
}

function ChartTable({ buckets }: { buckets: readonly Bucket[] }) {
  return (
    <div className="unseen">
      <table>
        <caption>{t('dashboard.chart')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('dashboard.from')}</th>
            {parts.map((part) => (
              <th key={part} scope="col">
                {t(`dashboard.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets
            .filter((bucket) => sumOf(bucket) > 0)
            .map((bucket) => (
              <tr key={bucket.start}>
                <th scope="row">{formatTime(bucket.start)}</th>
                {parts.map((part) => (
                  <td key={part}>{formatNumber(bucket[part])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function label(bucket: Bucket, days: number): string {
  return days === 1
    ? formatTime(bucket.start, { hour: 'numeric', minute: '2-digit' })
    : formatTime(bucket.start, { day: 'numeric', month: 'short' });
}

function describe(bucket: Bucket, days: number): string {
  const from = days > 7 ? formatTime(bucket.start, { dateStyle: 'medium' }) : formatTime(bucket.start);
  return t('dashboard.bar', {
    from,
    signIns: formatNumber(bucket.signIns),
    failures: formatNumber(bucket.failures),
    throttled: formatNumber(bucket.throttled),
    challenges: formatNumber(bucket.challenges),
  });
}
