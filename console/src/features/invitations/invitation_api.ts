// SPDX-License-Identifier: Apache-2.0
import { appAddress } from '../apps/app_api';

export const states = ['sent', 'seen', 'accepted', 'expired', 'revoked'] as const;
export type State = (typeof states)[number];

export interface Invitation {
  id: string;
  /** `null`: an open link. */
  email: string | null;
  roles: string[];
  state: State;
  maxUses: number;
  uses: number;
  /** `null`: the operator, on the machine itself. */
  invitedBy: { id: string; name: string } | null;
  expiresAt: string;
}

/** What the sender alone is told, once. */
export interface Sent extends Invitation {
  /** `null` for those who may not know the link of somebody else's mail. */
  url: string | null;
  mailed: boolean;
}

export const invitationsAddress = (app: string): string => `${appAddress(app)}/invitations`;
export const invitationAddress = (app: string, id: string): string =>
  `${invitationsAddress(app)}/${encodeURIComponent(id)}`;

export const isWaiting = (invitation: Invitation): boolean =>
  invitation.state === 'sent' || invitation.state === 'seen';
export const maySendAgain = (invitation: Invitation): boolean =>
  isWaiting(invitation) || invitation.state === 'expired';
