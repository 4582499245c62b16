// SPDX-License-Identifier: Apache-2.0
//
// Walks docs/guides/first-team.md: its numbered steps in order, each by the words that the guide prints in bold.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { freePort, Platform, program } from './support/platform.mjs';

const guide = await readFile(new URL('../../docs/guides/first-team.md', import.meta.url), 'utf8');
const password = 'correct horse battery staple';
const grace = { name: 'Grace Hopper', email: 'grace@example.com' };
const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
let platform, browser, page, person, app, appUrl, secret, link;
let said;
let stuck = false;

before(async () => {
  platform = await Platform.start();
  appUrl = `http://localhost:${await freePort()}`;
  browser = await launchBrowser();
  page = await openPage(browser, { locale: 'en-GB', reducedMotion: 'reduce' });
});
after(async () => {
  await browser?.close();
  if (app?.exitCode === null) {
    app.kill('SIGKILL');
    await once(app, 'exit');
  }
  await platform?.stop();
});

/** One numbered section of the guide: what is done there uses each of its words in bold, and no other. */
function step(title, walk) {
  test(title, async () => {
    const sections = guide.split(/^## /m).slice(1);
    const section = sections.find((each) => each.startsWith(`${title}\n`));
    assert.ok(section, 'the guide has no such step');
    assert.ok(!stuck, 'an earlier step did not end');
    stuck = true;
    said = new Set();
    await walk();
    stuck = false;
    const bold = [...section.matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1]);
    assert.deepEqual([...said].sort(), [...new Set(bold)].sort());
    await screenshot(page, `first-team-${title.split('.')[0]}`);
  });
}

const say = (text) => {
  said.add(text);
  return text;
};
const press = (name, within = page) => within.getByRole('button', { name: say(name), exact: true }).first().click();
const follow = (name, within = page) => within.getByRole('link', { name: say(name), exact: true }).click();
const fill = (label, text, within = page) => within.getByLabel(say(label)).first().fill(text);
const see = (text, within = page) => within.getByText(say(text)).filter({ visible: true }).first().waitFor();
const openPart = (name) => follow(name, page.locator('.parts'));
const openConsolePage = (name) => follow(name, page.locator('#navigation'));

async function startApp() {
  app = spawn(program('example_orders'), [], {
    env: { ...process.env, SECRET_KEY: secret, GATEHOUSE_URL: platform.url, PORT: new URL(appUrl).port },
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 400; ++tries) {
    if (await fetch(`${appUrl}/health`).then((answer) => answer.ok, () => false)) return;
    assert.equal(app.exitCode, null, 'the example app ended');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('the example app does not answer');
}

test('the numbered steps of the guide are those below', () => {
  assert.deepEqual(
    [...guide.matchAll(/^## (\d+)\./gm)].map((match) => Number(match[1])),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
});

step('1. Start the platform', async () => {
  await page.goto(platform.setUpLink);
  await fill('Name', grace.name);
  await fill('Email', grace.email);
  await page.getByLabel(say('Password'), { exact: true }).fill(password);
  await press('Create administrator');
  await follow('Go to your account');
  await follow('Console');
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
});

step('2. Decide about mail', async () => {
  await openConsolePage('Mail');
  await page.getByText('No mails yet').waitFor();
});

step('3. Add the app', async () => {
  await openConsolePage('Apps');
  await press('Add app');
  const dialog = page.getByRole('dialog');
  await fill('Name', 'Orders', dialog);
  await fill('Redirect addresses', `${appUrl}/auth/callback`, dialog);
  await dialog.getByRole('textbox', { name: say('Address'), exact: false }).last().fill(appUrl);
  await press('Add app', dialog);
  await dialog.locator('pre').waitFor();
  secret = await dialog.locator('pre').textContent();
  await press('I have stored it', dialog);
  await page.waitForURL('**/console/apps/orders/guide');
  await startApp();
});

step('4. Say what people may do', async () => {
  await openPart('Roles');
  await press('Add role');
  const dialog = page.getByRole('dialog');
  await fill('Name', 'manager', dialog);
  await dialog.getByRole('button', { name: 'Add role' }).click();
  await dialog.waitFor({ state: 'detached' });
  await fill('Another permission', 'reports:read');
  await press('Add row');
  await page.getByRole('checkbox', { name: 'manager may reports:read' }).check();
  await press('Save');
  await page.getByText('unsaved changes').waitFor({ state: 'detached' });
});

step('5. Invite somebody', async () => {
  await openPart('Invitations');
  await page.getByRole('button', { name: say('Open link') }).waitFor();
  await press('Invite');
  const dialog = page.getByRole('dialog');
  await fill('E-mail address', ada.email, dialog);
  await dialog.getByLabel(say('manager')).check();
  await press('Send invitation', dialog);
  await page.getByText('/invite/').waitFor();
  link = await dialog.locator('pre').textContent();
  await press('Close', dialog);
});

step('6. Accept, as the one invited', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  person = await context.newPage();
  await person.goto(link);
  await see('Join Orders', person);
  await person.getByText(`${grace.name} invites you to use Orders. You will have the role manager.`).waitFor();
  await fill('Name', ada.name, person);
  await person.getByLabel(say('Password'), { exact: true }).fill(password);
  await press('Make the account and join', person);
  await see('Welcome to Orders', person);
  await follow('Open Orders', person);
  await person.waitForURL(`${appUrl}/`);
});

step('7. Use the app', async () => {
  await follow('Sign in', person);
  await see('All orders', person);
  await press('Reports', person);
  await person.getByText('Turnover by status').waitFor();
});

step('8. Look who is in', async () => {
  await openPart('Invitations');
  await page.reload();
  await page.getByRole('row').filter({ hasText: ada.email }).getByText(say('Accepted')).waitFor();
  await openPart('Members');
  await page.getByRole('row').filter({ hasText: ada.name }).getByText('manager').waitFor();
});

step('9. Take it away again', async () => {
  await page.getByRole('link', { name: ada.name }).click();
  await page.getByRole('button', { name: say('Disable') }).waitFor();
  await page.getByRole('link', { name: say('Users'), exact: true }).first().waitFor();
  await page.goBack();
  said.add('Members');
  await page.getByRole('button', { name: `${say('Remove')}: ${ada.name}` }).click();
  await press('Remove', page.getByRole('alertdialog'));
  await page.getByText('Nobody may enter').waitFor();
  const later = await (await browser.newContext()).newPage();
  await later.goto(appUrl);
  await later.getByRole('link', { name: 'Sign in' }).click();
  await signIn(later, ada.email, password);
  await see('No access to Orders', later);
});

step('10. Read what happened', async () => {
  await openConsolePage('Audit log');
  await see('Invitation accepted');
  await see('Member removed');
  await platform.command(['audit', 'verify']);
});
