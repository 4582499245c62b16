// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { seedOf, solvePuzzle } from './puzzle';

const task = 'task';

it('hashes as the server does', () =>
  expect(Buffer.from(seedOf(task)).toString('hex')).toBe(createHash('sha256').update(task).digest('hex')));

// The same numbers as in core/crypto/proof_of_work_test.cpp: page and server mean the same work.
it.each([
  [0, 100],
  [1, 122],
  [31, 33],
])('puzzle %d has its first solution at %d', (puzzle, nonce) =>
  expect(solvePuzzle(seedOf(task), puzzle, 8)).toBe(nonce),
);

it('finds as many zero bits as are asked for', () => {
  const message = Buffer.concat([seedOf(task), Buffer.alloc(8)]);
  message.writeUInt32BE(7, 32);
  message.writeUInt32BE(solvePuzzle(seedOf(task), 7, 13), 36);
  expect(createHash('sha256').update(message).digest().readUInt32BE(0) >>> 19).toBe(0);
});
