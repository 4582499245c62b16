// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage, signIn } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Outbox } from './support/outbox.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor } from './support/visitor.mjs';

const admin = 'root@example.com';
const password = 'correct horse battery staple';
let platform, browser, outbox, root;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(admin, 'Rosa Root', password, '--admin');
  await platform.addUser('eve@example.com', 'Eve', password);
  await platform.command(['app', 'add', '--id', 'orders', '--name', 'Order Desk', '--base-url', platform.url]);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'clerk', '--permission', 'orders:read']);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'manager', '--permission', 'orders:delete']);
  outbox = await Outbox.open(platform, admin, password);
  browser = await launchBrowser();
  root = await Visitor.signIn(browser, platform, admin, password);
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

const invite = (...words) => platform.command(['invite', 'send', '--app', 'orders', ...words]);

const openConsole = (options) => root.open('/console/apps/orders/invitations', options);
const german = { width: 320, height: 640, locale: 'de-CH' };

test('a new person joins by the mailed link, which looking does not use up', async () => {
  const { url } = await invite('--email', 'ada@example.com', '--role', 'clerk', '--role', 'manager');
  assert.equal((await fetch(url, { method: 'HEAD' })).status, 200);
  const inGerman = await openPage(browser, german);
  await inGerman.goto(url);
  await inGerman.getByRole('heading', { name: 'Order Desk' }).waitFor();
  await judge(inGerman, 'invite-new-german');
  await inGerman.context().close();
  const page = await openPage(browser);
  const answer = await page.goto(url);
  assert.equal(answer.headers()['referrer-policy'], 'no-referrer');
  await page.getByRole('heading', { name: 'Order Desk' }).waitFor();
  await judgeLooks(page, 'invite-new');
  await page.getByText('You will have the roles clerk and manager.').waitFor();
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Make the account and join' }).click();
  await page.getByText('Add 10 more characters').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make the account and join' }).click();
  await page.getByRole('heading', { name: 'Welcome to Order Desk' }).waitFor();
  await judge(page, 'invite-done');
  assert.equal(await page.getByRole('link', { name: 'Open Order Desk' }).getAttribute('href'), platform.url);
  await page.goto(`${platform.url}/account`);
  await page.getByText('Order Desk').waitFor();
  await page.goto(url);
  await page.getByRole('heading', { name: 'This invitation no longer works' }).waitFor();
  await judge(page, 'invite-ended');
  await page.context().close();
});

test('somebody else is told whose it is; the right account accepts after signing in', async () => {
  const { url } = await invite('--email', 'eve@example.com', '--role', 'clerk');
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await signIn(page, admin, password);
  await page.waitForURL('**/account');
  await page.goto(url);
  await page.getByText('This invitation was sent to eve@example.com').waitFor();
  await judge(page, 'invite-wrong-account');
  await page.getByRole('link', { name: 'Sign in to accept' }).click();
  await signIn(page, 'eve@example.com', password);
  await page.getByText('You are signed in as eve@example.com.').waitFor();
  await judge(page, 'invite-accept');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.getByRole('heading', { name: 'Welcome to Order Desk' }).waitFor();
  await page.context().close();
});

test('an open link takes a new person by way of the mailbox', async () => {
  const { url } = await invite('--uses', '2', '--role', 'clerk');
  const page = await openPage(browser, { width: 320, height: 640 });
  await page.goto(url);
  await page.getByRole('textbox', { name: 'Email' }).fill('new@example.com');
  await judge(page, 'invite-open');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.goto(await outbox.link('invitation_address', 'new@example.com'));
  await page.getByLabel('Name').fill('Newcomer');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make the account and join' }).click();
  await page.getByRole('heading', { name: 'Welcome to Order Desk' }).waitFor();
  await page.context().close();
});

test('administrators invite, copy the link, send it again and revoke in the console', async () => {
  const page = await openConsole();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByLabel('E-mail address').fill('bob@example.com');
  await page.getByLabel('clerk').check();
  await judge(page, 'console-invite-dialog');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText(`${platform.url}/invite/`).waitFor();
  await judge(page, 'console-invite-sent');
  await page.getByRole('button', { name: 'Close' }).click();
  const row = page.getByRole('row').filter({ hasText: 'bob@example.com' });
  await row.getByText('Sent').waitFor();
  await row.getByRole('button', { name: 'Send again: bob@example.com' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await row.getByRole('button', { name: 'Revoke: bob@example.com' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('Revoked').waitFor();
  await page.getByRole('button', { name: 'Open link' }).click();
  await page.getByLabel('How many people').fill('0');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByText('From 1 to 1000.').waitFor();
  await page.getByLabel('How many people').fill('5');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByRole('heading', { name: 'The open link is ready' }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('0 of 5 used').waitFor();
  await page.getByLabel('Show').selectOption('accepted');
  await page.getByRole('row').filter({ hasText: 'ada@example.com' }).waitFor();
  await page.context().close();
});

test('the list of invitations is in order in every look', async () => {
  const page = await openConsole();
  await page.getByText('bob@example.com').waitFor();
  await judgeLooks(page, 'console-invitations');
  await page.context().close();
  const inGerman = await openConsole(german);
  await inGerman.getByText('bob@example.com').waitFor();
  await judge(inGerman, 'console-invitations-german');
  await inGerman.context().close();
});
