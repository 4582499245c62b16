// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const { source: axeSource } = createRequire(import.meta.url)('axe-core');
const screenshots = fileURLToPath(new URL('../../../build/screenshots/', import.meta.url));

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page in a context of its own: no cookies of others. What its console says is kept in `page.said`. */
export async function openPage(browser, { colorScheme = 'light', width = 1280, height = 800, ...more } = {}) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height }, ...more });
  const page = await context.newPage();
  page.said = [];
  page.on('console', (message) => page.said.push(message.text()));
  page.on('pageerror', (error) => page.said.push(`uncaught: ${error.message}`));
  return page;
}

/** What went against the content policy, or was thrown and not caught. */
export function faultsOf(page) {
  return page.said.filter((text) => /Content Security Policy|Refused to|uncaught/i.test(text));
}

/** Violations that axe finds, each as `rule: place`. Its script is run from outside: the policy would not load it. */
export async function accessibilityFaults(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`));
}

/** How many pixels the page is wider than its window. */
export function sidewaysOverflow(page) {
  return page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}

export async function screenshot(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Fills the sign-in form and sends it. */
export async function signIn(page, email, password) {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
