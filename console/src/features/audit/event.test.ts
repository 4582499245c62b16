// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { matchesEvent, toCsv, type AuditEvent } from './event';

const event: AuditEvent = {
  id: '7',
  at: '2026-11-23T12:00:00.000Z',
  action: 'user.sign_in',
  outcome: 'failure',
  reason: 'wrong_password',
  actor: 'anonymous',
  actorName: null,
  target: 'usr_1',
  targetName: 'Ada Lovelace',
  appId: '',
  sessionId: '',
  clientAddress: '127.0.0.1',
  requestId: 'r1',
};

it.each([
  ['', true],
  ['SIGN_IN', true],
  ['127.0.0.1 usr_1', true],
  ['lovelace', true],
  ['usr_1 nothing', false],
  ['null', false],
])('%j finds the event: %s', (search, found) => expect(matchesEvent(event, search)).toBe(found));

it('quotes what has to be quoted', () =>
  expect(toCsv([{ ...event, reason: 'a "b", c' }]).split('\r\n')[1]).toBe(
    '7,2026-11-23T12:00:00.000Z,user.sign_in,failure,"a ""b"", c",anonymous,usr_1,,,127.0.0.1,r1',
  ));

it.each(['=1+1', '+1', '-1', '@x', '\tx'])('does not let %j be a formula', (target) =>
  expect(toCsv([{ ...event, target }])).toContain(`,'${target},`),
);

it('has a heading also when there is nothing below it', () =>
  expect(toCsv([])).toMatch(/^id,at,action,.*\r\n$/));
