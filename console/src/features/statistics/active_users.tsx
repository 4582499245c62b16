// SPDX-License-Identifier: Apache-2.0
import { formatNumber, formatTime, t } from '../../language/language';
import { Empty } from '../../ui/states';
import { activeBars, ceilingAbove, type Statistics } from './buckets';
import './statistics.css';

/** How many people signed in, by hours of a day or by days of UTC, as bars that are also a list. */
export function ActiveUsers({ statistics, days }: { statistics: Statistics; days: number }) {
  const bars = activeBars(statistics, days);
  if (bars.every((bar) => bar.activeUsers === 0)) return <Empty title={t('dashboard.quiet')} />;
  const ceiling = ceilingAbove(Math.max(...bars.map((bar) => bar.activeUsers)));
  return (
    <ol className="active-bars">
      {bars.map((bar) => {
        const text = t('dashboard.activeBar', { from: from(bar.at, days), n: formatNumber(bar.activeUsers) });
        return (
          <li key={bar.at} title={text}>
            <span className="unseen">{text}</span>
            <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
              <rect
                x="1"
                width="8"
                y={100 - (bar.activeUsers / ceiling) * 100}
                height={(bar.activeUsers / ceiling) * 100}
              />
            </svg>
          </li>
        );
      })}
    </ol>
  );
}

/** Days are those of UTC, whatever the reader's own zone. */
function from(at: number, days: number): string {
  return days === 1
    ? formatTime(at, { hour: 'numeric', minute: '2-digit' })
    : formatTime(at, { dateStyle: 'medium', timeZone: 'UTC' });
}
