// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { formatAge, formatExactTime, formatTime, t } from '../language/language';

export function Badge({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'warn' | 'bad';
  children: ReactNode;
}) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

export function Badges({ of }: { of: readonly string[] }) {
  return (
    <span className="badges">
      {of.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  );
}

/** A time in words; the exact one to those who point at it. `null`: never. */
export function Time({ at, exact = false }: { at: string | null; exact?: boolean }) {
  if (at === null || at === '') return <span className="quiet">{t('time.never')}</span>;
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {exact ? formatTime(at) : formatAge(at)}
    </time>
  );
}

export function Monogram({ name, picture }: { name: string; picture?: string | null }) {
  if (picture) return <img className="monogram" src={picture} alt="" />;
  return (
    <span className="monogram" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? '·'}
    </span>
  );
}

/** Names and values, one under the other. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
