// SPDX-License-Identifier: Apache-2.0
//
// The texts of the small pages. English stands in the pages and scripts themselves and is its own key; each other
// language is a file of src/page_language that maps English to it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const word = /\p{L}/u;
const entity = /&\w+;/g;
const collapse = (text) => text.replace(/\s+/g, ' ').trim();
const isText = (text) => word.test(text.replace(entity, ''));

/** The page with each of its texts replaced by what `replace` makes of it. Scripts, styles and drawings stay. */
export function replaceTexts(html, replace) {
  const swap = (text) =>
    text
      .split('·')
      .map((part) =>
        isText(part) ? part.replace(/\S[\s\S]*\S|\S/, (inner) => replace(collapse(inner))) : part,
      )
      .join('·');
  return html
    .split(/(<(?:script|style|svg)[\s\S]*?<\/(?:script|style|svg)>)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/>([^<>]+)</g, (_, text) => `>${swap(text)}<`)
            .replace(/\s(aria-label|placeholder|title|alt)="([^"]+)"/g, (whole, name, text) =>
              isText(text) ? ` ${name}="${replace(collapse(text))}"` : whole,
            ),
    )
    .join('');
}

/** Every text of a page, as it is written there. */
export function textsOf(html) {
  const texts = new Set();
  replaceTexts(html, (text) => {
    texts.add(text);
    return text;
  });
  return [...texts];
}

/** Every text that scripts of the folder say: the literals in `say('…')`. */
export function textsSaid(folder) {
  const texts = new Set();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    for (const [, literal] of source.matchAll(/\bsay\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g)) {
      texts.add(literal.slice(1, -1).replace(/\\(['"\\])/g, '$1'));
    }
  }
  return [...texts];
}

/** The languages by their tags: maps from English. */
export function readLanguages(folder) {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
  );
}
