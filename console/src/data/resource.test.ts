// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, it, vi } from 'vitest';
import { entryOf, loadList, refresh, remember } from './resource';

afterEach(() => vi.unstubAllGlobals());

function answerWith(...bodies: unknown[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    return Promise.resolve(
      Response.json(bodies[asked.length - 1], { headers: { ETag: `"v${asked.length}"` } }),
    );
  });
  return asked;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('loads an address once for all who ask', async () => {
  const asked = answerWith({ name: 'Ada' });
  const entry = entryOf('/once');
  expect(entryOf('/once')).toBe(entry);
  expect(entry.resource.isLoading).toBe(true);
  await settled();
  expect(entry.resource).toMatchObject({ value: { name: 'Ada' }, etag: '"v1"', isLoading: false });
  expect(asked).toEqual(['/once']);
});

it('appends the next page of a list', async () => {
  const asked = answerWith({ items: [1, 2], nextCursor: 'a b' }, { items: [3], nextCursor: null });
  const entry = entryOf('/list?limit=2', loadList);
  await settled();
  await entry.reload(entry.resource.value);
  expect(entry.resource.value).toEqual({ items: [1, 2, 3], nextCursor: '' });
  expect(asked[1]).toBe('/list?limit=2&cursor=a%20b');
});

it('keeps the old value beside a failure', async () => {
  answerWith({ n: 1 });
  const entry = entryOf('/failing');
  await settled();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('gone')));
  await entry.reload();
  expect(entry.resource).toMatchObject({ value: { n: 1 }, failure: { kind: 'unreachable' } });
});

it('a slow answer does not overwrite what was stored meanwhile', async () => {
  answerWith({ n: 'old' });
  const entry = entryOf('/race');
  remember('/race', { n: 'new' }, '"v9"');
  await settled();
  expect(entry.resource).toMatchObject({ value: { n: 'new' }, etag: '"v9"' });
});

it('refreshes what is looked at and forgets the rest', async () => {
  const asked = answerWith(1, 2, 3);
  const seen = entryOf('/things/1');
  const unseen = entryOf('/things/2');
  seen.listeners.add(() => {});
  await settled();
  refresh('/things');
  await settled();
  expect(asked).toEqual(['/things/1', '/things/2', '/things/1']);
  expect(seen.resource.value).toBe(3);
  expect(entryOf('/things/2')).not.toBe(unseen);
});
