// SPDX-License-Identifier: Apache-2.0

/** One bad field of a request (RFC 9457 problem with the contract's `errors`). */
export interface FieldError {
  field: string;
  message: string;
}

/** What came of a call. A refusal is a value, never an exception. */
export type Answer =
  | {
      kind: 'done';
      status: number;
      body: unknown;
      /** The entity tag; empty when there is none. */ etag: string;
    }
  | {
      kind: 'refused';
      status: number;
      /** The stable code of the problem; empty when the answer was no problem+json (a proxy in between, say). */
      code: string;
      detail: string;
      errors: FieldError[];
      /** Seconds from Retry-After; absent when there is none. */
      retryAfter?: number;
      requestId: string;
      /** What is to be solved first, where the code is `challenge_required`. */
      challenge?: unknown;
    }
  | { kind: 'unreachable' };

export type Refusal = Extract<Answer, { kind: 'refused' }>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const patienceMs = 30_000;

/** `ifMatch` is the entity tag of what is to be changed; empty: whatever is there now. */
export async function call(method: Method, path: string, body?: unknown, ifMatch = ''): Promise<Answer> {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return send(method, path, body === undefined ? null : JSON.stringify(body), {
    ...type,
    ...(ifMatch === '' ? {} : { 'If-Match': ifMatch }),
  });
}

/** Sends a file as it is. */
export async function sendBytes(method: Method, path: string, file: Blob): Promise<Answer> {
  return send(method, path, file, { 'Content-Type': file.type || 'application/octet-stream' });
}

async function send(
  method: Method,
  path: string,
  body: BodyInit | null,
  headers: Record<string, string>,
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers,
      body,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
  } catch {
    return { kind: 'unreachable' };
  }
  const parsed = parseJson(text);
  if (!response.ok) return toRefusal(response, parsed);
  return { kind: 'done', status: response.status, body: parsed, etag: response.headers.get('ETag') ?? '' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function toRefusal(response: Pick<Response, 'status' | 'headers'>, body: unknown): Refusal {
  const problem = isRecord(body) ? body : {};
  const retryAfter = parseRetryAfter(response.headers.get('Retry-After'));
  return {
    kind: 'refused',
    status: response.status,
    code: textOf(problem['code']),
    detail: textOf(problem['detail']),
    errors: Array.isArray(problem['errors']) ? problem['errors'].filter(isFieldError) : [],
    ...(retryAfter === undefined ? {} : { retryAfter }),
    requestId: response.headers.get('X-Request-Id') ?? '',
    ...('challenge' in problem ? { challenge: problem['challenge'] } : {}),
  };
}

/** Seconds only: our server never sends the date form of RFC 9110, section 10.2.3. */
function parseRetryAfter(value: string | null): number | undefined {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value['field'] === 'string' && typeof value['message'] === 'string';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
