// SPDX-License-Identifier: Apache-2.0
import { findText, t } from '../../language/language';

export interface AuditEvent {
  id: string;
  at: string;
  action: string;
  outcome: string;
  reason: string;
  actor: string;
  /** What users are called; null for what is no user, or none any more. */
  actorName: string | null;
  target: string;
  targetName: string | null;
  appId: string;
  sessionId: string;
  clientAddress: string;
  requestId: string;
}

export const auditAddress = '/api/v1/audit-events';

/** What was done, in words; actions without words of their own show their code. */
export function actionName(event: AuditEvent): string {
  return findText(`event.${event.action}`, event.action);
}

export function reasonText(event: AuditEvent): string {
  return event.reason === '' ? '' : findText(`reason.${event.reason}`, event.reason);
}

/** Whether what is written in the event, or shown of it, contains each of the words. */
export function matchesEvent(event: AuditEvent, search: string): boolean {
  const text = [...Object.values(event), actionName(event), reasonText(event)].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const columns = [
  'id',
  'at',
  'action',
  'outcome',
  'reason',
  'actor',
  'target',
  'appId',
  'sessionId',
  'clientAddress',
  'requestId',
] as const;

/** RFC 4180. Cells that a spreadsheet would take for a formula get an apostrophe before them. */
export function toCsv(events: readonly AuditEvent[]): string {
  const rows = [
    columns.join(','),
    ...events.map((event) => columns.map((name) => cell(event[name])).join(',')),
  ];
  return rows.map((row) => `${row}\r\n`).join('');
}

export function toJsonLines(events: readonly AuditEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function outcomeText(event: AuditEvent): string {
  return event.outcome === 'success' ? t('audit.success') : t('audit.failure');
}
