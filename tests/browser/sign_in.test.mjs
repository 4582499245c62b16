// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { faultsOf, launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { Platform } from './support/platform.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
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

async function openSignIn(query = '', options = {}) {
  page = await openPage(browser, options);
  await page.goto(`${platform.url}/sign-in${query}`);
  if (options.javaScriptEnabled !== false) await page.waitForFunction(() => document.activeElement.matches('input'));
}

const alertText = async () => (await page.getByRole('alert').textContent()).trim();

test('a person signs in with the keyboard alone', async () => {
  await openSignIn();
  await page.keyboard.type(email); // the first field has the focus
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  await page.getByText('Ada Lovelace').waitFor();
  const [cookie] = await page.context().cookies();
  assert.equal(cookie.name, 'gatehouse_session');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
});

test('the whole form can be reached by Tab, in the order it is read', async () => {
  await openSignIn();
  const order = [];
  for (let step = 0; step < 4; step++) {
    order.push(
      await page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim()),
    );
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(order, ['email', 'password', 'Show', 'Sign in']);
});

test('the form is there without its script', async () => {
  await openSignIn('', { javaScriptEnabled: false });
  assert.equal(await page.getByLabel('Email').isVisible(), true);
  assert.match(await page.locator('noscript').textContent(), /needs JavaScript/);
});

test('a wrong password is told, and the password is ready to be typed again', async () => {
  await openSignIn();
  await signIn(page, email, 'wrong horse battery staple');
  await page.getByRole('alert').filter({ hasText: 'match' }).waitFor();
  assert.equal(await alertText(), 'That email and password don’t match. Check both and try again.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  assert.equal(await page.getByLabel('Email').inputValue(), email);
  await screenshot(page, 'sign-in-wrong-password');
  await page.keyboard.type(password); // replaces what is selected
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
});

test('an unknown address gets the same words as a wrong password', async () => {
  await openSignIn();
  await signIn(page, 'nobody@example.com', password);
  await page.getByRole('alert').filter({ hasText: 'match' }).waitFor();
  assert.equal(await alertText(), 'That email and password don’t match. Check both and try again.');
});

test('empty fields are named at their place and nothing is sent', async () => {
  await openSignIn();
  let sent = 0;
  page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0));
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.equal(await page.locator('#email-error').textContent(), 'Enter your email address.');
  assert.equal(await page.locator('#password-error').textContent(), 'Enter your password.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'email');
  assert.equal(await page.getByLabel('Email').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Email').fill('not an address');
  assert.equal(await page.locator('#email-error').textContent(), '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(await page.locator('#email-error').textContent(), /such as ada@example.com/);
  assert.equal(sent, 0);
});

test('the password can be shown, and is hidden again when it is sent', async () => {
  await openSignIn();
  const field = page.getByLabel('Password', { exact: true });
  await field.fill('wrong horse battery staple');
  await page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
  await signIn(page, email, 'wrong horse battery staple');
  assert.equal(await field.getAttribute('type'), 'password');
});

// The answers below are those of the contract; how the server comes to give them is tested elsewhere.
async function answerWith(status, headers, body) {
  await page.route('**/api/v1/sign-in', (route) =>
    route.fulfill({ status, headers, contentType: 'application/problem+json', body: JSON.stringify(body) }),
  );
}

test('too many tries: the button counts down and opens again', async () => {
  await openSignIn();
  await answerWith(429, { 'Retry-After': '2' }, { code: 'too_many_attempts' });
  await signIn(page, email, password);
  await page.getByRole('button', { name: /Try again in 0:0\d/ }).waitFor();
  assert.equal(await alertText(), 'Too many tries. You can try again in 2 seconds.');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await alertText(), 'You can try again now.');
});

test('a busy server is asked again', async () => {
  await openSignIn();
  let asked = 0;
  await page.route('**/api/v1/sign-in', (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    return route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: '{"code":"overloaded"}' });
  });
  await signIn(page, email, password);
  await page.getByText('The server is busy. Trying again…').waitFor();
  await page.waitForURL('**/account');
  assert.equal(asked, 2);
});

for (const [status, body, words] of [
  [403, { code: 'challenge_required' }, /not a robot did not work/],
  [200, { status: 'second_factor_required', methods: ['otp'] }, /second step/],
  [500, {}, /went wrong on the server/],
  [502, undefined, /went wrong on the server/],
  [418, { detail: 'Only tea here.' }, /^Only tea here\.$/],
  [422, { errors: [{ field: 'elsewhere', message: 'Too odd.' }] }, /^Too odd\.$/],
]) {
  test(`the answer ${status} ${JSON.stringify(body)} has its words`, async () => {
    await openSignIn();
    await answerWith(status, {}, body);
    await signIn(page, email, password);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Sign in' }).getAttribute('aria-disabled'), null);
  });
}

for (const attack of [
  '//evil.example',
  '/\\evil.example',
  '///evil.example',
  'https:evil.example',
  'https://evil.example/',
  'https://localhost@evil.example/',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '%2f%2fevil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  ' //evil.example',
  '/a/..//evil.example',
  '/a/../..//evil.example',
]) {
  test(`return address ${JSON.stringify(attack)} leads to the own account`, async () => {
    await openSignIn(`?return_to=${encodeURIComponent(attack)}`);
    await signIn(page, email, password);
    await page.waitForURL(`${platform.url}/account`);
  });
}

test('a return address of our own is kept', async () => {
  await openSignIn(`?return_to=${encodeURIComponent('/account?from=test')}`);
  await signIn(page, email, password);
  await page.waitForURL(`${platform.url}/account?from=test`);
});

test('who is signed in does not see the form again', async () => {
  await openSignIn();
  await signIn(page, email, password);
  await page.waitForURL('**/account');
  await page.goto(`${platform.url}/sign-in`);
  assert.equal(new URL(page.url()).pathname, '/account');
});
