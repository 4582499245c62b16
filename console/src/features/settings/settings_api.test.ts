// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { changesOf, parseColours, toDraft } from './settings_api';

const brand = {
  productName: 'Acme',
  supportAddress: null,
  signInText: null,
  accentLight: '#102060',
  accentDark: null,
  logoUrl: null,
};

it('sends what was changed alone, and null for what was emptied', () => {
  const draft = toDraft(brand);
  expect(changesOf(draft, brand)).toEqual({});
  expect(changesOf({ ...draft, productName: ' ', supportAddress: 'help@acme.example' }, brand)).toEqual({
    productName: null,
    supportAddress: 'help@acme.example',
  });
});

it('reads the colours of both schemes', () =>
  expect(
    parseColours(':root:root{--accent:#102060;--ring:#10206059}@media (x){:root:root{--accent:#a0c0ff}}'),
  ).toEqual({ light: { '--accent': '#102060', '--ring': '#10206059' }, dark: { '--accent': '#a0c0ff' } }));
