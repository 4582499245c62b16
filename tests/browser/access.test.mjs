// SPDX-License-Identifier: Apache-2.0
//
// Who may do what, in the console: platform roles, managers of apps, declared permissions, API keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, faultsOf, launchBrowser, screenshot } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor, settle } from './support/visitor.mjs';

const password = 'correct horse battery staple';
const secret = 'an-app-brings-its-own-secret-key-42';
let platform, browser, owner, manager;

before(async () => {
  platform = await Platform.start();
  await platform.addUser('ada@example.com', 'Ada Lovelace', password, '--admin');
  await platform.addUser('mia@example.com', 'Mia Manager', password);
  await platform.addUser('grace@example.com', 'Grace Hopper', password);
  await platform.command(['app', 'add', '--id', 'orders', '--name', 'Order Desk', '--secret-key-stdin'], { input: secret });
  await platform.command(['app', 'add', '--id', 'billing', '--name', 'Billing']);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'clerk', '--permission', 'orders:read']);
  await platform.command(['manager', 'add', '--app', 'orders', 'mia@example.com']);
  browser = await launchBrowser();
  owner = await Visitor.signIn(browser, platform, 'ada@example.com', password);
  manager = await Visitor.signIn(browser, platform, 'mia@example.com', password);
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

const open = (visitor, path, options) => visitor.open(path, options);

async function declare(permissions) {
  const answer = await fetch(`${platform.url}/api/v1/apps/orders/declared-permissions`, {
    method: 'PUT',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(`orders:${secret}`).toString('base64')}`,
    },
    body: JSON.stringify({ permissions }),
  });
  assert.equal(answer.status, 200);
}

test('a key is made, shown once and revoked', async () => {
  const page = await open(owner, '/console/api-keys');
  await page.getByRole('button', { name: 'Make API key' }).click();
  await page.getByLabel('Name').fill('Prometheus');
  await page.getByLabel('Read metrics').check();
  await screenshot(page, 'api-keys-add');
  await page.getByRole('dialog').getByRole('button', { name: 'Make API key' }).click();
  const shown = page.getByRole('region', { name: 'API key', exact: true });
  const key = (await shown.textContent()).trim();
  assert.match(key, /^gh_[\w-]{43}$/);
  await screenshot(page, 'api-keys-once');
  const metrics = await fetch(`${platform.url}/metrics`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(metrics.status, 200);
  await page.getByRole('button', { name: 'I have it' }).or(page.getByRole('dialog').getByRole('button').last()).first().click();
  await page.getByRole('button', { name: 'Revoke: Prometheus' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('API key revoked.').waitFor();
  const refused = await fetch(`${platform.url}/metrics`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal(refused.status, 401);
  await page.context().close();
});

test('a service account is added, disabled and deleted', async () => {
  const page = await open(owner, '/console/api-keys');
  await page.getByRole('button', { name: 'Add service account' }).click();
  await page.getByLabel('Name').fill('Nightly backup');
  await page.getByLabel('Platform role').selectOption('auditor');
  await page.getByRole('dialog').getByRole('button', { name: 'Add service account' }).click();
  await page.getByRole('button', { name: 'Disable: Nightly backup' }).click();
  await page.getByRole('button', { name: 'Enable: Nightly backup' }).waitFor();
  await page.getByRole('button', { name: 'Edit: Nightly backup' }).press('Enter'); // by keyboard: a notice may lie over it
  await page.getByLabel('Manages these apps').fill('orders');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'orders' }).first().waitFor();
  await page.getByRole('button', { name: 'Delete: Nightly backup' }).press('Enter'); // by keyboard: a notice may lie over it
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete service account' }).click();
  await page.getByText('Service account deleted.').waitFor();
  await page.context().close();
});

test('a platform role is given, and the last owner keeps it', async () => {
  const page = await open(owner, '/console/users');
  await page.getByRole('link', { name: 'Grace Hopper' }).click();
  await page.getByRole('button', { name: 'Platform role' }).click();
  await page.getByRole('dialog').getByLabel('Platform role').selectOption('auditor');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Auditor').first().waitFor();
  await page.goto(`${platform.url}/console/users`);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Platform role' }).click();
  await page.getByRole('dialog').getByLabel('Platform role').selectOption('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.context().close();
});

test('a manager sees the own app alone, and looks after it', async () => {
  const page = await open(manager, '/console');
  await page.waitForURL('**/console/apps');
  await settle(page);
  assert.equal(await page.getByRole('link', { name: 'Billing' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Users' }).count(), 0);
  await page.getByRole('link', { name: 'Order Desk' }).click();
  await page.getByRole('button', { name: 'Add manager' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Edit' }).count(), 0);
  const parts = await page.getByRole('navigation', { name: /Order Desk/ }).getByRole('link').allInnerTexts();
  assert.deepEqual(parts, ['Overview', 'Members', 'Invitations', 'Roles', 'Policy', 'Instances', 'Set-up']);
  await page.getByRole('button', { name: 'Add manager' }).click();
  await page.getByLabel('E-mail address').fill('grace@example.com');
  await page.getByRole('dialog').getByRole('button', { name: 'Add manager' }).click();
  await page.getByText('Grace Hopper').waitFor();
  await screenshot(page, 'managers');
  await page.getByRole('button', { name: 'Remove: Grace Hopper' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Manager removed.').waitFor();
  await page.goto(`${platform.url}/console/apps/orders/members`);
  await page.getByRole('button', { name: 'Add member' }).click();
  await page.getByLabel('E-mail address').fill('grace@example.com');
  await page.getByLabel('clerk').check();
  await page.getByRole('dialog').getByRole('button').last().click();
  await page.getByText('Grace Hopper').waitFor();
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('a manager sees in the log what happened in the own app, and nothing else', async () => {
  await platform.command(['role', 'add', '--app', 'billing', '--name', 'cashier']);
  const page = await open(manager, '/console/audit');
  await page.getByRole('cell', { name: /Role added/ }).first().waitFor();
  assert.equal(await page.getByText('cashier').count(), 0);
  assert.deepEqual(await page.getByRole('row').locator('td:nth-child(4) .cell-body').allTextContents().then((apps) => [...new Set(apps)]), [
    'orders',
  ]);
  await page.getByText('Search the whole log').click();
  assert.deepEqual(await page.locator('select[name=app] option').allTextContents(), [
    'All your apps',
    'orders',
  ]);
  await page.getByLabel('By whom').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('Nobody has the address nobody@example.com').waitFor();
  await page.getByLabel('By whom').fill('mia@example.com');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.waitForURL('**/console/audit?actor=usr_*');
  await settle(page);
  assert.equal(await page.locator('a[href^="/console/users/"]').count(), 0);
  await screenshot(page, 'audit-of-manager-found');
  // Whoever names another app in the address is shown an empty log.
  await page.goto(`${platform.url}/console/audit?app=billing`);
  await page.getByText('No event fits').waitFor();
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('what an app declares waits, is accepted, and can be given to a role', async () => {
  await declare(['orders:read', 'orders:delete', 'orders:ship']);
  const page = await open(owner, '/console/apps/orders/roles');
  await screenshot(page, 'declared');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.getByRole('button', { name: 'Reject: orders:ship' }).click();
  await page.getByRole('button', { name: 'Accept: orders:delete' }).click();
  await page.getByRole('rowheader', { name: 'orders:delete' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Waiting for a decision' }).count(), 0);
  await page.context().close();
});

test('the pages are sound in every look', async () => {
  await platform.command(['service-account', 'add', '--name', 'Backup', '--platform-role', 'auditor', '--app', 'orders']);
  await platform.command(['api-key', 'add', '--name', 'Report', '--user', 'ada@example.com', '--permission', 'platform:view', '--permission', 'app:view']);
  for (const [visitor, paths] of [
    [owner, { 'api-keys': '/console/api-keys' }],
    [
      manager,
      {
        'api-keys-of-manager': '/console/api-keys',
        'app-of-manager': '/console/apps/orders',
        'audit-of-manager': '/console/audit',
      },
    ],
  ]) {
    const page = await visitor.open('/console/api-keys');
    const german = await visitor.open('/console/api-keys', { width: 320, height: 640, locale: 'de-DE' });
    for (const [name, path] of Object.entries(paths)) {
      await visitor.go(page, path);
      await judgeLooks(page, name);
      await visitor.go(german, path);
      await judge(german, `${name}-german`);
    }
    await page.context().close();
    await german.context().close();
  }
});
