// SPDX-License-Identifier: Apache-2.0
//
// Keys, secrets, policies and who has heard of what, as an administrator sees and changes them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, faultsOf, launchBrowser, screenshot } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor } from './support/visitor.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
const secret = 'a-browser-test-secret-with-enough-letters-1234';
let platform, browser, ada;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password, '--admin');
  await platform.addUser('grace@example.com', 'Grace Hopper', password);
  await platform.addUser('max@example.com', 'Max Planck', password);
  for (const [id, name] of [
    ['orders', 'Order Desk'],
    ['billing', 'Billing'],
  ]) {
    await platform.command(['app', 'add', '--id', id, '--name', name, '--secret-key-stdin'], {
      input: secret + id,
    });
    await platform.command(['role', 'add', '--app', id, '--name', 'clerk']);
    await platform.command(['member', 'set', '--app', id, '--user', 'grace@example.com', '--role', 'clerk']);
  }
  const { token } = await platform.command(['token', 'issue', '--app', 'orders', '--user', 'grace@example.com']);
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
  await follow('orders', 'box-1.example.com', kid);
  browser = await launchBrowser();
  ada = await Visitor.signIn(browser, platform, email, password);
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

/** Makes an instance of an app that says which secret it holds, fetches the state, and then never takes an event. */
async function follow(app, host, kid) {
  const credentials = Buffer.from(`${app}:${secret}${app}`).toString('base64');
  const headers = { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/json' };
  const body = { gatehouse_instance: { id: host, host, version: '2.1.0', secrets: [kid] } };
  const made = await fetch(`${platform.url}/ssf/stream`, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(made.status, 201);
  const { stream_id: id } = await made.json();
  const state = await fetch(`${platform.url}/ssf/state?stream_id=${id}`, { headers });
  assert.equal(state.status, 200);
}

const open = (path) => ada.open(path);

async function close(page) {
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const inDialog = (page, name) => page.locator('.dialog').getByRole('button', { name, exact: true }).click();

test('an instance that lacks the next secret key is named, and the switch is made all the same when told so', async () => {
  const page = await open('/console/apps/orders/secret');
  await page.getByText('SECRET_KEY="current,next"').waitFor();
  await press(page, 'Make the next key');
  await inDialog(page, 'Make the next key');
  await page.getByText('This is the only time the key is shown').waitFor();
  await inDialog(page, 'I have stored it');
  await page.getByText(/would refuse every new token: box-1\.example\.com\./).first().waitFor();
  await screenshot(page, 'console-secret-lacking');
  assert.deepEqual(await accessibilityFaults(page), []);
  await press(page, 'Sign with the next key');
  await page.locator('.dialog').getByText(/box-1\.example\.com/).waitFor();
  await screenshot(page, 'console-secret-anyway');
  assert.deepEqual(await accessibilityFaults(page), []);
  await inDialog(page, 'Switch anyway');
  await page.getByText('The next key signs now.').waitFor();
  await press(page, 'Retire the former key');
  await inDialog(page, 'Cancel');
  await close(page);
});

test('whoever has not heard after everybody was signed out is named', async () => {
  const page = await open('/console/apps/orders/instances');
  await page.getByRole('cell', { name: 'box-1.example.com' }).waitFor();
  await page.getByRole('cell', { name: '2.1.0' }).waitFor();
  await press(page, 'Sign everybody out');
  await inDialog(page, 'Sign everybody out');
  await page.getByText('Not everybody has heard').waitFor();
  await page.locator('.dialog').getByText('box-1.example.com').waitFor();
  await screenshot(page, 'console-revoke-late');
  assert.deepEqual(await accessibilityFaults(page), []);
  await inDialog(page, 'Close');
  await page.getByText('catching up').waitFor();
  await close(page);
});

test('rules are changed, and older tokens refused, by keyboard alone', async () => {
  const page = await open('/console/apps/billing/policy');
  await page.getByText('the usual ones').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Claims that every token must have').focus();
  await page.keyboard.type('sid');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.facts').getByText('sid', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Refuse older tokens' }).focus();
  await page.keyboard.press('Enter');
  const waits = page.getByRole('checkbox');
  await waits.waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'console-policy-now');
  await waits.focus();
  await page.keyboard.press('Space');
  assert.equal(await waits.isChecked(), false);
  await page.locator('.dialog').getByRole('button', { name: 'Refuse older tokens' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Tokens issued until now are refused.').waitFor();
  await page.locator('.facts').getByText('no rule').waitFor({ state: 'detached' });
  const { issuedAfter, requiredClaims } = await platform.command(['app', 'policy', 'billing']);
  assert.ok(Date.parse(issuedAfter) > Date.now() - 600_000);
  assert.deepEqual(requiredClaims, ['sid']);
  await close(page);
});

test('a rule that the platform does not take is refused beside its field', async () => {
  const page = await open('/console/apps/orders/policy');
  await press(page, 'Edit');
  await page.getByLabel('Tokens must be issued after').fill('2999-01-01T12:30:15');
  await press(page, 'Save');
  await page.getByText('A time that is not yet to come.').waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await close(page);
});

test('tokens are signed by another key once the algorithm is changed', async () => {
  const page = await open('/console/apps/billing/policy');
  await page.getByLabel('Signed by', { exact: true }).selectOption('ES256');
  await press(page, 'Save');
  await page.getByText('Saved.').waitFor();
  assert.equal((await platform.command(['app', 'show', 'billing'])).algorithm, 'ES256');
  await close(page);
});

test('the next signing key is published, and one that others may know is withdrawn', async () => {
  const page = await open('/console/settings/keys');
  await press(page, 'Publish the next key');
  await inDialog(page, 'Publish');
  await page.getByText(/Published\. It signs from/).waitFor();
  await page.getByText('next', { exact: true }).waitFor();
  await press(page, 'Publish the next key');
  await inDialog(page, 'Publish');
  await page.getByText('published already and waits to sign').waitFor();
  await inDialog(page, 'Cancel');
  const row = page.getByRole('row').filter({ has: page.getByText('signing', { exact: true }) }).filter({ hasText: 'RS256' }).filter({ hasText: 'ID tokens and events' });
  const kid = (await row.locator('code').textContent()).slice(0, 8);
  await row.getByRole('button', { name: /Withdraw/ }).click();
  await page.getByRole('checkbox').uncheck();
  await inDialog(page, 'Withdraw');
  await page.getByText(`Type exactly ${kid}`).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'console-keys-withdraw');
  await page.locator('.dialog input[name=typed]').fill(kid);
  await inDialog(page, 'Withdraw');
  await page.getByText('The key is trusted no more.').waitFor();
  await page.getByText('withdrawn', { exact: true }).waitFor();
  await page.getByText('next', { exact: true }).waitFor({ state: 'detached' }); // it signs now
  await close(page);
});

test('a registration token is shown once, and revoked', async () => {
  const page = await open('/console/settings/registration');
  await page.getByText('No registration tokens').waitFor();
  await press(page, 'Make registration token');
  await inDialog(page, 'Make registration token');
  await page.locator('.field-error').first().waitFor();
  await page.getByLabel('What it is for').fill('Nightly builds');
  await inDialog(page, 'Make registration token');
  await page.getByText(/^ghr_/).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Escape'); // leaving by mistake would lose it
  await inDialog(page, 'I have stored it');
  assert.equal(await page.getByText(/ghr_/).count(), 0);
  await page.getByRole('button', { name: 'Revoke: Nightly builds' }).click();
  await inDialog(page, 'Revoke');
  await page.getByText('No registration tokens').waitFor();
  await close(page);
});

test('a manager of one app sees its policy and instances, and nothing to change or of the platform', async () => {
  await platform.command(['manager', 'add', '--app', 'orders', '--user', 'max@example.com']);
  const max = await Visitor.signIn(browser, platform, 'max@example.com', password);
  const page = await max.open('/console/apps/orders');
  for (const part of ['policy', 'instances', 'secret']) {
    await max.go(page, `/console/apps/orders/${part}`);
    assert.equal(await page.getByRole('alert').count(), 0, part);
    const buttons = await page.locator('main').getByRole('button').allTextContents();
    assert.deepEqual(buttons.filter((name) => name !== 'Look again'), [], part);
  }
  await page.goto(`${platform.url}/console/settings/keys`);
  await page.getByRole('alert').waitFor();
  await page.context().close();
});

test('every page reads well by day, by night, on a phone and in German', async () => {
  await platform.command(['registration-token', 'add', '--name', 'A token with quite a long name']);
  const page = await open('/console');
  const german = await ada.open('/console', { width: 320, height: 640, locale: 'de-DE' });
  for (const [name, path] of [
    ['secret', '/console/apps/orders/secret'],
    ['policy', '/console/apps/billing/policy'],
    ['instances', '/console/apps/orders/instances'],
    ['keys', '/console/settings/keys'],
    ['registration', '/console/settings/registration'],
  ]) {
    await ada.go(page, path);
    await judgeLooks(page, `console-${name}`);
    await ada.go(german, path);
    await judge(german, `console-${name}-german`);
  }
  await close(page);
  await close(german);
});
