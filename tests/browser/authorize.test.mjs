// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import {
  accessibilityFaults,
  faultsOf,
  launchBrowser,
  openPage,
  screenshot,
  signIn,
} from './support/browser.mjs';
import { Client } from './support/client.mjs';
import { Platform } from './support/platform.mjs';

const member = 'ada@example.com';
const stranger = 'mallory@example.com';
const password = 'correct horse battery staple';
let platform, browser, orders, wiki, page;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(member, 'Ada Lovelace', password);
  await platform.addUser(stranger, 'Mallory', password);
  orders = await Client.start(platform, 'orders', 'Orders & <b>more</b>');
  wiki = await Client.start(platform, 'wiki', 'Wiki');
  for (const app of ['orders', 'wiki'])
    await platform.command(['member', 'set', '--app', app, '--user', member]);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  orders?.stop();
  wiki?.stop();
  await platform?.stop();
});
beforeEach(async () => {
  page = await openPage(browser);
});
afterEach(async () => {
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

const answer = () => Object.fromEntries(new URL(page.url()).searchParams);

test('the sign-in page names the app that asks, and leads back to it with a code', async () => {
  await page.goto(orders.request({ login_hint: member }));
  await page.getByText('Orders & <b>more</b>').waitFor();
  assert.equal(await page.getByLabel('Email').inputValue(), member);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  await screenshot(page, 'sign-in-for-an-app');
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  assert.equal(answer().state, 'the-state');
  assert.ok(answer().code);
});

test('a second app is entered without a second password', async () => {
  await page.goto(orders.request());
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  await page.goto(wiki.request());
  assert.ok(page.url().startsWith(wiki.redirectUri));
  assert.ok(answer().code);
});

test('prompt=login asks the password of those who are signed in, too, and then goes on', async () => {
  await page.goto(orders.request());
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  await page.goto(orders.request({ prompt: 'login' }));
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  assert.ok(answer().code);
});

test('who is no member is sent back with access_denied', async () => {
  await page.goto(orders.request());
  await signIn(page, stranger, password);
  await page.waitForURL(orders.answers);
  assert.equal(answer().error, 'access_denied');
  assert.equal(answer().code, undefined);
});

for (const [what, more] of [
  ['an address that is not registered', { redirect_uri: 'http://localhost:9/elsewhere' }],
  ['an app that does not exist', { client_id: 'nothing' }],
  ['an address with a longer path', { redirect_uri: 'CALLBACK/../x' }],
]) {
  test(`${what} gets an error page and is never gone to`, async () => {
    if (more.redirect_uri) more.redirect_uri = more.redirect_uri.replace('CALLBACK', orders.redirectUri);
    const response = await page.goto(orders.request(more));
    assert.equal(response.status(), 400);
    assert.equal(new URL(page.url()).origin, platform.url);
    await page.getByText('Reference for your administrator').waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await screenshot(page, 'authorize-refused');
  });
}

test('signing out by an app’s wish is confirmed first, and ends the session', async () => {
  await page.goto(orders.request());
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  await page.goto(orders.metadata.end_session_endpoint);
  await page.getByRole('heading', { name: 'Sign out?' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'sign-out-confirm');
  await page.goto(`${platform.url}/account`);
  assert.equal(new URL(page.url()).pathname, '/account');
  await page.goto(orders.metadata.end_session_endpoint);
  await page.getByRole('button', { name: /Sign out/ }).click();
  await page.waitForURL('**/signed-out');
  await page.goto(`${platform.url}/account`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});
