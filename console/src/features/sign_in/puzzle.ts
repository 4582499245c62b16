// SPDX-License-Identifier: Apache-2.0
import { sha256 } from '@noble/hashes/sha2.js';

const seedBytes = 32;
const noncePlace = seedBytes + 4;

/** What all puzzles of a task begin with. */
export function seedOf(task: string): Uint8Array {
  return sha256(new TextEncoder().encode(task));
}

/** The first nonce for which SHA-256(seed || puzzle || nonce) begins with `bits` zero bits (1 to 32). */
export function solvePuzzle(seed: Uint8Array, puzzle: number, bits: number): number {
  const message = new Uint8Array(noncePlace + 4);
  const numbers = new DataView(message.buffer);
  message.set(seed);
  numbers.setUint32(seedBytes, puzzle);
  const digest = new Uint8Array(32);
  const head = new DataView(digest.buffer);
  const fresh = sha256.create();
  let hash = fresh.clone();
  for (let nonce = 0; ; nonce++) {
    numbers.setUint32(noncePlace, nonce);
    hash = fresh._cloneInto(hash); // a million times: nothing is made anew
    hash.update(message).digestInto(digest);
    if (head.getUint32(0) >>> (32 - bits) === 0) return nonce;
  }
}
