// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { readChallenge, solutionOf } from './solve_challenge';

const good = { type: 'proof-of-work', algorithm: 'SHA-256', task: 'abc', puzzles: 32, bits: 15 };

it('reads what the server asks', () =>
  expect(readChallenge({ ...good, expiresAt: '2026-11-30T12:00:00Z' })).toEqual({
    task: 'abc',
    puzzles: 32,
    bits: 15,
  }));

it.each([
  undefined,
  null,
  [],
  'abc',
  {},
  { ...good, type: 'picture' },
  { ...good, algorithm: 'SHA-1' },
  { ...good, task: 7 },
  { ...good, bits: 0 },
  { ...good, bits: 25 },
  { ...good, bits: 1.5 },
  { ...good, bits: '15' },
  { ...good, puzzles: 0 },
  { ...good, puzzles: 1e9 },
])('does not try %j', (value) => expect(readChallenge(value)).toBeUndefined());

it('writes the nonces in order, as base64url', () =>
  expect(
    solutionOf(
      'abc',
      new Map([
        [1, 0xfffefdfc],
        [0, 1],
      ]),
    ),
  ).toBe('abc.AAAAAf_-_fw'));
