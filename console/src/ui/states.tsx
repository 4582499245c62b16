// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import type { Failure } from '../data/resource';
import type { Loaded } from '../data/use_resource';
import { t } from '../language/language';
import { Button } from './button';
import { explainFailure, requestIdOf } from './failure';

/** Grey bars in the place of what is still to come. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg className="empty-gate" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 30V16a13 13 0 0 1 26 0v14h-7V16a6 6 0 0 0-12 0v14z" />
      </svg>
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

export function FailureNotice({ failure, retry }: { failure: Failure; retry?: (() => void) | undefined }) {
  const id = requestIdOf(failure);
  return (
    <div className="notice" role="alert">
      <p>{explainFailure(failure)}</p>
      {id !== '' && (
        <p className="fine">
          {t('failure.reference')} <code>{id}</code>
        </p>
      )}
      {retry && <Button onClick={retry}>{t('action.retry')}</Button>}
    </div>
  );
}

/** What was loaded, or why it is not there. A failure to load it anew is told above what is known. */
export function Show<T>({
  of,
  rows,
  children,
}: {
  of: Loaded<T>;
  rows?: number;
  children: (value: T) => ReactNode;
}) {
  return (
    <>
      {of.failure && <FailureNotice failure={of.failure} retry={of.reload} />}
      {of.value !== undefined ? children(of.value) : !of.failure && <Skeleton rows={rows ?? 4} />}
    </>
  );
}
