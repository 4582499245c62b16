// SPDX-License-Identifier: Apache-2.0
import { say } from './say';

const minCharacters = 15;

/** How many are missing; none when the password is long enough. Characters are code points, as the server counts (NIST SP 800-63B). */
export function missingCharacters(password: string): number {
  return Math.max(0, minCharacters - [...password.normalize('NFC')].length);
}

/** Empty when the password is long enough. */
export function passwordFault(password: string): string {
  if (password === '') return say('Choose a password.');
  const missing = missingCharacters(password);
  if (missing === 0) return '';
  return missing === 1
    ? say('Add 1 more character: at least {least} are needed.', { least: minCharacters })
    : say('Add {missing} more characters: at least {least} are needed.', { missing, least: minCharacters });
}
