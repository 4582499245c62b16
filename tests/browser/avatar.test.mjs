// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, openPage } from './support/browser.mjs';
import { judge } from './support/looks.mjs';
import { Platform } from './support/platform.mjs';

const ada = 'ada@example.com';
const owner = 'owner@example.com';
const password = 'correct horse battery staple';
let platform, browser;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(owner, 'Olga Owner', password, '--admin');
  await platform.addUser(ada, 'Ada Lovelace', password);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

async function signedIn(email, path, options = {}) {
  const page = await openPage(browser, { reducedMotion: 'reduce', locale: 'en-GB', ...options });
  await page.goto(`${platform.url}/sign-in?return_to=${encodeURIComponent(path)}`);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`**${path}`);
  return page;
}

async function openAccount(options) {
  const page = await signedIn(ada, '/account', options);
  await page.locator('#sessions li').first().waitFor();
  return page;
}

/** A picture drawn by the browser itself: colours that change over it, or noise, which no format makes small. */
async function draw(page, { width, height, type = 'image/jpeg', noise = false }) {
  const base64 = await page.evaluate(
    ({ width, height, type, noise }) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      const colours = context.createLinearGradient(0, 0, width, height);
      colours.addColorStop(0, '#8fb7d9');
      colours.addColorStop(1, '#1d5847');
      context.fillStyle = colours;
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#f3c9a5';
      context.beginPath();
      context.arc(width / 2, height / 2.4, Math.min(width, height) / 4, 0, 7);
      context.fill();
      if (noise) {
        const pixels = context.getImageData(0, 0, width, height);
        let state = 1;
        for (let i = 0; i < pixels.data.length; i += 1) {
          state = (state * 48271) % 2147483647;
          if (i % 4 !== 3) pixels.data[i] ^= state & 63;
        }
        context.putImageData(pixels, 0, 0);
      }
      return canvas.toDataURL(type).split(',')[1];
    },
    { width, height, type, noise },
  );
  return Buffer.from(base64, 'base64');
}

const portrait = (page) => page.locator('#portrait');
const sizeOf = (image) => image.evaluate((shown) => shown.decode().then(() => shown.naturalWidth));

async function choose(page, name, mimeType, buffer) {
  await page.locator('#picture').setInputFiles({ name, mimeType, buffer });
}

test('a picture is chosen, seen as it will be, used, removed and put back', async () => {
  const page = await openAccount();
  assert.equal(await portrait(page).isVisible(), false);
  await page.getByText('Change your picture', { exact: true }).click();
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByText('Choose a file.').waitFor();
  await choose(page, 'me.jpg', 'image/jpeg', await draw(page, { width: 600, height: 400 }));
  await page.locator('#picture-preview').waitFor();
  await judge(page, 'account-picture-chosen');
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByText('Your picture is changed.').waitFor();
  assert.equal(await sizeOf(portrait(page)), 256);
  assert.match(await portrait(page).getAttribute('src'), /^\/avatars\/[\w-]{43}\.png$/);
  await judge(page, 'account-picture');

  // The profile's version has grown with the picture; saving it must not be taken for somebody else's change.
  await page.getByText('Change your profile', { exact: true }).click();
  await page.getByRole('button', { name: 'Save your profile' }).click();
  await page.getByText('Your profile is saved.').waitFor();

  await page.getByText('Change your picture', { exact: true }).click();
  await page.getByRole('button', { name: 'Remove your picture' }).click();
  await page.getByText('Your picture is removed.').waitFor();
  assert.equal(await portrait(page).isVisible(), false);
  await judge(page, 'account-picture-removed');
  await page.keyboard.press('Enter'); // the focus is on Undo
  await page.getByText('Your picture is back.').waitFor();
  assert.equal(await sizeOf(portrait(page)), 256);
  await page.context().close();
});

test('a photo that is too large to send is made smaller first', async () => {
  const page = await openAccount();
  const photo = await draw(page, { width: 1600, height: 1200, type: 'image/png', noise: true });
  assert.ok(photo.length > 1024 * 1024);
  await page.getByText('Change your picture', { exact: true }).click();
  await choose(page, 'photo.png', 'image/png', photo);
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByText('Your picture is changed.').waitFor();
  assert.equal(await sizeOf(portrait(page)), 256);
  await page.context().close();
});

test('what is no picture is refused at its field, by the page and by the server', async () => {
  const page = await openAccount();
  const before = await portrait(page).getAttribute('src');
  await page.getByText('Change your picture', { exact: true }).click();
  await choose(page, 'me.png', 'image/png', Buffer.from('<html>no picture</html>'));
  await page.getByText('This picture can’t be read.').waitFor();
  await page.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByText('Choose a PNG, JPEG or WebP file.').waitFor();
  await judge(page, 'account-picture-refused');
  assert.equal(await portrait(page).getAttribute('src'), before);
  await page.context().close();
});

test('the form is used by keyboard, on a narrow screen, in German', async () => {
  const page = await openAccount({ width: 320, height: 640, locale: 'de-CH', colorScheme: 'dark' });
  await page.getByText('Bild ändern', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await choose(page, 'ich.png', 'image/png', await draw(page, { width: 90, height: 120, type: 'image/png' }));
  await page.locator('#picture-preview').waitFor();
  await judge(page, 'account-picture-narrow-german');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'picture');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Ihr Bild ist geändert.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'picture-summary');
  await page.context().close();
});

test('the console shows pictures, and administrators take them away', async () => {
  const page = await signedIn(owner, '/console/users');
  await page.locator('tr', { hasText: ada }).locator('img').waitFor();
  await judge(page, 'console-users-pictures');
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await page.getByRole('img', { name: 'Picture of Ada Lovelace' }).waitFor();
  await judge(page, 'console-user-picture');
  await page.getByRole('button', { name: 'Remove picture' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove picture' }).click();
  await page.getByText('The picture of Ada Lovelace is removed.').waitFor();
  assert.equal(await page.getByRole('img', { name: 'Picture of Ada Lovelace' }).count(), 0);
  await page.context().close();
});
