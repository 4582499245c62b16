// SPDX-License-Identifier: Apache-2.0
import { say } from './say';

/** Empty when the text may be an address. The server decides; this catches slips early. */
export function emailFault(email: string): string {
  if (email === '') return say('Enter your email address.');
  return /^[^\s@]+@[^\s@]+$/.test(email) ? '' : say('Enter an email address such as ada@example.com.');
}
