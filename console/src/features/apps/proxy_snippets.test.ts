// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeSignInSnippet, nodeVerifySnippet } from './node_snippets';
import { caddySnippet, nginxSnippet, sharesHost } from './proxy_snippets';

const guide = readFileSync(new URL('../../../../docs/guides/forward-auth.md', import.meta.url), 'utf8');
const places = { app: { id: 'wiki', baseUrl: 'https://example.com:8443' }, host: 'example.com' };

it('shows the proxies’ configuration of the guide, which is run', () => {
  expect(guide).toContain(nginxSnippet(places));
  expect(guide).toContain(caddySnippet(places));
});

it.each([
  ['https://example.com:8443', 'example.com', true],
  ['http://localhost:3000', 'localhost:8420', true],
  ['https://wiki.example.com', 'example.com', false],
  [null, 'example.com', true],
])('whether %j gets the cookie of %j: %j', (baseUrl, host, shares) =>
  expect(sharesHost({ app: { id: 'wiki', baseUrl }, host })).toBe(shares),
);

it('writes code that any id survives, for the app’s own algorithm', () => {
  const app = { id: 'orders', algorithm: 'ES256', redirectUris: ['https://orders.example.com/cb'] };
  const verify = nodeVerifySnippet('https://auth.example.com', app);
  expect(verify).toContain('createRemoteJWKSet');
  expect(verify).not.toContain('SECRET_KEY');
  expect(nodeVerifySnippet('https://auth.example.com', { ...app, algorithm: 'HS256' })).toContain(
    'SECRET_KEY',
  );
  expect(nodeSignInSnippet('https://auth.example.com', app)).toContain('"https://orders.example.com/cb"');
});

it('has an example for an app without an address, on a platform with a port', () =>
  expect(caddySnippet({ app: { id: 'wiki', baseUrl: null }, host: 'localhost:8420' })).toContain(
    'localhost:8443',
  ));
