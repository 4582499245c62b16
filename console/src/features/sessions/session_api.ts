// SPDX-License-Identifier: Apache-2.0
export const sessionsAddress = '/api/v1/sessions';

export interface Session {
  id: string;
  user: { id: string; email: string; name: string };
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  clientAddress: string;
  /** Browser and system, as far as they are known. */
  device: string;
  userAgent: string;
  /** Whether the page is looked at with this session. */
  current: boolean;
}
