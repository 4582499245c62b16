// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { accessibilityFaults, launchBrowser, screenshot, sidewaysOverflow } from './support/browser.mjs';
import { judge, judgeLooks } from './support/looks.mjs';
import { Outbox } from './support/outbox.mjs';
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
  const page = await ada.open('/console');
  const rows = Array.from({ length: 60 }, (_, i) => `person${i}@example.com,Person ${i}`);
  // Grace comes last, by herself: those of one import are equally new.
  for (const people of [rows, ['grace@navy.example,Grace Hopper']]) {
    const answer = await page.request.post(`${platform.url}/api/v1/users/import?mode=all_or_none`, {
      data: ['email,name', ...people].join('\n'),
      headers: { Origin: platform.url, 'Content-Type': 'text/csv' },
    });
    assert.equal(answer.status(), 200, await answer.text());
  }
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

async function open(path = '/console/users', options = {}) {
  const page = await ada.open(path, options);
  page.setDefaultTimeout(20_000);
  await page.locator('.user-filters').waitFor();
  return page;
}

const file = (text) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const box = (page, name) => page.getByRole('checkbox', { name: `Pick ${name}`, exact: true });
const picked = (page) => page.locator('.user-pick input:checked').count();

test('users, picked and asked about, are sound in every look', async () => {
  const page = await open('/console/users?search=person');
  await page.locator('.user-pick input').first().click();
  await judgeLooks(page, 'users-picked');
  await page.locator('.bulk-actions button').nth(3).click();
  await page.getByRole('alertdialog').waitFor();
  await judgeLooks(page, 'users-bulk-delete');
  await page.context().close();
  const german = await open('/console/users?search=person', { width: 320, height: 640, locale: 'de-CH' });
  await german.locator('.user-pick input').first().click();
  await judge(german, 'users-picked-german');
  await german.locator('.bulk-actions button').nth(3).click();
  await german.getByRole('alertdialog').waitFor();
  await judge(german, 'users-bulk-delete-german');
  await german.context().close();
});

test('a link to set a password goes to a user who is added, and again when asked for', async () => {
  const outbox = await Outbox.open(platform, email, password);
  const page = await open();
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('barbara@example.com');
  assert.ok(await dialog.getByRole('checkbox', { name: 'Mail a link' }).isChecked());
  await judge(page, 'users-add');
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await page.waitForURL('**/console/users/usr_*');
  const first = await outbox.link('set_password', 'barbara@example.com');
  await page.getByRole('button', { name: 'Send password link' }).click();
  await page.getByText('A link to set a password is on its way').waitFor();
  await judgeLooks(page, 'user-link-sent');
  const second = await outbox.link('set_password', 'barbara@example.com');
  assert.notEqual(second, first);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('textbox').fill('barbara@example.com');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete user' }).click();
  await page.waitForURL('**/console/users');
  await page.context().close();
});

test('searching goes on while one types, and its address opens the same again', async () => {
  const page = await open();
  await page.keyboard.press('/');
  await page.keyboard.type('hop');
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
  await page.getByText('1 user shown').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('search'), 'hop');
  await page.reload();
  await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
  assert.equal(await page.getByRole('searchbox').inputValue(), 'hop');
  await page.getByRole('searchbox').fill('ho');
  await page.getByText('Three letters or more').waitFor();
  await page.getByRole('searchbox').fill('nobody at all');
  await page.getByText('Nobody fits').waitFor();
  await screenshot(page, 'users-nobody-fits');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('50 users shown').waitFor();
  await page.context().close();
});

test('filters, orders and pages', async () => {
  const page = await open();
  assert.match(await page.locator('tbody tr').first().innerText(), /Grace Hopper/);
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByText('62 users shown').waitFor();
  await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('active');
  await page.getByText('1 user shown').waitFor();
  await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('pending');
  await page.getByLabel('Order').selectOption('name');
  await page.waitForURL('**state=pending**sort=name**');
  await page.waitForFunction(() => document.querySelector('tbody tr')?.textContent.includes('Grace Hopper'));
  await page.context().close();
});

test('many are picked by keyboard, disabled after a question with their number, and let in again by undo', async () => {
  const page = await open('/console/users?sort=email&search=person1');
  await box(page, 'Person 10').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await picked(page), 3);
  await page.getByRole('button', { name: 'Disable' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByText('Disable 3 users?').waitFor();
  await question.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('3 users are disabled.').waitFor();
  await page.locator('.badge.bad').nth(2).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('3 users may sign in again.').waitFor();
  await page.context().close();
});

test('a range is picked with Shift, all by one box; one’s own account is left as it is', async () => {
  const page = await open('/console/users?sort=email&search=example.com');
  await page.locator('.user-pick input').nth(1).click();
  await page.locator('.user-pick input').nth(5).click({ modifiers: ['Shift'] });
  assert.equal(await picked(page), 5);
  await page.getByRole('button', { name: 'Pick nobody' }).click();
  assert.equal(await picked(page), 0);
  await page.getByLabel('Order').selectOption('email');
  await page.getByRole('searchbox').fill('ada@example.com');
  await page.getByText('1 user shown').waitFor();
  await page.getByLabel('All shown here').check();
  await page.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByLabel(/Type/).fill('2');
  await question.getByRole('button', { name: 'Delete' }).click();
  await question.locator('.field-error').waitFor();
  await question.getByLabel(/Type/).fill('1');
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Your own account is not changed').waitFor();
  await screenshot(page, 'users-bulk-refused');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.context().close();
});

test('a file is checked first; bad rows are named and left out where one says so', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog');
  await screenshot(page, 'users-import-choose');
  assert.deepEqual(await accessibilityFaults(page), []);
  await dialog
    .getByLabel('CSV file')
    .setInputFiles(file('email,name\nnew1@example.com,New One\nnonsense,X\nada@example.com,Again\nnew2@example.com,\n'));
  await dialog.getByText('2 users can be added.').waitFor();
  await dialog.getByText('2 rows can’t be brought in.').waitFor();
  await dialog.getByRole('cell', { name: 'nonsense' }).waitFor();
  await dialog.getByRole('cell', { name: 'New One' }).waitFor();
  await screenshot(page, 'users-import-checked');
  assert.deepEqual(await accessibilityFaults(page), []);
  await dialog.getByRole('button', { name: 'Add 2 users, leave the bad rows out' }).click();
  await dialog.getByText('2 users were added.').waitFor();
  await screenshot(page, 'users-import-done');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'New One' }).waitFor();
  await page.context().close();
});

test('unknown headings are asked about; giving up leaves nothing behind', async () => {
  const page = await open('/console/users', { width: 320, height: 640 });
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('CSV file').setInputFiles(file('Login mail,Shoe size,Vorname\nx@example.com,44,Xaver\n'));
  await dialog.getByText('Some headings of this file').waitFor();
  assert.equal(await sidewaysOverflow(page), 0);
  await screenshot(page, 'users-import-columns');
  await dialog.getByLabel('Login mail').selectOption('email');
  await dialog.getByRole('button', { name: 'Check the file' }).click();
  await dialog.getByRole('cell', { name: 'Xaver' }).waitFor();
  await screenshot(page, 'users-import-narrow');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  const imports = await page.request.get(`${platform.url}/api/v1/users/imports`);
  assert.deepEqual((await imports.json()).items, []);
  await page.context().close();
});

test('what is shown is exported', async () => {
  const page = await open('/console/users?search=hopper');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  assert.equal(lines.length, 2);
  assert.match(lines[1], /^"grace@navy.example","Grace Hopper"/);
  await page.context().close();
});
