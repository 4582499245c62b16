// SPDX-License-Identifier: Apache-2.0
//
// The judges that the other tests rely on do object when there is something to object to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  accessibilityFaults,
  faultsOf,
  launchBrowser,
  openPage,
  sidewaysOverflow,
} from './support/browser.mjs';
import { Platform } from './support/platform.mjs';

let platform, browser, page;
before(async () => {
  platform = await Platform.start();
  browser = await launchBrowser();
  page = await openPage(browser, { width: 320 });
  await page.goto(`${platform.url}/sign-in`);
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

test('an input without a label is a fault', async () => {
  await page.evaluate(() => document.querySelector('label').remove());
  assert.match((await accessibilityFaults(page)).join(), /\blabel: #email/);
});

test('a page wider than its window is noticed', async () => {
  await page.evaluate(() => (document.querySelector('main').style.minWidth = '400px'));
  assert.ok((await sidewaysOverflow(page)) >= 80);
});

test('the content policy stops inline scripts, inline styles and foreign images, and is heard doing so', async () => {
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<b style="color:red" onclick="globalThis.ran = 1">x</b><img src="http://127.0.0.2:9/x.png">',
    );
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = 1';
    document.body.append(script);
    document.querySelector('b').click();
  });
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  assert.ok(faultsOf(page).length >= 3, page.said.join('\n'));
});
