// SPDX-License-Identifier: Apache-2.0
import type { Key } from '../../language/language';

/** A user as administrators see one. */
export interface User {
  id: string;
  email: string;
  emailVerified: boolean;
  firstName: string;
  lastName: string;
  name: string;
  avatarUrl: string | null;
  locale: string | null;
  timeZone: string | null;
  createdAt: string;
  lastSignInAt: string | null;
  platformRole: 'owner' | 'administrator' | 'auditor' | null;
  disabledAt: string | null;
}

export interface AppOfUser {
  id: string;
  name: string;
  roles: string[];
}

export const usersAddress = '/api/v1/users';
export const userAddress = (id: string): string => `${usersAddress}/${encodeURIComponent(id)}`;
export const userPage = (id: string): string => `/console/users/${encodeURIComponent(id)}`;

export const roleNames: Readonly<Record<NonNullable<User['platformRole']>, Key>> = {
  owner: 'platformRole.owner',
  administrator: 'platformRole.administrator',
  auditor: 'platformRole.auditor',
};
