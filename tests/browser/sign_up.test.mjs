// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  accessibilityFaults,
  faultsOf,
  launchBrowser,
  openPage,
  screenshot,
  signIn,
} from './support/browser.mjs';
import { Outbox } from './support/outbox.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor } from './support/visitor.mjs';

const admin = 'root@example.com';
const password = 'correct horse battery staple';
let platform, browser, outbox;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(admin, 'Root', password, '--admin');
  outbox = await Outbox.open(platform, admin, password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

test('signing up is closed until somebody opens it', async () => {
  const page = await openPage(browser);
  const answer = await page.goto(`${platform.url}/sign-up`);
  assert.equal(answer.status(), 404);
  await page.goto(`${platform.url}/sign-in`);
  assert.equal(await page.getByRole('link', { name: 'Sign up' }).count(), 0);
  await page.context().close();
});

test('a stranger makes an account by way of the mailbox', async () => {
  await outbox.put('/api/v1/settings/sign-up', { mode: 'open' });
  const page = await openPage(browser);
  await page.goto(`${platform.url}/sign-in`);
  await page.getByRole('link', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'Sign up' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'sign-up-ask');
  await page.getByLabel('Email').fill('new@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor();
  await page.goto(await outbox.link('sign_up', 'new@example.com'));
  await page.getByRole('heading', { name: 'Make your account' }).waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await screenshot(page, 'sign-up-finish');
  await page.getByLabel('Name').fill('Newcomer');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('heading', { name: 'Your account is made' }).waitFor();
  await page.getByRole('link', { name: 'Go to sign in' }).click();
  await signIn(page, 'new@example.com', password);
  await page.waitForURL('**/account');
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('who waits for approval is let in or turned away in the console', async () => {
  await outbox.put('/api/v1/settings/sign-up', { mode: 'approval' });
  await waitForApproval('grace@example.com', 'Grace Hopper');
  await waitForApproval('eve@example.com', 'Eve Example');
  const root = await Visitor.signIn(browser, platform, admin, password);
  const page = await root.open('/console/sign-up');
  await judgeLooks(page, 'sign-up-waiting');
  await page.getByRole('button', { name: 'Let in: Grace Hopper' }).click();
  await page.getByText('Grace Hopper may sign in now').waitFor();
  await page.getByRole('button', { name: 'Let in: Grace Hopper' }).waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Turn away: Eve Example' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByText('eve@example.com').waitFor();
  await judge(page, 'sign-up-turn-away');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Turn away: Eve Example' }).click();
  await question.getByRole('button', { name: 'Turn away' }).click();
  await page.getByText('The person is turned away.').waitFor();
  await page.getByText('Nobody waits.').waitFor();
  await page.context().close();

  await outbox.link('sign_up_approved', 'grace@example.com');
  assert.equal(await statusOfSignIn('grace@example.com'), 200);
  assert.equal(await statusOfSignIn('eve@example.com'), 401);
  const turnedAway = (await outbox.mails()).filter((mail) => mail.to === 'eve@example.com');
  assert.deepEqual(
    turnedAway.map((mail) => mail.kind),
    ['sign_up'],
  );
});

/** Signs somebody up, as their browser would, to the point where an administrator decides. */
async function waitForApproval(email, name) {
  assert.equal((await post('/api/v1/sign-up', { email })).status, 202);
  const token = new URL(await outbox.link('sign_up', email)).searchParams.get('token');
  const made = await post('/api/v1/sign-up/confirm', { token, name, password });
  assert.deepEqual(await made.json(), { status: 'awaiting_approval' });
}

async function statusOfSignIn(email) {
  return (await post('/api/v1/sign-in', { email, password })).status;
}

function post(path, body) {
  return fetch(platform.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
