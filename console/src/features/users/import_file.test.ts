// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeFile, headingsOf, piecesOf, runImport } from './import_file';

it.each([
  ['ab\ncd\nef', 100, ['ab\ncd\nef']],
  ['ab\ncd\nef', 6, ['ab\ncd\n', 'ef']],
  ['ab\ncd\nef\n', 4, ['ab\n', 'cd\n', 'ef\n']],
  ['"a\nb"\ncd\n', 4, ['"a\nb"\n', 'cd\n']],
  ['"a ""x""\n"\ny', 3, ['"a ""x""\n"\n', 'y']],
  ['', 4, []],
])('%j in pieces of %d', (text, length, pieces) => expect([...piecesOf(text, length)]).toEqual(pieces));

it.each([
  ['E-Mail;Vorname;Nachname', ['E-Mail', 'Vorname', 'Nachname']],
  ['email\tname', ['email', 'name']],
  ['"Name, full";email', ['Name, full', 'email']],
  ['"a;b;c",email', ['a;b;c', 'email']],
])('reads the headings of %j', (line, headings) => expect(headingsOf(line)).toEqual(headings));

it.each([
  ['UTF-8', [0x4a, 0xc3, 0xbc], false],
  ['UTF-8 with its mark', [0xef, 0xbb, 0xbf, 0x4a, 0xc3, 0xbc], false],
  ['UTF-16, little end first', [0xff, 0xfe, 0x4a, 0, 0xfc, 0], false],
  ['UTF-16, big end first', [0xfe, 0xff, 0, 0x4a, 0, 0xfc], false],
  ['Windows-1252', [0x4a, 0xfc], true],
])('reads a file in %s', (_, bytes, isGuessed) => {
  expect(decodeFile(new Uint8Array(bytes).buffer)).toEqual({ text: 'Jü', isGuessed });
});

describe('running an import', () => {
  const ids = { id: 'imp_1', mode: 'all_or_none' } as const;
  const answers = (...all: (Response | Error)[]) => {
    const fetched = vi.fn((_address: string, _options: RequestInit) => {
      const next = all.shift();
      return next instanceof Response
        ? Promise.resolve(next)
        : Promise.reject(next ?? new Error('asked again'));
    });
    vi.stubGlobal('fetch', fetched);
    return () => fetched.mock.calls.map(([address, { method }]) => `${method} ${address.split('/').pop()}`);
  };
  const state = (now: string) => Response.json({ ...ids, state: now });
  const run = async () => {
    const running = runImport(ids.id, ids.mode, new AbortController().signal, () => undefined);
    await vi.runAllTimersAsync();
    return running;
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('goes on until it is done', async () => {
    const asked = answers(state('running'), state('done'));
    expect(await run()).toMatchObject({ kind: 'done', body: { state: 'done' } });
    expect(asked()).toEqual(['POST run', 'POST run']);
  });

  it('asks how far it is when nobody answers in time, and calls again while it runs', async () => {
    const asked = answers(
      new Error('timeout'),
      state('running'),
      new Response('', { status: 504 }),
      state('done'),
    );
    expect(await run()).toMatchObject({ kind: 'done', body: { state: 'done' } });
    expect(asked()).toEqual(['POST run', 'GET imp_1', 'POST run', 'GET imp_1']);
  });

  it('takes a second call that came too late for what it is', async () => {
    answers(
      new Error('timeout'),
      new Error('offline'),
      Response.json({ code: 'wrong_state' }, { status: 409 }),
      state('done'),
    );
    expect(await run()).toMatchObject({ kind: 'done', body: { state: 'done' } });
  });

  it('hands a refusal on', async () => {
    answers(Response.json({ code: 'forbidden' }, { status: 403 }));
    expect(await run()).toMatchObject({ kind: 'refused', status: 403 });
  });
});

it('reads headings', () => {
  expect(headingsOf('\uFEFF"E-mail", Name\r\na@b.example,A')).toEqual(['E-mail', 'Name']);
});
