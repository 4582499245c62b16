// SPDX-License-Identifier: Apache-2.0
//
// walk.mjs: what a newcomer does, step by step, in a headless browser. Reads {appUrl, platformUrl, email, password} as
// JSON from standard input, prints each step, and exits 0 only if all of them worked. Started by ./run --check.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faultsOf, launchBrowser, openPage, screenshot } from './support/browser.mjs';

const { appUrl, platformUrl, email, password } = JSON.parse(readFileSync(0, 'utf8'));
const patienceMs = 15_000;

const browser = await launchBrowser();
const page = await openPage(browser);
page.setDefaultTimeout(patienceMs);
let answer;

const steps = [
  [
    'the app offers to sign in, and leads to the platform’s page, which names the app',
    async () => {
      await page.goto(appUrl);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByText('to continue to Orders').waitFor();
      assert.equal(new URL(page.url()).origin, platformUrl);
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await screenshot(page, 'walk-1-sign-in');
    },
  ],
  [
    'signing in by keyboard leads back to the app, which shows its orders',
    async () => {
      await page.keyboard.type(email);
      await page.keyboard.press('Tab');
      await page.keyboard.type(password);
      await page.keyboard.press('Enter');
      await page.getByRole('table', { name: 'All orders' }).waitFor();
      assert.equal(new URL(page.url()).origin, appUrl);
      assert.ok((await page.locator('#orders tbody tr').count()) > 0, 'no orders are shown');
      await screenshot(page, 'walk-2-orders');
      answer = await page.request.get(`${appUrl}/orders`);
      assert.equal(answer.status(), 200);
    },
  ],
  [
    'the app knows who it is',
    async () => {
      answer = await page.goto(`${appUrl}/whoami`);
      assert.equal(answer.status(), 200);
      const who = await answer.json();
      assert.equal(who.email, email);
      assert.deepEqual(who.roles, ['clerk']);
      assert.deepEqual(who.permissions, ['orders:read']);
      await screenshot(page, 'walk-3-whoami');
    },
  ],
  [
    'the reports are refused: the role does not allow them',
    async () => {
      await page.goto(appUrl);
      const refusal = page.waitForResponse(`${appUrl}/reports`);
      await page.getByRole('button', { name: 'Reports' }).click();
      assert.equal((await refusal).status(), 403);
      await page.locator('#refused').waitFor();
      await screenshot(page, 'walk-4-reports-refused');
    },
  ],
  [
    'signing out ends the session in the app and at the platform',
    async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL((url) => url.pathname !== '/auth/sign-out');
      await page.waitForLoadState();
      await screenshot(page, 'walk-5-signed-out');
      assert.equal((await page.request.get(`${appUrl}/whoami`, { maxRedirects: 0 })).status(), 401);
      assert.equal((await page.request.get(`${platformUrl}/api/v1/me`)).status(), 401);
    },
  ],
  [
    'the app asks to sign in again',
    async () => {
      await page.goto(`${appUrl}/orders`);
      assert.equal(page.url().split('?')[0], `${platformUrl}/sign-in`);
      await page.getByLabel('Email').waitFor();
      await screenshot(page, 'walk-6-sign-in-again');
    },
  ],
  ['no page broke its own content policy', () => assert.deepEqual(faultsOf(page), [])],
];

let failed = false;
for (const [name, step] of steps) {
  try {
    await step();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed = true;
    console.log(`wrong ${name}\n      at ${page.url()}\n      ${error.message.replaceAll('\n', '\n      ')}`);
    await screenshot(page, 'walk-failed').catch(() => {});
    break;
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
