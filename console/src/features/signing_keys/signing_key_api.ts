// SPDX-License-Identifier: Apache-2.0
export type KeyState = 'next' | 'signing' | 'kept' | 'retired' | 'withdrawn';

/** What a key signs: ID tokens and events, or the tokens of apps with public keys. */
export type KeyPurpose = 'identity' | 'app_tokens';

/** One of the platform's own keys, without its private part. */
export interface SigningKey {
  kid: string;
  purpose: KeyPurpose;
  algorithm: string;
  state: KeyState;
  createdAt: string;
  activeAt: string;
  /** When its state changes by itself; null: never. */
  changesAt: string | null;
  withdrawnAt: string | null;
}

export const signingKeysAddress = '/api/v1/keys';

export const keyPurposes: readonly KeyPurpose[] = ['identity', 'app_tokens'];

export const keyAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;

/** Enough of a key's id to tell it from the others. */
export const shortKid = (kid: string): string => kid.slice(0, 8);

/** What may be withdrawn: whatever a verifier still trusts. */
export const isTrusted = ({ state }: SigningKey): boolean => state !== 'withdrawn' && state !== 'retired';
