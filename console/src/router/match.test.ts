// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { fillPath, matchPath } from './match';

it.each([
  ['/console', '/console', {}],
  ['/console', '/console/', {}],
  ['/console/apps/{id}/roles', '/console/apps/orders/roles', { id: 'orders' }],
  ['/console/apps/{id}', '/console/apps/a%20b', { id: 'a b' }],
  ['/console/apps/{id}', '/console/apps', undefined],
  ['/console/apps/{id}', '/console/apps/', undefined],
  ['/console/apps/{id}', '/console/apps/%E0%A4%A', undefined],
  ['/console/apps', '/console/users', undefined],
])('%s and %s', (pattern, path, parameters) => expect(matchPath(pattern, path)).toEqual(parameters));

it('fills what it can read back', () => {
  const path = fillPath('/console/apps/{id}/roles', { id: 'a/b c' });
  expect(path).toBe('/console/apps/a%2Fb%20c/roles');
  expect(matchPath('/console/apps/{id}/roles', path)).toEqual({ id: 'a/b c' });
});
