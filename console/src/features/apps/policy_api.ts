// SPDX-License-Identifier: Apache-2.0
import { appAddress } from './app_api';

export interface Policy {
  version: number;
  algorithms: string[];
  issuedAfter: string | null;
  requiredClaims: string[];
  appEpoch: number;
}

export const policyAddress = (app: string): string => `${appAddress(app)}/policy`;

/** A moment as a field of day and time takes it, on this machine's clock; empty for none. */
export function toLocalTime(time: string | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** The way back; what is no time goes as it is, for the API to say so. */
export function fromLocalTime(text: string): string | null {
  if (text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
