// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, faultsOf, launchBrowser, openPage, screenshot, signIn } from './support/browser.mjs';
import { judgeLooks } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';
import { Visitor } from './support/visitor.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
let platform, browser, ada;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password, '--admin');
  browser = await launchBrowser();
  ada = await Visitor.signIn(browser, platform, email, password);
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

const open = (path) => ada.open(path);

const accentOf = (page, selector) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);

test('a brand is previewed before it is saved, saved, seen on the sign-in page, and undone', async () => {
  const page = await open('/console/settings');
  await page.getByLabel('Product name').fill('Acme <b>Works</b>');
  await page.getByLabel('Accent on light pages', { exact: true }).fill('#ffd000');
  await page.getByText('Can’t be read on light pages').waitFor();
  await page.getByLabel('Accent on light pages', { exact: true }).fill('#102060');
  await page.locator('.preview-brand', { hasText: 'Acme <b>Works</b>' }).waitFor();
  assert.equal(await accentOf(page, '.preview-button'), 'rgb(16, 32, 96)');
  await page.getByRole('button', { name: 'Dark' }).click();
  await screenshot(page, 'settings-preview-dark');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.getByRole('button', { name: 'Mail', exact: true }).click();
  await screenshot(page, 'settings-preview-mail');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').hover(); // a notice that is looked at stays

  const visitor = await openPage(browser, { reducedMotion: 'reduce' });
  await visitor.goto(`${platform.url}/sign-in`);
  assert.equal(await visitor.title(), 'Sign in · Acme <b>Works</b>');
  assert.equal(await accentOf(visitor, 'button[type=submit]'), 'rgb(16, 32, 96)');
  await judgeLooks(visitor, 'sign-in-branded');
  await visitor.context().close();

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => document.querySelector('input[name=productName]')?.value === '');
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('unsaved changes are not lost by leaving without being asked', async () => {
  const page = await open('/console/settings');
  await page.getByLabel('Product name').fill('Half a na');
  let asked = 0;
  page.on('dialog', (dialog) => {
    ++asked;
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Users' }).click();
  assert.equal(asked, 1);
  assert.equal(new URL(page.url()).pathname, '/console/settings');
  await page.context().close();
});

test('a logo is taken, shown, and removed; what is no picture is refused', async () => {
  const page = await open('/console/settings');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await page.getByText('A picture must be a PNG').waitFor();
  await picker.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png });
  await page.getByText('Logo saved.').waitFor();
  assert.match(await page.locator('.logo-frame img').getAttribute('src'), /^\/brand\/logo\/[\w-]{43}\.png$/);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Logo removed.').waitFor();
  assert.deepEqual(faultsOf(page), []);
  await page.context().close();
});

test('a test mail lands in the outbox while there is no mail server', async () => {
  const page = await open('/console/settings/mail');
  await page.getByRole('button', { name: `Send a test mail to ${email}` }).click();
  await page.getByText('The mail is in the outbox.').waitFor();
  await page.getByRole('link', { name: 'Open the outbox' }).click();
  await page.getByRole('button', { name: 'Test mail from Gatehouse' }).waitFor();
  await page.context().close();
});

test('sessions are listed and everybody else is signed out after typing so', async () => {
  const elsewhere = await Visitor.signIn(browser, platform, email, password);
  const visitor = await elsewhere.open('/console');
  const page = await open('/console/sessions');
  await page.getByText('This session').waitFor();
  await page.getByRole('button', { name: 'End everybody’s sessions' }).click();
  await page.getByRole('alertdialog').getByRole('textbox').fill('everybody');
  await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
  await page.getByText('session has ended.').waitFor();
  await visitor.goto(`${platform.url}/account`);
  await visitor.waitForURL('**/sign-in*');
  await visitor.context().close();
  await page.context().close();
});
