// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linesOf } from './app_api';
import { cmakeSnippet, environmentSnippet, schemaSnippet, sourceSnippet } from './snippets';

const guide = readFileSync(
  new URL('../../../../docs/guides/protect-your-app-cpp.md', import.meta.url),
  'utf8',
);

it('shows the code of the guide, which is compiled', () => {
  expect(guide).toContain(sourceSnippet);
  expect(guide).toContain(cmakeSnippet);
});

it('writes a schema that any name survives', () =>
  expect(JSON.parse(schemaSnippet({ id: 'orders', name: 'The "best" </script>' }))).toEqual({
    id: 'orders',
    name: 'The "best" </script>',
  }));

it('names the settings that the guide names', () => {
  for (const line of environmentSnippet('https://auth.example.com').split('\n')) {
    expect(guide).toContain(`"${line.slice(0, line.indexOf('='))}"`);
  }
});

it('reads addresses line by line', () =>
  expect(linesOf(' https://a.example/cb \n\n\thttps://b.example/cb\r\n')).toEqual([
    'https://a.example/cb',
    'https://b.example/cb',
  ]));
