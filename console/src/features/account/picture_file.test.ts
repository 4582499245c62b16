// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { middleSquare, pictureFault, withinBounds } from './picture_file';

it('cuts a square around the middle', () => {
  expect(middleSquare(400, 300)).toEqual({ left: 50, top: 0, length: 300 });
  expect(middleSquare(300, 400)).toEqual({ left: 0, top: 50, length: 300 });
  expect(middleSquare(9, 9)).toEqual({ left: 0, top: 0, length: 9 });
});

it('says why a file is not tried', () => {
  expect(pictureFault({ size: 0 })).toBe('This file is empty.');
  expect(pictureFault({ size: 20 * 1024 * 1024 + 1 })).toContain('20 MB');
  expect(pictureFault({ size: 5_000_000 })).toBe('');
});

it('sends what is small enough as it is', async () => {
  const file = new Blob(['x']);
  expect(await withinBounds(file)).toBe(file);
});
