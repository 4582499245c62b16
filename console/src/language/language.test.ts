// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseLanguage, formatAge, formatBytes, formatDuration } from './language';

const folder = new URL('.', import.meta.url).pathname;
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const english = read('en.json');
const placesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(files)('%s', (file) => {
  const texts = read(file);

  it('has every key, and no other', () =>
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort()));
  it('has the same places in each text', () => {
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), key).not.toBe('');
      expect(placesOf(text), key).toEqual(placesOf(english[key] ?? ''));
    }
  });
});

it('knows every key that a source asks for', () => {
  const source = join(folder, '..');
  const asked = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) =>
      [...readFileSync(join(source, name), 'utf8').matchAll(/\bt\('([\w.]+)'/g)].map((m) => m[1]),
    );
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => key === undefined || !(key in english))).toEqual([]);
});

it.each([
  [['de-CH', 'en'], 'de'],
  [['fr', 'de-AT'], 'de'],
  [['EN-us'], 'en'],
  [['fr'], 'en'],
  [[''], 'en'],
  [['de-x-'], 'de'],
])('%j is spoken as %s', (wanted, language) => expect(chooseLanguage(wanted, ['de', 'en'])).toBe(language));

it.each([
  [0, 'now'],
  [90, '1 minute ago'],
  [7200, '2 hours ago'],
  [86_400, 'yesterday'],
  [30 * 86_400, 'Jun 1, 2026'],
])('%d seconds ago', (seconds, text) => {
  const now = Date.UTC(2026, 6, 1, 12);
  expect(formatAge(new Date(now - seconds * 1000).toISOString(), now)).toBe(text);
});

it.each([
  [0, '0 byte'],
  [999, '999 byte'],
  [4_200_000, '4.2 MB'],
  [17e9, '17 GB'],
])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it.each([
  [0, '0 seconds'],
  [59, '59 seconds'],
  [3600, '1 hour'],
  [200_000, '2 days'],
])('%d seconds long', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
