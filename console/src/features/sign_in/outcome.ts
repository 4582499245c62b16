// SPDX-License-Identifier: Apache-2.0
import { isRecord, type Answer, type FieldError } from '../../api/call';
import { explain } from '../../api/explain';
import { say } from '../../dom/say';
import { readChallenge, type Challenge } from './solve_challenge';

/** What the sign-in page does next. */
export type Outcome =
  | { kind: 'complete' }
  | { kind: 'wrong'; text: string }
  | { kind: 'fields'; errors: FieldError[] }
  | { kind: 'wait'; seconds: number }
  | { kind: 'busy'; seconds: number }
  | { kind: 'challenge'; challenge: Challenge }
  | { kind: 'told'; tone: 'problem' | 'calm'; text: string };

const defaultWait = 60;
const shortestPause = 1;
const longestPause = 10;

export function outcomeOf(answer: Answer): Outcome {
  if (answer.kind === 'unreachable') return told('problem', explain(answer));
  if (answer.kind === 'done') return outcomeOfSuccess(answer.body);
  if (answer.code === 'invalid_credentials') {
    return { kind: 'wrong', text: say('That email and password don’t match. Check both and try again.') };
  }
  if (answer.code === 'challenge_required') {
    const challenge = readChallenge(answer.challenge);
    return challenge ? { kind: 'challenge', challenge } : unchecked();
  }
  if (answer.status === 429) return { kind: 'wait', seconds: answer.retryAfter ?? defaultWait };
  if (answer.status === 503) {
    return { kind: 'busy', seconds: Math.min(Math.max(answer.retryAfter ?? 0, shortestPause), longestPause) };
  }
  if (answer.errors.length > 0) return { kind: 'fields', errors: answer.errors };
  return told('problem', explain(answer));
}

function outcomeOfSuccess(body: unknown): Outcome {
  const status = isRecord(body) ? body['status'] : undefined;
  if (status === 'complete') return { kind: 'complete' };
  if (status === 'second_factor_required') {
    return told(
      'calm',
      say(
        'Your password is right. This account also asks for a second step, which this page can’t show yet.',
      ),
    );
  }
  return told('problem', say('The server gave an answer this page does not know. Load the page again.'));
}

/** What is said when the check that is asked for comes to no good end. */
export function unchecked(): Outcome {
  return told(
    'problem',
    say(
      'The check that you are not a robot did not work in this browser. Try again, or sign in from a browser that you have used here before.',
    ),
  );
}

function told(tone: 'problem' | 'calm', text: string): Outcome {
  return { kind: 'told', tone, text };
}
