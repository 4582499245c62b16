// SPDX-License-Identifier: Apache-2.0
import { toRefusal, type Answer } from './call';

const patienceMs = 60_000;

/** Sends the bytes of a file in place of what is at this address. */
export async function sendFile(path: string, file: Blob): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'PUT',
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
      body: file,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return toRefusal(response, body);
    return { kind: 'done', status: response.status, body, etag: response.headers.get('ETag') ?? '' };
  } catch {
    return { kind: 'unreachable' };
  }
}
