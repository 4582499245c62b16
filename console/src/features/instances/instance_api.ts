// SPDX-License-Identifier: Apache-2.0
import { isRecord } from '../../api/call';
import { appAddress } from '../apps/app_api';

/** One running instance of an app, as the platform last heard of it. */
export interface Instance {
  id: string;
  appId: string;
  /** Its host, or else another name that it has. */
  name: string;
  version: string;
  delivery: 'poll' | 'push';
  status: 'enabled' | 'paused' | 'disabled';
  statusReason: string;
  lastError: string;
  live: boolean;
  upToDate: boolean;
  acknowledgedPosition: number;
  lastSeenAt: string;
  /** Absent where the question was not about one app. */
  secretsHeld?: string[];
}

export const instancesAddress = (app: string): string => `${appAddress(app)}/instances`;

/** The instances that an answer names as not having heard; nothing when it says nothing of them. */
export function lateIn(body: unknown): readonly Instance[] {
  const list = isRecord(body) ? body['unacknowledged'] : undefined;
  return Array.isArray(list) ? (list as Instance[]) : [];
}

/** Those that would refuse every token of the next secret key. One that says nothing of its keys may hold it. */
export function lackingNext(instances: readonly Instance[]): readonly Instance[] {
  return instances.filter(
    ({ live, secretsHeld }) => live && secretsHeld?.length && !secretsHeld.includes('next'),
  );
}
