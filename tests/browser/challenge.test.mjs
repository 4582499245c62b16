// SPDX-License-Identifier: Apache-2.0
//
// Strangers guess at a real platform, and somebody signs in from a new browser all the same.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { faultsOf, launchBrowser, openPage, signIn } from './support/browser.mjs';
import { spray } from './support/flood.mjs';
import { judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
const workerScript = '**/assets/puzzle_worker-*.js';
let platform, browser, page;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password);
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

async function openSignIn(options = {}) {
  page = await openPage(browser, { locale: 'en-GB', reducedMotion: 'reduce', ...options });
  page.loaded = [];
  page.answered = [];
  page.on('response', (response) => {
    page.loaded.push(new URL(response.url()).pathname);
    if (response.url().endsWith('/api/v1/sign-in')) page.answered.push(response.status());
  });
  await page.goto(`${platform.url}/sign-in`);
  await page.waitForFunction(() => document.activeElement.matches('input'));
}

/** Keeps the calculation from beginning until it is called. */
async function holdCalculation() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(workerScript, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

const said = (text) => page.getByRole('alert').filter({ hasText: text }).waitFor();
const hasWorker = () => page.loaded.some((path) => path.includes('puzzle_worker'));

test('in calm nothing is asked, and nothing for it is loaded', async () => {
  await openSignIn();
  await signIn(page, email, password);
  await page.waitForURL('**/account');
  assert.deepEqual(page.answered, [200]);
  assert.equal(hasWorker(), false);
});

test('the page solves a challenge by itself and signs in', async () => {
  await spray(platform);
  await openSignIn();
  const release = await holdCalculation();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await said('Checking that you are not a robot.');
  const button = page.getByRole('button', { name: 'Checking…' });
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  await judgeLooks(page, 'sign-in-checking');
  release();
  await page.waitForURL('**/account');
  assert.deepEqual(page.answered, [403, 200]);
});

test('a wrong password is told after the check, and the next one is checked again', async () => {
  await spray(platform);
  await openSignIn();
  await signIn(page, email, 'wrong horse battery staple');
  await said('That email and password don’t match.');
  await spray(platform);
  await page.keyboard.type(password); // replaces what is selected
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  assert.deepEqual(page.answered, [403, 401, 403, 200]);
});

test('where the calculation can’t run, that is said and can be tried again', async () => {
  await spray(platform);
  await openSignIn();
  await page.route(workerScript, (route) => route.abort());
  await signIn(page, email, password);
  await said('The check that you are not a robot did not work in this browser.');
  assert.equal(await page.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled'), null);
  await judgeLooks(page, 'sign-in-not-checked');
  await page.unroute(workerScript);
  await spray(platform);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.waitForURL('**/account');
});

test('it speaks German, too', async () => {
  await spray(platform);
  await openSignIn({ locale: 'de-DE', width: 320 });
  const release = await holdCalculation();
  await page.getByLabel('E-Mail').fill(email);
  await page.getByLabel('Passwort', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await said('Wir prüfen, dass Sie kein Roboter sind.');
  await judgeLooks(page, 'sign-in-checking-de');
  release();
  await page.waitForURL('**/account');
});
