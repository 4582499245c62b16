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

/** The text of a file, and whether its encoding had to be guessed. */
export interface FileText {
  text: string;
  isGuessed: boolean;
}

/** UTF-8, or UTF-16 with its mark; what is neither comes from an old spreadsheet program. */
export function decodeFile(bytes: ArrayBuffer): FileText {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return { text: decode(bytes, 'utf-16le'), isGuessed: false };
  if (first === 0xfe && second === 0xff) return { text: decode(bytes, 'utf-16be'), isGuessed: false };
  try {
    return { text: decode(bytes, 'utf-8'), isGuessed: false };
  } catch {
    return { text: decode(bytes, 'windows-1252'), isGuessed: true };
  }
}

/** Throws where the bytes are no such text. */
function decode(bytes: ArrayBuffer, encoding: string): string {
  return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes);
}

/** The headings of a file, if its first line can be one of headings. */
export function headingsOf(text: string): string[] {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  return fieldsOf(line, separatorOf(line)).map((heading) => heading.trim());
}

/** As the server finds it: whichever stands most often, quoted fields apart. */
function separatorOf(line: string): string {
  const plain = line.replace(/"[^"]*"/g, '');
  const countOf = (separator: string) => plain.split(separator).length;
  return [',', ';', '\t'].reduce((best, other) => (countOf(other) > countOf(best) ? other : best));
}

function fieldsOf(line: string, separator: string): string[] {
  const fields = [''];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) fields.push('');
    else fields[fields.length - 1] += character;
  }
  return fields;
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

const pauseMs = 2_000;
const mostFailures = 60;

/**
 * Runs an import to its end, or until it is given up. Where all or none is to be added, one call may take longer than
 * anybody waits for an answer; the server works on nevertheless, so it is asked how far it is, and called again.
 */
export async function runImport(
  id: string,
  mode: Mode,
  signal: AbortSignal,
  progress: (import_: Import) => void,
): Promise<Answer> {
  for (let failures = 0; ; ) {
    let answer = await call('POST', `${importsAddress}/${id}/run`, { mode });
    if (!signal.aborted && isWorthAsking(answer) && ++failures <= mostFailures) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      answer = await call('GET', `${importsAddress}/${id}`);
      if (isWorthAsking(answer)) continue;
    }
    if (answer.kind !== 'done' || signal.aborted) return answer;
    const now = answer.body as Import;
    progress(now);
    if (now.state === 'done' || now.state === 'refused') return answer;
  }
}

/** No answer, one of a proxy that lost patience, or that of a second call which came when all was done. */
function isWorthAsking(answer: Answer): boolean {
  if (answer.kind === 'unreachable') return true;
  return answer.kind === 'refused' && (answer.status >= 502 || answer.code === 'wrong_state');
}
