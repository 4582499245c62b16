// SPDX-License-Identifier: Apache-2.0
import type { FieldError } from '../api/call';
import type { Failure } from '../data/resource';
import { findText, t } from '../language/language';

/** What to tell a person when the API did not do what was asked. */
export function explainFailure(failure: Failure): string {
  if (failure.kind === 'unreachable') return t('failure.unreachable');
  if (failure.status === 412 || failure.code === 'changed_meanwhile') return t('failure.changed');
  if (failure.status === 429) return findText(`failure.code.${failure.code}`, t('failure.tooMany'));
  if (failure.status === 503) return t('failure.busy');
  if (failure.status >= 500) return t('failure.server');
  if (failure.status === 403) return findText(`failure.code.${failure.code}`, t('failure.forbidden'));
  if (failure.status === 404) return t('failure.gone');
  return findText(`failure.code.${failure.code}`, failure.detail || t('failure.refused'));
}

/** For the administrator's log; empty when there is none. */
export function requestIdOf(failure: Failure): string {
  return failure.kind === 'refused' ? failure.requestId : '';
}

/**
 * What is wrong with a field, in the person's language where the rule is a known one. Rules are known by their English
 * sentence; numbers and colours in it may differ and stand as {1}, {2}, ... in the language files.
 */
export function explainFieldError(error: FieldError): string {
  const exact = findText(`rule.${error.message}`, '');
  if (exact !== '') return exact;
  const values: Record<string, string> = {};
  const rule = error.message.replace(/#[0-9a-f]{6}|\d+/g, (value) => {
    const name = String(Object.keys(values).length + 1);
    values[name] = value;
    return `{${name}}`;
  });
  return findText(`rule.${rule}`, error.message, values);
}
