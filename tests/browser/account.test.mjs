// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faultsOf, launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { judge } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
let platform, browser;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada <b>Lovelace</b>', password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

async function openAccount(options) {
  const page = await openPage(browser, options);
  await page.goto(`${platform.url}/account`);
  await signIn(page, email, password);
  await page.waitForURL('**/account');
  await page.locator('#sessions li').first().waitFor();
  return page;
}

test('the account asks to sign in first and comes back', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/account`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await signIn(page, email, password);
  await page.waitForURL('**/account');
  await page.context().close();
});

test('a name with markup is shown as it is', async () => {
  const page = await openAccount();
  assert.equal(await page.locator('#name').textContent(), 'Ada <b>Lovelace</b>');
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('another session of one’s own can be ended', async () => {
  const other = await openAccount();
  const page = await openAccount();
  await page.getByText('This device').waitFor();
  await screenshot(page, 'account');
  const before = await page.locator('#sessions li').count();
  assert.ok(before >= 2);
  // Newest first after one's own: end all others, then each of them has to sign in again.
  const buttons = page.locator('#sessions li button');
  while ((await buttons.count()) > 0) {
    const left = await buttons.count();
    await buttons.first().click();
    await page.waitForFunction((n) => document.querySelectorAll('#sessions li button').length < n, left);
  }
  assert.equal(await page.locator('#sessions li').count(), 1);
  await other.reload();
  assert.equal(new URL(other.url()).pathname, '/sign-in');
  await other.context().close();
  await page.context().close();
});

test('the profile is changed, and speaks the chosen language', async () => {
  const page = await openAccount();
  await page.getByText('Change your profile', { exact: true }).click();
  await page.getByLabel('First name').fill('Augusta');
  await page.getByLabel('Time zone').selectOption('Europe/Zurich');
  await page.getByLabel('Language').selectOption('de');
  await page.getByRole('button', { name: 'Save your profile' }).click();
  await page.getByRole('heading', { name: 'Ihr Konto', exact: true }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByText('Ihr Profil ist gespeichert.').waitFor();
  await judge(page, 'account-german');
  await page.getByText('Profil ändern', { exact: true }).click();
  assert.equal(await page.getByLabel('Vorname').inputValue(), 'Augusta');
  await page.getByLabel('Sprache').selectOption('en');
  await page.getByRole('button', { name: 'Profil speichern' }).click();
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.context().close();
});

test('every form fits a narrow screen', async () => {
  const page = await openAccount({ width: 320, height: 640 });
  for (const summary of await page.locator('summary').all()) await summary.click();
  await judge(page, 'account-forms-narrow');
  await page.context().close();
});

test('the account can be deleted, and kept after all', async () => {
  const page = await openAccount();
  await page.getByText('Delete your account', { exact: true }).click();
  await page.getByLabel('Your password', { exact: true }).last().fill('not my password');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByText('This is not your password.').waitFor();
  await page.getByLabel('Your password', { exact: true }).last().fill(password);
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByText('Your account will be deleted on').waitFor();
  await judge(page, 'account-deletion');
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await page.getByText('Your account stays.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download your data' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'my-account.json');
  await page.context().close();
});

test('one is signed out everywhere at once', async () => {
  const other = await openAccount();
  const page = await openAccount();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByText('You are signed out everywhere else.').waitFor();
  await other.reload();
  assert.equal(new URL(other.url()).pathname, '/sign-in');
  await other.context().close();
  await page.context().close();
});

test('signing out ends the session, also for the back button', async () => {
  const page = await openAccount();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/signed-out');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await screenshot(page, 'signed-out');
  await page.goto(`${platform.url}/account`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  assert.equal((await page.request.get(`${platform.url}/api/v1/me`)).status(), 401);
  await page.context().close();
});
