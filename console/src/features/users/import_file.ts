// SPDX-License-Identifier: Apache-2.0
import { call, toRefusal, type Answer } from '../../api/call';

/** An import as the API shows one. */
export interface Import {
  id: string;
  state: 'receiving' | 'running' | 'done' | 'refused';
  mode: Mode | null;
  columns: string[];
  lines: number;
  rows: number;
  bad: number;
  added: number;
  doneLines: number;
}

export interface ImportRow {
  line: number;
  email: string;
  name: string;
  field: string | null;
  message: string | null;
}

export type Mode = 'all_or_none' | 'skip_bad';

export const importsAddress = '/api/v1/users/imports';
export const columnNames = [
  'email',
  'name',
  'firstName',
  'lastName',
  'locale',
  'timeZone',
  'disabled',
] as const;

const pieceLength = 200_000;

/** The text in pieces of whole records: a line break within quotes ends none. */
export function* piecesOf(text: string, length = pieceLength): Generator<string> {
  let start = 0;
  let end = 0;
  let quoted = false;
  for (let at = 0; at < text.length; ++at) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] !== '\n' || quoted) continue;
    if (at + 1 - start > length && end > start) {
      yield text.slice(start, end);
      start = end;
    }
    end = at + 1;
  }
  if (text.length - start > length && end > start && end < text.length) {
    yield text.slice(start, end);
    start = end;
  }
  if (start < text.length) yield text.slice(start);
}

/** The headings of a file, if its first line can be one of headings. */
export function headingsOf(text: string): string[] {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  return line.split(',').map((heading) => heading.replace(/^"|"$/g, '').trim());
}

export async function sendCsv(address: string, text: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: text,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal,
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return toRefusal(response, body);
    return { kind: 'done', status: response.status, body, etag: '' };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Sends a whole file; says after each piece how much of it has been checked, from 0 to 1. */
export async function sendFile(
  id: string,
  text: string,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Answer> {
  let sent = 0;
  let answer: Answer = { kind: 'unreachable' };
  for (const piece of piecesOf(text)) {
    answer = await sendCsv(`${importsAddress}/${id}/rows`, piece, signal);
    if (answer.kind !== 'done') return answer;
    sent += piece.length;
    progress(sent / text.length);
  }
  return answer;
}

/** Runs an import to its end, or until it is given up. */
export async function runImport(
  id: string,
  mode: Mode,
  signal: AbortSignal,
  progress: (import_: Import) => void,
): Promise<Answer> {
  for (;;) {
    const answer = await call('POST', `${importsAddress}/${id}/run`, { mode });
    if (answer.kind !== 'done' || signal.aborted) return answer;
    const now = answer.body as Import;
    progress(now);
    if (now.state !== 'running') return answer;
  }
}
