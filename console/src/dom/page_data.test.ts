// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parsePageBrand, parsePageData, sameOriginPath } from './page_data';

const origin = 'https://auth.example.com';

describe('return address', () => {
  it.each([
    ['/oauth2/authorize?client_id=orders&state=a%2Fb', '/oauth2/authorize?client_id=orders&state=a%2Fb'],
    ['/account#sessions', '/account#sessions'],
  ])('%s stays on this origin', (address, kept) => expect(sameOriginPath(address, origin)).toBe(kept));

  it.each([
    '',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/a/..//evil.example',
    'https:evil.example',
    'https://evil.example/',
    'https://auth.example.com@evil.example/',
    'javascript:alert(1)',
    ' //evil.example',
    'data:text/html,x',
    'evil.example',
  ])('%j becomes the default page', (address) => expect(sameOriginPath(address, origin)).toBe('/account'));
});

describe('page data', () => {
  it('is empty where the server gave none', () =>
    expect(parsePageData('', origin)).toEqual({
      appName: '',
      email: '',
      signUp: false,
      returnTo: '/account',
      viewer: {
        id: '',
        name: '',
        email: '',
        avatarUrl: '',
        platformRole: '',
        managedApps: [],
        locale: '',
        timeZone: '',
      },
    }));

  it('ignores fields of the wrong type', () =>
    expect(parsePageData('{"email":7,"returnTo":["/x"],"appName":null}', origin)).toMatchObject({
      email: '',
      returnTo: '/account',
      appName: '',
    }));
});

describe('page brand', () => {
  it('is ours where the server gave none', () =>
    expect(parsePageBrand('')).toEqual({ name: 'Gatehouse', logoUrl: '' }));

  it('is what the server gave', () =>
    expect(parsePageBrand('{"name":"Acme","logoUrl":"/brand/logo/x.png"}')).toEqual({
      name: 'Acme',
      logoUrl: '/brand/logo/x.png',
    }));
});
