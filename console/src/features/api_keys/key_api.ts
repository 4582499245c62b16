// SPDX-License-Identifier: Apache-2.0
import type { Key } from '../../language/language';

export interface ApiKey {
  id: string;
  name: string;
  user: string | null;
  serviceAccount: string | null;
  permissions: string[];
  apps: string[] | null;
  hint: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
}

export interface ServiceAccount {
  id: string;
  name: string;
  platformRole: 'administrator' | 'auditor' | null;
  apps: string[];
  disabledAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export const keysAddress = '/api/v1/api-keys';
export const keyAddress = (id: string): string => `${keysAddress}/${encodeURIComponent(id)}`;
export const accountsAddress = '/api/v1/service-accounts';
export const accountAddress = (id: string): string => `${accountsAddress}/${encodeURIComponent(id)}`;

/** What a key may be good for, with what it is called. */
export const platformPermissions: readonly (readonly [string, Key])[] = [
  ['platform:view', 'apiKeys.platformView'],
  ['metrics:view', 'apiKeys.metricsView'],
  ['users:manage', 'apiKeys.usersManage'],
  ['apps:manage', 'apiKeys.appsManage'],
  ['platform:manage', 'apiKeys.platformManage'],
];
export const appPermissions: readonly (readonly [string, Key])[] = [
  ['app:view', 'apiKeys.appView'],
  ['app:manage', 'apiKeys.appManage'],
];

const viewing = new Set(['platform:view', 'metrics:view', 'app:view']);

/** Those that somebody of that role may give to a key; the server decides. */
export function grantable(
  role: string,
  all: readonly (readonly [string, Key])[],
  isForApps: boolean,
): readonly (readonly [string, Key])[] {
  if (role === 'owner' || role === 'administrator') return all;
  if (role === 'auditor') return all.filter(([name]) => viewing.has(name));
  return isForApps ? all : [];
}

/** The end of a life of that many days from now, as the API takes it. */
export function endAfter(days: number, now: number): string {
  return new Date(now + days * 86_400_000).toISOString();
}

/** Ids in a line of text, separated by commas or spaces. */
export function idsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((id) => id !== '');
}
