// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  accessibilityFaults,
  faultsOf,
  launchBrowser,
  openPage,
  screenshot,
  signIn,
} from './support/browser.mjs';
import { Outbox } from './support/outbox.mjs';
import { Platform } from './support/platform.mjs';

const admin = 'root@example.com';
const password = 'correct horse battery staple';
let platform, browser, outbox;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(admin, 'Root', password, '--admin');
  outbox = await Outbox.open(platform, admin, password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

test('signing up is closed until somebody opens it', async () => {
  const page = await openPage(browser);
  const answer = await page.goto(`${platform.url}/sign-up`);
  assert.equal(answer.status(), 404);
  await page.goto(`${platform.url}/sign-in`);
  assert.equal(await page.getByRole('link', { name: 'Sign up' }).count(), 0);
  await page.context().close();
});

test('a stranger makes an account by way of the mailbox', async () => {
  await outbox.put('/api/v1/settings/sign-up', { mode: 'open' });
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'Sign up' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'sign-up-ask');
  await page.getByLabel('Email').fill('new@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.goto(await outbox.link('sign_up', 'new@example.com'));
  await page.getByRole('heading', { name: 'Make your account' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'sign-up-finish');
  await page.getByLabel('Name').fill('Newcomer');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('heading', { name: 'Your account is made' }).waitFor();
  await page.getByRole('link', { name: 'Go to sign in' }).click();
  await signIn(page, 'new@example.com', password);
  await page.waitForURL('**/account');
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});
