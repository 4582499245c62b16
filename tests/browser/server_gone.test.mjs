// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage, signIn } from './support/browser.mjs';
import { Platform } from './support/platform.mjs';

let platform, browser;
before(async () => {
  platform = await Platform.start();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

test('a server that is gone when the form is sent is told, and the form can be sent again', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await platform.kill();
  await signIn(page, 'ada@example.com', 'correct horse battery staple');
  await page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled'), null);
  assert.equal(
    await page.getByLabel('Password', { exact: true }).inputValue(),
    'correct horse battery staple',
  );
});
