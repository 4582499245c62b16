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

/** What an endpoint answers to a form that an app sends by itself. */
async function post(url, form) {
  const { port, host } = new URL(url);
  const answered = await fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`, {
    method: 'POST',
    headers: { Host: host },
    body: new URLSearchParams(form),
  });
  return answered.json();
}

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

test('who agrees to sign out goes back to the app that asked', async () => {
  await page.goto(orders.request());
  await signIn(page, member, password);
  await page.waitForURL(orders.answers);
  const wish = { client_id: orders.id, post_logout_redirect_uri: orders.redirectUri, state: 'bye & bye' };
  await page.goto(`${orders.metadata.end_session_endpoint}?${new URLSearchParams(wish)}`);
  await page.getByRole('button', { name: /Sign out/ }).click();
  await page.waitForURL(orders.answers);
  assert.deepEqual(answer(), { state: 'bye & bye' });
});

test('the device page says what somebody else’s app asks, and shows the device’s code', async () => {
  await platform.command(['app', 'add', '--id', 'tv', '--name', 'Telly', '--public', '--third-party']);
  await platform.command(['member', 'set', '--app', 'tv', '--user', member]);
  const device = await post(orders.metadata.device_authorization_endpoint, {
    client_id: 'tv',
    scope: 'openid email',
  });
  await page.goto(device.verification_uri_complete);
  await signIn(page, member, password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
  await page.getByText(device.user_code, { exact: true }).waitFor();
  await page.getByText('It wants to:').waitFor();
  assert.deepEqual(
    (await page.getByRole('listitem').allInnerTexts()).map((text) => text.trim()),
    ['Recognise you when you come back', 'See your email address'],
  );
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'device-confirm');
  await page.getByRole('button', { name: 'Let it in' }).click();
  await page.getByText('The device is signed in.').waitFor();
});
