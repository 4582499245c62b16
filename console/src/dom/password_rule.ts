// SPDX-License-Identifier: Apache-2.0

const minCharacters = 15;

/** Empty when the password is long enough. Characters are code points, as the server counts (NIST SP 800-63B). */
export function passwordFault(password: string): string {
  if (password === '') return 'Choose a password.';
  const missing = minCharacters - [...password.normalize('NFC')].length;
  if (missing <= 0) return '';
  return `Add ${missing} more character${missing === 1 ? '' : 's'}: at least ${minCharacters} are needed.`;
}
