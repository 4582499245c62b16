// SPDX-License-Identifier: Apache-2.0
import { isRecord, textOf } from '../../api/call';

/** What an invitation offers to whoever has its link. */
export interface Offer {
  app: string;
  /** Empty: the platform's operator. */
  inviter: string;
  roles: string[];
  /** The mailbox that the link was sent to; empty for an open link. */
  email: string;
  hasAccount: boolean;
  expiresAt: string;
}

export function parseOffer(body: unknown): Offer {
  const fields = isRecord(body) ? body : {};
  const app = isRecord(fields['app']) ? fields['app'] : {};
  return {
    app: textOf(app['name']),
    inviter: textOf(fields['inviter']),
    roles: Array.isArray(fields['roles']) ? fields['roles'].map(textOf) : [],
    email: textOf(fields['email']),
    hasAccount: fields['hasAccount'] === true,
    expiresAt: textOf(fields['expiresAt']),
  };
}

/** What is asked of the person: to accept, to sign in (as somebody else), to make an account or to prove an address. */
export type Step = 'accept' | 'signIn' | 'switchAccount' | 'makeAccount' | 'proveAddress';

/** `signedInAs` is the viewer's address; empty: nobody is signed in. */
export function stepOf(offer: Offer, signedInAs: string): Step {
  if (signedInAs !== '' && (offer.email === '' || offer.email === signedInAs)) return 'accept';
  if (offer.email === '') return 'proveAddress';
  if (!offer.hasAccount) return 'makeAccount';
  return signedInAs === '' ? 'signIn' : 'switchAccount';
}

/** Where an accepted invitation leads: the app's own address, where it has one, else the account. */
export function onwardOf(body: unknown): { app: string; url: string } {
  const fields = isRecord(body) && isRecord(body['app']) ? body['app'] : {};
  const url = textOf(fields['url']);
  return { app: textOf(fields['name']), url: /^https?:\/\//.test(url) ? url : '' };
}
