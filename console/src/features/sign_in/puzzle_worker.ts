// SPDX-License-Identifier: Apache-2.0
//
// Runs beside the page, so that it stays usable. Told which puzzles of a task are its own, it tells each nonce.
import type { Share, Solved } from './solve_challenge';
import { seedOf, solvePuzzle } from './puzzle';

addEventListener('message', ({ data }: MessageEvent<Share>) => {
  const seed = seedOf(data.task);
  for (let puzzle = data.first; puzzle < data.puzzles; puzzle += data.step) {
    postMessage({ puzzle, nonce: solvePuzzle(seed, puzzle, data.bits) } satisfies Solved);
  }
});
