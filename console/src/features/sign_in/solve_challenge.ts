// SPDX-License-Identifier: Apache-2.0
import { isRecord } from '../../api/call';

/** What the server asks for before it looks at a stranger's password (docs/guides/json-api.md). */
export interface Challenge {
  task: string;
  puzzles: number;
  bits: number;
}

/** The puzzles of one worker: `first`, and each `step`th after it. */
export interface Share extends Challenge {
  first: number;
  step: number;
}

export interface Solved {
  puzzle: number;
  nonce: number;
}

// More than a server of ours asks for would take for ever.
const mostPuzzles = 256;
const mostBits = 24;
const mostWorkers = 4;
const patienceMs = 240_000; // a challenge ends after five minutes

/** Absent when it is none that this page can solve. */
export function readChallenge(value: unknown): Challenge | undefined {
  if (!isRecord(value) || value['type'] !== 'proof-of-work' || value['algorithm'] !== 'SHA-256')
    return undefined;
  const { task, puzzles, bits } = value;
  if (typeof task !== 'string' || !isWithin(puzzles, mostPuzzles) || !isWithin(bits, mostBits))
    return undefined;
  return { task, puzzles, bits };
}

function isWithin(value: unknown, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

/** The solution as the server takes it; absent when this browser does not get there. */
export function solveChallenge(challenge: Challenge): Promise<string | undefined> {
  const count = Math.min(mostWorkers, challenge.puzzles, Math.max(1, navigator.hardwareConcurrency || 1));
  const nonces = new Map<number, number>();
  const workers: Worker[] = [];
  return new Promise<string | undefined>((resolve) => {
    setTimeout(() => resolve(undefined), patienceMs);
    try {
      for (let first = 0; first < count; first++) {
        const worker = new Worker(new URL('./puzzle_worker.ts', import.meta.url), { type: 'module' });
        workers.push(worker);
        worker.onerror = () => resolve(undefined);
        worker.onmessage = ({ data }: MessageEvent<Solved>) => {
          nonces.set(data.puzzle, data.nonce);
          if (nonces.size === challenge.puzzles) resolve(solutionOf(challenge.task, nonces));
        };
        worker.postMessage({ ...challenge, first, step: count } satisfies Share);
      }
    } catch {
      resolve(undefined); // no workers in this browser
    }
  }).finally(() => workers.forEach((worker) => worker.terminate()));
}

/** `TASK.NONCES`, each nonce as 4 bytes, most significant first, all of them as base64url. */
export function solutionOf(task: string, nonces: ReadonlyMap<number, number>): string {
  const bytes = new DataView(new ArrayBuffer(nonces.size * 4));
  for (const [puzzle, nonce] of nonces) bytes.setUint32(puzzle * 4, nonce);
  const text = String.fromCharCode(...new Uint8Array(bytes.buffer));
  return `${task}.${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}
