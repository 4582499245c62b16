// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLanguages, replaceTexts, textsOf, textsSaid } from '../../scripts/page_texts.mjs';

const folder = (path: string): string => new URL(path, import.meta.url).pathname;
const pages = readdirSync(folder('../../pages')).map((name) =>
  readFileSync(folder(`../../pages/${name}`), 'utf8'),
);
const wanted = [...new Set([...pages.flatMap(textsOf), ...textsSaid(folder('..'))])];
const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(Object.entries(readLanguages(folder('.'))))('%s', (_, texts) => {
  it('has every text of the pages and their scripts', () =>
    expect(wanted.filter((text) => !texts[text])).toEqual([]));
  it('has the same places in each text, and no markup', () => {
    for (const [english, text] of Object.entries(texts)) {
      expect(placesOf(text), english).toEqual(placesOf(english));
      expect(text, english).not.toMatch(/[<>&]/);
    }
  });
});

it('finds texts between tags and in attributes, and nothing else', () => {
  const html = `<title>Set up · <!--field:x--></title><script>say('no')</script><svg><path d="M3"/></svg>
    <p id="a">
      One text
      <b aria-label="Two">3</b> &nbsp; <img alt="" />
    </p>`;
  expect(textsOf(html)).toEqual(['Set up', 'One text', 'Two']);
  expect(replaceTexts(html, (text: string) => text.toUpperCase())).toContain('SET UP · <!--field:x-->');
});
