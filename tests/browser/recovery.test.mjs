// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage, signIn } from './support/browser.mjs';
import { judge } from './support/looks.mjs';
import { Outbox } from './support/outbox.mjs';
import { Platform } from './support/platform.mjs';

const admin = 'root@example.com';
const email = 'ada@example.com';
const password = 'correct horse battery staple';
const newPassword = 'seven quiet herons wade upstream';
let platform, browser, outbox;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(admin, 'Root', password, '--admin');
  await platform.addUser(email, 'Ada Lovelace', password);
  outbox = await Outbox.open(platform, admin, password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

test('a forgotten password is replaced by way of the mailbox', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  await judge(page, 'reset-ask');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('Enter your email address.', { exact: true }).waitFor();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await judge(page, 'reset-asked');

  const link = await outbox.link('reset_password', email);
  assert.ok(link.startsWith(`${platform.url}/reset-password?token=`));
  await page.goto(link);
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  assert.equal(new URL(page.url()).search, '', 'the token stays out of the history');
  await judge(page, 'reset-set');
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('more characters').waitFor();
  await page.getByLabel('New password', { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('heading', { name: 'Your new password is set' }).waitFor();
  await page.getByRole('link', { name: 'Go to sign in' }).click();
  await signIn(page, email, newPassword);
  await page.waitForURL('**/account');

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  await judge(page, 'reset-used');
  await page.context().close();
});

test('an unknown address is told the same', async () => {
  const page = await openPage(browser);
  await page.goto(`${platform.url}/reset-password`);
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.context().close();
});

test('a new email address is confirmed at both addresses, and undone from the old mailbox', async () => {
  await platform.addUser('grace@example.com', 'Grace Hopper', password);
  const page = await openPage(browser, { width: 360, height: 740, colorScheme: 'dark' });
  await page.goto(`${platform.url}/sign-in`);
  await signIn(page, 'grace@example.com', password);
  await page.waitForURL('**/account');
  const status = await page.evaluate(
    async (body) =>
      (
        await fetch('/api/v1/me/email', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status,
    { email: 'hopper@example.com', password },
  );
  assert.equal(status, 202);
  await page.goto(await outbox.link('confirm_new_email', 'hopper@example.com'));
  await page.getByText('From now on').waitFor();
  await judge(page, 'email-change');
  await page.getByRole('button', { name: 'Use this address' }).click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  const atOldAddress = await outbox.link('email_change_asked', 'grace@example.com');
  await page.goto(atOldAddress);
  await judge(page, 'email-change-agree');
  await page.getByRole('button', { name: 'Agree to the change' }).click();
  await page.getByRole('heading', { name: 'Your email address is changed' }).waitFor();
  await page.goto(atOldAddress);
  await page.getByRole('button', { name: 'Keep my old address' }).click();
  await page.getByRole('heading', { name: 'Your old email address stays' }).waitFor();
  await judge(page, 'email-kept');
  await page.goto(`${platform.url}/verify-email`);
  await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
  await page.context().close();
});

test('the account page changes the password and asks for a new address', async () => {
  await platform.addUser('mary@example.com', 'Mary Shelley', password);
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await signIn(page, 'mary@example.com', password);
  await page.waitForURL('**/account');
  await page.getByText('Change your password', { exact: true }).click();
  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password', { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('This is not your password.').waitFor();
  await judge(page, 'account-password');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await page.getByText('Change your email address', { exact: true }).click();
  await page.getByLabel('New email address').fill('shelley@example.com');
  await page.locator('#emailPassword').fill(newPassword);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('A link is on its way').waitFor();
  await page.goto(await outbox.link('confirm_new_email', 'shelley@example.com'));
  await page.getByRole('button', { name: 'Use this address' }).click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await page.context().close();
});
