// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { faultsOf, launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { Platform } from './support/platform.mjs';

const email = 'grace@example.com';
const password = 'a long sentence to remember';
let platform, browser, page;

before(async () => {
  platform = await Platform.start();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});
afterEach(async () => {
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

async function openSetUp(address) {
  page = await openPage(browser);
  await page.goto(address);
}

async function fillIn() {
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

const send = () => page.getByRole('button', { name: 'Create administrator' }).click();

// In order: the last of them closes the page for good.
test('a link without its token says so', async () => {
  await openSetUp(`${platform.url}/setup`);
  await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
});

test('a wrong token makes nobody', async () => {
  await openSetUp(`${platform.url}/setup?token=${'x'.repeat(43)}`);
  await fillIn();
  await send();
  await page.getByRole('heading', { name: 'This set-up link no longer works' }).waitFor();
});

test('the token leaves the address bar at once', async () => {
  await openSetUp(platform.setUpLink);
  assert.equal(page.url(), `${platform.url}/setup`);
});

test('a short password is told at its field, with how much is missing', async () => {
  await openSetUp(platform.setUpLink);
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('fourteen chars');
  await send();
  assert.equal(
    await page.locator('#password-error').textContent(),
    'Add 1 more character: at least 15 are needed.',
  );
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
});

test('the link makes the first administrator, once', async () => {
  const other = await openPage(browser);
  await other.goto(platform.setUpLink);

  await openSetUp(platform.setUpLink);
  await screenshot(page, 'set-up');
  await fillIn();
  await send();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await page.getByText('Grace Hopper').waitFor();

  await other.getByLabel('Name').fill('Mallory');
  await other.getByLabel('Email').fill('mallory@example.com');
  await other.getByLabel('Password', { exact: true }).fill(password);
  await other.getByRole('button', { name: 'Create administrator' }).click();
  await other.getByRole('heading', { name: 'This set-up link no longer works' }).waitFor();
  await other.context().close();
});

test('afterwards the page is closed and the administrator signs in', async () => {
  page = await openPage(browser);
  const answer = await page.goto(platform.setUpLink);
  assert.equal(answer.status(), 404);
  await page.getByRole('heading', { name: 'Set-up is done' }).waitFor();
  await page.goto(`${platform.url}/sign-in`);
  await signIn(page, email, password);
  await page.waitForURL('**/account');
});
