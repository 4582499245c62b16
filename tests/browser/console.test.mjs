// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessibilityFaults, faultsOf, launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor, settle } from './support/visitor.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
let platform, browser, ada, inEnglish, inGerman, graceId;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password, '--admin');
  await platform.addUser('grace@example.com', 'Grace Hopper', password);
  await platform.command(['app', 'add', '--id', 'orders', '--name', 'Order Desk', '--redirect-uri', 'https://orders.example.com/auth/callback', '--base-url', 'https://orders.example.com']);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'clerk', '--permission', 'orders:read', '--permission', 'orders:ship']);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'manager', '--permission', 'orders:read', '--permission', 'orders:delete']);
  browser = await launchBrowser();
  const refused = await fetch(`${platform.url}/api/v1/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ email, password: 'not the right password' }),
    headers: { Origin: platform.url, 'Content-Type': 'application/json' },
  });
  assert.equal(refused.status, 401);
  ada = await Visitor.signIn(browser, platform, email, password);
  inEnglish = await ada.open('/console');
  inGerman = await ada.open('/console', { locale: 'de-CH', width: 320, height: 640 });
  graceId = await idOf(inEnglish, 'grace@example.com');
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

const open = (path, options) => ada.open(path, options);
const idOf = async (page, address) => {
  const answer = await page.request.get(`${platform.url}/api/v1/users?email=${encodeURIComponent(address)}`);
  return (await answer.json()).items[0]?.id;
};

const pages = [
  ['dashboard', '/console'],
  ['users', '/console/users'],
  ['users-not-found', '/console/users?search=nobody@example.com'],
  ['user', '/console/users/GRACE'],
  ['apps', '/console/apps'],
  ['app', '/console/apps/orders'],
  ['members', '/console/apps/orders/members'],
  ['roles', '/console/apps/orders/roles'],
  ['secret', '/console/apps/orders/secret'],
  ['guide', '/console/apps/orders/guide'],
  ['instances', '/console/apps/orders/instances'],
  ['policy', '/console/apps/orders/policy'],
  ['invitations', '/console/apps/orders/invitations'],
  ['sign-ups', '/console/sign-up'],
  ['api-keys', '/console/api-keys'],
  ['mail', '/console/mail'],
  ['audit', '/console/audit'],
  ['sessions', '/console/sessions'],
  ['health', '/console/health'],
  ['settings', '/console/settings'],
  ['settings-mail', '/console/settings/mail'],
  ['signing-keys', '/console/settings/keys'],
  ['registration-tokens', '/console/settings/registration'],
  ['app-branding', '/console/apps/orders/branding'],
  ['lost', '/console/no/such/page'],
];
test('every route of the console is among the pages that are looked at', async () => {
  const source = await readFile(new URL('../../console/src/console/routes.ts', import.meta.url), 'utf8');
  const patterns = [...source.matchAll(/pattern: '([^']+)'/g)].map((found) => found[1]);
  const seen = pages.map(([, where]) => where.split('?')[0].split('/'));
  const isSeen = (pattern) =>
    seen.some(
      (parts) =>
        parts.length === pattern.split('/').length &&
        pattern.split('/').every((part, i) => part === parts[i] || (part.startsWith('{') && parts[i] !== '')),
    );
  assert.ok(patterns.length > 10);
  assert.deepEqual(patterns.filter((pattern) => !isSeen(pattern)), []);
});

for (const [name, where] of pages) {
  test(`${name}: accessible, no sideways scroll, within its content policy, in every look`, async () => {
    const path = where.replace('GRACE', graceId);
    await ada.go(inEnglish, path);
    await judgeLooks(inEnglish, `console-${name}`);
    await ada.go(inGerman, path);
    await judge(inGerman, `console-${name}-german`);
  });
}

test('who is not signed in comes back to the address asked for; who may not look is told so', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/console/users`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await signIn(page, 'grace@example.com', password);
  await page.getByText('This is for administrators').waitFor();
  assert.equal(new URL(page.url()).pathname, '/console/users');
  await page.goto(`${platform.url}/account`);
  await page.locator('#sessions li').first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'Console' }).count(), 0);
  await page.context().close();
});

test('administrators find the console from their account, and the account from the console', async () => {
  const page = await open('/console');
  await page.goto(`${platform.url}/account`);
  await page.getByRole('link', { name: 'Console' }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.getByRole('button', { name: /Your menu/ }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  await page.waitForURL('**/account');
  await page.context().close();
});

test('a user is added, changed, disabled, let in again by undo, and deleted after typing the address', async () => {
  const page = await open('/console/users');
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await dialog.getByText('belongs to another user already').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'email');
  await screenshot(page, 'console-add-user');
  assert.deepEqual(await accessibilityFaults(page), []);
  await dialog.getByLabel('E-mail address').fill('barbara@example.com');
  await dialog.getByLabel('Name').fill('Barbara Liskov');
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await page.getByRole('heading', { name: 'Barbara Liskov', level: 1 }).waitFor();
  await page.waitForURL('**/console/users/usr_*');

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Time zone').fill('Nowhere in particular');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A time zone such as').waitFor();
  await page.getByLabel('Time zone').fill('Europe/Zurich');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('dd', { hasText: 'Europe/Zurich' }).waitFor();

  await page.getByRole('button', { name: 'Disable' }).click();
  await screenshot(page, 'console-confirm');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await page.getByText('Disabled', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Never signed in', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Delete' }).click();
  const confirm = page.getByRole('alertdialog');
  await confirm.getByRole('button', { name: 'Delete user' }).click();
  await confirm.getByText('Type exactly').waitFor();
  assert.ok(await idOf(page, 'barbara@example.com'));
  await confirm.getByLabel(/to confirm/).fill('barbara@example.com');
  await confirm.getByRole('button', { name: 'Delete user' }).click();
  await page.waitForURL('**/console/users');
  assert.equal(await idOf(page, 'barbara@example.com'), undefined);
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('a change that somebody else made meanwhile is not overwritten', async () => {
  const page = await open('/console/users');
  const id = await idOf(page, 'grace@example.com');
  await page.goto(`${platform.url}/console/users/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  const meanwhile = await page.request.patch(`${platform.url}/api/v1/users/${id}`, {
    data: { firstName: 'Grace' },
    headers: { Origin: platform.url },
  });
  assert.equal(meanwhile.status(), 200);
  await page.getByLabel('Last name').fill('Overwritten');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody changed this meanwhile').waitFor();
  await page.context().close();
});

test('an app is added, and its secret shown once', async () => {
  const page = await open('/console/apps');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: platform.url });
  await page.getByRole('button', { name: 'Add app' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Stock Room');
  await dialog.getByLabel('Redirect addresses').fill('http://stock.example.com/cb');
  await dialog.getByRole('button', { name: 'Add app' }).click();
  await dialog.getByText('must be a full https address').waitFor();
  await dialog.getByLabel('Redirect addresses').fill('https://stock.example.com/cb');
  await dialog.getByRole('button', { name: 'Add app' }).click();
  await dialog.getByText('the only time').waitFor();
  await screenshot(page, 'console-secret-once');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Escape');
  const secret = await dialog.locator('pre').textContent();
  await dialog.getByRole('button', { name: /Copy/ }).click();
  await dialog.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await page.waitForURL('**/console/apps/stock-room/guide');
  await page.getByText('"id": "stock-room"').waitFor();
  assert.equal((await page.content()).includes(secret), false);
  await page.context().close();
});

test('the secret key is changed in three steps', async () => {
  const page = await open('/console/apps/orders/secret');
  const confirm = page.getByRole('alertdialog');
  await page.getByRole('button', { name: 'Make the next key' }).click();
  await confirm.getByRole('button', { name: 'Make the next key' }).click();
  await page.getByRole('dialog').getByText('the only time').waitFor();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: 'Sign with the next key' }).click();
  await confirm.getByRole('button', { name: 'Sign with the next key' }).click();
  await page.getByRole('button', { name: 'Retire the former key' }).waitFor();
  await screenshot(page, 'console-secret-step-3');
  await page.getByRole('button', { name: 'Retire the former key' }).click();
  await confirm.getByLabel('Others may know the key').check();
  await screenshot(page, 'console-secret-retire');
  await confirm.getByRole('button', { name: 'Retire the former key' }).click();
  await page.getByRole('button', { name: 'Make the next key' }).waitFor();
  await page.context().close();
});

test('roles are edited in place', async () => {
  const page = await open('/console/apps/orders/roles');
  const cell = page.getByRole('checkbox', { name: 'clerk may orders:delete' });
  await cell.check();
  await page.getByText('1 role has unsaved changes').waitFor();
  await screenshot(page, 'console-roles-unsaved');
  await page.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await cell.isChecked(), false);
  await page.getByLabel('Another permission').fill('not one!');
  await page.getByRole('button', { name: 'Add row' }).click();
  await page.getByText('1 to 100 letters').waitFor();
  await page.getByLabel('Another permission').fill('reports:read');
  await page.getByRole('button', { name: 'Add row' }).click();
  await page.getByRole('checkbox', { name: 'manager may reports:read' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('unsaved changes').waitFor({ state: 'detached' });
  await page.reload();
  assert.equal(await page.getByRole('checkbox', { name: 'manager may reports:read' }).isChecked(), true);
  await page.getByRole('button', { name: 'Add role' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('guest');
  await page.getByRole('dialog').getByRole('button', { name: 'Add role' }).click();
  await page.getByRole('button', { name: 'More for guest' }).click();
  await page.getByRole('menuitem', { name: 'Delete role' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete role' }).click();
  await page.getByRole('columnheader', { name: /guest/ }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('a member is added by address, given roles, removed and put back', async () => {
  const page = await open('/console/apps/orders/members');
  await page.getByRole('button', { name: 'Add member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('nobody@example.com');
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await dialog.getByText('no account with this address').waitFor();
  await dialog.getByLabel('E-mail address').fill('grace@example.com');
  await dialog.getByLabel('clerk').check();
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
  await page.getByRole('button', { name: /^Roles: Grace/ }).click();
  await dialog.getByLabel('manager').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: /clerk.*manager/ }).waitFor();
  await screenshot(page, 'console-members-filled');
  await page.getByRole('button', { name: /^Remove: Grace/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Nobody may enter').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).click();
  await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor();
  await page.getByRole('link', { name: 'Order Desk' }).waitFor();
  await page.context().close();
});

test('the audit log is filtered, looked at and kept as a file', async () => {
  const page = await open('/console/audit');
  await page.keyboard.press('/');
  await page.keyboard.type('wrong password');
  await page.getByText('1 matching event').waitFor();
  await page.getByRole('button', { name: 'Sign-in', exact: true }).click();
  await page.getByRole('dialog').getByText('127.0.0.1').waitFor();
  await screenshot(page, 'console-audit-event');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'As CSV' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  assert.equal(lines.length, 2);
  assert.match(lines[1], /user\.sign_in,failure,wrong_password/);
  await page.context().close();
});

test('without a mail server, mails are read in the console', async () => {
  const page = await open('/console/mail');
  await page.request.post(`${platform.url}/api/v1/password-reset`, {
    data: { email: 'grace@example.com' },
    headers: { Origin: platform.url },
  });
  // The mail is written after the answer, so that the answer's time tells nothing.
  const cell = page.getByRole('cell', { name: 'grace@example.com' });
  while (!(await cell.isVisible())) await page.getByRole('button', { name: 'Refresh' }).click();
  await page.locator('.table .as-link').first().click();
  await page.getByRole('dialog').getByText('/reset-password').waitFor();
  await screenshot(page, 'console-mail-read');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.context().close();
});

test('going from page to page keeps the document, moves the focus and the title', async () => {
  const page = await open('/console');
  await page.evaluate(() => (globalThis.sameDocument = true));
  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  assert.match(await page.title(), /^Users/);
  await page.goBack();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  await page.reload();
  await settle(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
  await page.context().close();
});

test('a failure says what to do, and trying again helps', async () => {
  const page = await open('/console');
  await page.route('**/api/v1/users?*', (route) =>
    route.fulfill({ status: 500, headers: { 'X-Request-Id': 'req-7' }, body: '' }),
  );
  await page.goto(`${platform.url}/console/users`);
  await page.getByText('req-7').waitFor();
  await screenshot(page, 'console-failure');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.unroute('**/api/v1/users?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
  await page.context().close();
});

test('the first load is small over the wire', async (t) => {
  const page = await openPage(browser);
  await page.context().addCookies(ada.cookies);
  const client = await page.context().newCDPSession(page);
  let bytes = 0;
  client.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await client.send('Network.enable');
  await page.goto(`${platform.url}/console`, { waitUntil: 'networkidle' });
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes > 10_000 && bytes <= 180 * 1024, `${bytes} bytes`);
  await page.context().close();
});
