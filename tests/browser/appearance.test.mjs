// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage, signIn } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
const pageBudgetBytes = 60 * 1024;
let platform, browser;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

const pages = [
  { name: 'sign-in', open: (page) => page.goto(`${platform.url}/sign-in`) },
  {
    name: 'sign-in-empty',
    async open(page) {
      await page.goto(`${platform.url}/sign-in`);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
  },
  { name: 'set-up', open: (page) => page.goto(`${platform.url}/setup?token=x`) },
  { name: 'set-up-bad-link', open: (page) => page.goto(`${platform.url}/setup`) },
  { name: 'signed-out', open: (page) => page.goto(`${platform.url}/signed-out`) },
  { name: 'not-found', open: (page) => page.goto(`${platform.url}/no-such-page`) },
  {
    name: 'account',
    async open(page) {
      await page.goto(`${platform.url}/sign-in`);
      await signIn(page, email, password);
      await page.waitForURL('**/account');
      await page.locator('#sessions li').first().waitFor();
    },
  },
];

// 200 % zoom on a window of 1280 by 800 leaves so many CSS pixels.
const zoomed = { width: 640, height: 400 };

for (const { name, open } of pages) {
  test(`${name}: accessible, no sideways scroll, within its content policy, in every look`, async () => {
    const page = await openPage(browser, { reducedMotion: 'reduce' });
    await open(page);
    await judgeLooks(page, name);
    await page.setViewportSize(zoomed);
    await judge(page, `${name}-zoomed`);
    await page.context().close();
  });
}

test('nothing moves while the sign-in page loads', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe(
          {
            type: 'layout-shift',
            buffered: true,
          },
        );
        setTimeout(() => resolve(sum), 300);
      }),
  );
  assert.equal(shift, 0);
  await page.context().close();
});

test('the whole sign-in page is small over the wire and comes from one origin', async () => {
  const page = await openPage(browser);
  const hosts = new Set();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  const client = await page.context().newCDPSession(page);
  let bytes = 0;
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await client.send('Network.enable');
  await page.goto(`${platform.url}/sign-in`, { waitUntil: 'networkidle' });
  assert.deepEqual([...hosts], [new URL(platform.url).host]);
  assert.ok(bytes > 1000 && bytes <= pageBudgetBytes, `${bytes} bytes`);
  await page.context().close();
});
