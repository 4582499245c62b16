// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Answer, Refusal } from '../../api/call';
import { outcomeOf } from './outcome';

const refused = (more: Partial<Refusal>): Answer => ({
  kind: 'refused',
  status: 400,
  code: '',
  detail: '',
  errors: [],
  requestId: '',
  ...more,
});

it('goes on only after complete', () => {
  expect(outcomeOf({ kind: 'done', status: 200, etag: '', body: { status: 'complete' } }).kind).toBe(
    'complete',
  );
  for (const body of [undefined, null, [], {}, { status: 'other' }, 'complete']) {
    expect(outcomeOf({ kind: 'done', status: 200, etag: '', body }).kind).toBe('told');
  }
});

it('says that a second step is asked for', () =>
  expect(
    outcomeOf({ kind: 'done', status: 200, etag: '', body: { status: 'second_factor_required' } }),
  ).toMatchObject({
    kind: 'told',
    tone: 'calm',
  }));

it('does not say which of email and password is wrong', () => {
  const outcome = outcomeOf(refused({ status: 401, code: 'invalid_credentials' }));
  expect(outcome).toMatchObject({ kind: 'wrong', text: expect.stringContaining('email and password') });
});

it('waits as long as the server asks', () => {
  expect(outcomeOf(refused({ status: 429, retryAfter: 42 }))).toEqual({ kind: 'wait', seconds: 42 });
  expect(outcomeOf(refused({ status: 429 }))).toEqual({ kind: 'wait', seconds: 60 });
});

it.each([
  [0, 1],
  [3, 3],
  [600, 10],
])('retries a busy server that says %d s after %d s', (retryAfter, seconds) =>
  expect(outcomeOf(refused({ status: 503, retryAfter }))).toEqual({ kind: 'busy', seconds }),
);

it('knows what is to be solved first', () => {
  const challenge = { type: 'proof-of-work', algorithm: 'SHA-256', task: 'abc', puzzles: 32, bits: 15 };
  const asked = { status: 403, code: 'challenge_required' };
  expect(outcomeOf(refused({ ...asked, challenge }))).toMatchObject({
    kind: 'challenge',
    challenge: { bits: 15 },
  });
  for (const other of [undefined, { ...challenge, type: 'picture' }]) {
    expect(outcomeOf(refused({ ...asked, challenge: other })).kind).toBe('told');
  }
});

it('shows what the server says of fields', () => {
  const errors = [{ field: 'email', message: 'Too long.' }];
  expect(outcomeOf(refused({ status: 422, errors }))).toEqual({ kind: 'fields', errors });
});

it('has words for every other answer', () => {
  for (const status of [400, 403, 404, 413, 415, 500, 502]) {
    const outcome = outcomeOf(refused({ status }));
    expect(outcome.kind === 'told' && outcome.text.length > 20).toBe(true);
  }
  expect(outcomeOf({ kind: 'unreachable' })).toMatchObject({ kind: 'told', tone: 'problem' });
});
