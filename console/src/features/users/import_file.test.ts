// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { headingsOf, piecesOf } from './import_file';

it.each([
  ['ab\ncd\nef', 100, ['ab\ncd\nef']],
  ['ab\ncd\nef', 6, ['ab\ncd\n', 'ef']],
  ['ab\ncd\nef\n', 4, ['ab\n', 'cd\n', 'ef\n']],
  ['"a\nb"\ncd\n', 4, ['"a\nb"\n', 'cd\n']],
  ['"a ""x""\n"\ny', 3, ['"a ""x""\n"\n', 'y']],
  ['', 4, []],
])('%j in pieces of %d', (text, length, pieces) => expect([...piecesOf(text, length)]).toEqual(pieces));

it('reads headings', () => {
  expect(headingsOf('\uFEFF"E-mail", Name\r\na@b.example,A')).toEqual(['E-mail', 'Name']);
});
