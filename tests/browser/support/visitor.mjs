// SPDX-License-Identifier: Apache-2.0
import { openPage, signIn } from './browser.mjs';

/** Somebody who signed in once, and opens pages of the platform in windows of their own. */
export class Visitor {
  static async signIn(browser, platform, email, password) {
    const visitor = new Visitor();
    Object.assign(visitor, { browser, platform });
    const page = await openPage(browser);
    await page.goto(`${platform.url}/sign-in`);
    await signIn(page, email, password);
    await page.waitForURL('**/account');
    visitor.cookies = await page.context().cookies();
    await page.context().close();
    return visitor;
  }

  /** A page of the console, loaded to its end. */
  async open(path, options = {}) {
    const page = await openPage(this.browser, { reducedMotion: 'reduce', locale: 'en-GB', ...options });
    await page.context().addCookies(this.cookies);
    await this.go(page, path);
    return page;
  }

  /** Loads another page of the console in the same window. */
  async go(page, path) {
    await page.goto(`${this.platform.url}${path}`);
    await settle(page);
  }
}

/** Waits until the console shows what it fetched. */
export async function settle(page) {
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton') && !/Loading…|Wird geladen …/.test(document.body.innerText));
}
