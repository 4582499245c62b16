// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { lackingNext, lateIn, type Instance } from './instance_api';

const instance = (more: Partial<Instance>): Instance => ({
  id: 'str_1',
  appId: 'orders',
  name: 'box',
  version: '1',
  delivery: 'poll',
  status: 'enabled',
  statusReason: '',
  lastError: '',
  live: true,
  upToDate: true,
  acknowledgedPosition: 1,
  lastSeenAt: '2026-01-01T00:00:00Z',
  ...more,
});

test('only a running instance that says what it holds can lack the next secret key', () => {
  const late = instance({ secretsHeld: ['current'] });
  expect(
    lackingNext([
      late,
      instance({ secretsHeld: ['current', 'next'] }),
      instance({ secretsHeld: ['current'], live: false }),
      instance({ secretsHeld: [] }),
      instance({}),
    ]),
  ).toEqual([late]);
});

test('an answer names who has not heard', () => {
  expect(lateIn({ unacknowledged: [instance({})] })).toHaveLength(1);
  for (const body of [undefined, null, {}, { unacknowledged: 1 }]) expect(lateIn(body)).toEqual([]);
});
