// SPDX-License-Identifier: Apache-2.0
import { takeToken } from '../../dom/link_token';

/** What a mailed link about an address does when it is confirmed. */
export interface Link {
  token: string;
  path: string;
  explanation: string;
  button: string;
  done: { title: string; text: string };
}

const kinds = [
  {
    parameter: 'token',
    path: '/api/v1/email-verification/confirm',
    explanation: 'Confirm that this is your email address.',
    button: 'Confirm this address',
    done: { title: 'Your email address is confirmed', text: 'Thank you. That is all.' },
  },
  {
    parameter: 'change',
    path: '/api/v1/email-change/confirm',
    explanation: 'From now on, you sign in with the address to which this link was sent.',
    button: 'Use this address',
    done: { title: 'Your email address is changed', text: 'Sign in with the new one from now on.' },
  },
  {
    parameter: 'cancel',
    path: '/api/v1/email-change/cancel',
    explanation:
      'You keep your old email address. Everybody is signed out, and you set a new password, because whoever asked for the change knew the present one.',
    button: 'Keep my old address',
    done: {
      title: 'Your old email address stays',
      text: 'Everybody is signed out. Set a new password now with “Forgot your password?” on the sign-in page.',
    },
  },
];

/** The link that an address carries; absent when it carries none. */
export function linkOf(address: URL): Link | undefined {
  for (const { parameter, ...kind } of kinds) {
    const token = takeToken(address, parameter);
    if (token !== '') return { token, ...kind };
  }
  return undefined;
}
