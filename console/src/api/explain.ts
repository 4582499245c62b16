// SPDX-License-Identifier: Apache-2.0
import type { Answer } from './call';
import { say } from '../dom/say';

/** What to tell a person when a call did not work and nothing better is known about why. */
export function explain(answer: Exclude<Answer, { kind: 'done' }>): string {
  if (answer.kind === 'unreachable') {
    return say('The server can’t be reached. Check your connection and try again.');
  }
  if (answer.status === 429) return say('Too many tries. Wait a moment and try again.');
  if (answer.status === 503) return say('The server is busy right now. Try again in a moment.');
  if (answer.status >= 500) {
    const reference =
      answer.requestId === '' ? '' : ` ${say('Reference for your administrator:')} ${answer.requestId}`;
    return say('Something went wrong on the server. Try again in a moment.') + reference;
  }
  return (
    say(answer.detail) ||
    say('The server refused this ({status}). Load the page again and retry.', { status: answer.status })
  );
}
