// SPDX-License-Identifier: Apache-2.0

export type SecretStep = 'prepare' | 'activate' | 'retire';

export interface App {
  id: string;
  name: string;
  redirectUris: string[];
  baseUrl: string | null;
  algorithm: string;
  tokenLifetimeSeconds: number;
  thirdParty: boolean;
  clientType: 'confidential' | 'public';
  pkceOptional: boolean;
  jwks: string | null;
  postLogoutRedirectUris: string[];
  backchannelLogoutUri: string | null;
  idTokenSignedResponseAlg: string;
  userinfoSignedResponseAlg: string | null;
  createdAt: string;
  updatedAt: string;
  /** Only where one app was asked for. */
  nextSecretStep?: SecretStep;
}

export const algorithms = ['HS256', 'EdDSA', 'ES256', 'RS256'] as const;

export const appsAddress = '/api/v1/apps';
export const appAddress = (id: string): string => `${appsAddress}/${encodeURIComponent(id)}`;
export const appPage = (id: string, part = ''): string =>
  `/console/apps/${encodeURIComponent(id)}${part === '' ? '' : `/${part}`}`;

/** One address a line; empty lines don't count. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
