// SPDX-License-Identifier: Apache-2.0
//
// What every page owes in every look. The looks change under an open page, as they do for a person who turns the phone
// or whose system goes dark at night; a page that is loaded anew for each would take six times as long.
import assert from 'node:assert/strict';
import { accessibilityFaults, faultsOf, screenshot, sidewaysOverflow } from './browser.mjs';

const wide = { width: 1280, height: 800 };
const narrow = { width: 320, height: 640 };
const looks = [
  ['light', wide, 'light'],
  ['dark', wide, 'dark'],
  ['narrow', narrow, 'light'],
  ['narrow-dark', narrow, 'dark'],
];

/** No sideways scroll, no violation of accessibility, nothing against the content policy. Keeps a screenshot. */
export async function judge(page, name) {
  await screenshot(page, name);
  assert.equal(await sidewaysOverflow(page), 0, name);
  assert.deepEqual(await accessibilityFaults(page), [], name);
  assert.deepEqual(faultsOf(page), [], name);
}

/** Judges an open page in every look, and leaves it wide and light. */
export async function judgeLooks(page, name) {
  for (const [look, size, colorScheme] of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await judge(page, `${name}-${look}`);
  }
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
}
