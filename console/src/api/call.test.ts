// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { call, toRefusal } from './call';
import { explain } from './explain';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers });

it('reads a problem with its fields', () =>
  expect(
    toRefusal(answer(422, { 'X-Request-Id': 'r1' }), {
      code: 'invalid_fields',
      detail: 'Some fields are not right.',
      errors: [{ field: 'email', message: 'Too long.' }, { field: 3 }],
    }),
  ).toEqual({
    kind: 'refused',
    status: 422,
    code: 'invalid_fields',
    detail: 'Some fields are not right.',
    errors: [{ field: 'email', message: 'Too long.' }],
    requestId: 'r1',
  }));

it('takes an answer that is no problem at all, such as a page of a proxy', () =>
  expect(toRefusal(answer(502), undefined)).toMatchObject({ code: '', detail: '', errors: [] }));

it.each([
  ['30', 30],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
  ['9999999', undefined],
])('Retry-After %j gives %j', (value, seconds) =>
  expect(toRefusal(answer(429, { 'Retry-After': value }), {}).retryAfter).toBe(seconds),
);

it('says unreachable when there is no answer', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await call('GET', '/api/v1/me')).toEqual({ kind: 'unreachable' });
});

it('names the request when the server fails', () =>
  expect(explain(toRefusal(answer(500, { 'X-Request-Id': 'r7' }), {}))).toContain('r7'));
