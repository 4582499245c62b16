// SPDX-License-Identifier: Apache-2.0
//
// IN-08: markup, links and braces in every name that people can choose, shown on every page: as text, and never run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faultsOf, launchBrowser, openPage, signIn } from './support/browser.mjs';
import { Outbox } from './support/outbox.mjs';
import { Platform } from './support/platform.mjs';

const password = 'correct horse battery staple';
const corpus = [
  '<img src=x onerror=hit(1)>',
  '"><svg onload=hit(2)>',
  "';hit(3);//",
  '</script><script>hit(4)</script>',
  '${hit(5)} {{hit(5)}} {inviter}',
  '<a href="javascript:hit(6)">x</a>',
];
/** Names of roles have no slash, no comma, no white space at their ends and at most 64 bytes. */
const roleName = (name) => name.replaceAll('/', '|').replaceAll(',', ';').slice(0, 60).trim();
const everything = corpus.join(' ').slice(0, 195);
let platform, browser, owner, invitation;

before(async () => {
  platform = await Platform.start();
  await platform.addUser('ada@example.com', corpus[0] + corpus[1], password, '--admin');
  for (const [i, name] of corpus.entries()) {
    await platform.addUser(`user${i}@example.com`, name, password);
    await platform.command(['app', 'add', '--id', `app-${i}`, '--name', name.slice(0, 90)]);
    await platform.command(['role', 'add', '--app', `app-${i}`, '--name', roleName(name), '--permission', 'a:b']);
    await platform.command(['member', 'set', '--app', `app-${i}`, '--user', `user${i}@example.com`, '--role', roleName(name)]);
    await platform.command(['service-account', 'add', '--name', name.slice(0, 90)]);
    await platform.command(['api-key', 'add', '--name', name.slice(0, 90), '--user', 'ada@example.com', '--permission', 'app:view']);
  }
  owner = await Outbox.open(platform, 'ada@example.com', password);
  await send('PATCH', '/api/v1/me', { name: everything });
  await send('PATCH', '/api/v1/settings', { productName: corpus[0], signInText: everything });
  await send('PATCH', '/api/v1/apps/app-0/branding', { productName: corpus[1] });
  const invited = { email: 'guest@example.com', roles: [roleName(corpus[0])] };
  invitation = (await send('POST', '/api/v1/apps/app-0/invitations', invited)).url;
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await platform?.stop();
});

/** A write of the owner. */
async function send(method, path, body) {
  const answer = await fetch(platform.url + path, {
    method,
    headers: { 'Content-Type': 'application/json', Cookie: owner.cookie, Origin: platform.url },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** A page on which `hit` tells of every payload that ran. */
async function watched() {
  const page = await openPage(browser, { locale: 'en-GB', reducedMotion: 'reduce' });
  page.hits = [];
  await page.exposeFunction('hit', (which) => page.hits.push(which));
  page.on('dialog', (dialog) => {
    page.hits.push('dialog');
    void dialog.dismiss();
  });
  return page;
}

async function look(page, path) {
  await page.goto(path.startsWith('http') ? path : platform.url + path);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
  assert.deepEqual(page.hits, [], path);
  assert.deepEqual(faultsOf(page), [], path);
  assert.equal(await page.locator('img[src="x"], svg[onload], a[href^="javascript:"]').count(), 0, path);
}

test('what strangers see runs nothing', async () => {
  const page = await watched();
  await look(page, '/sign-in');
  assert.match(await page.title(), /<img src=x/);
  await look(page, invitation);
  await page.getByText('<img src=x onerror=hit(1)>').first().waitFor();
  await page.context().close();
});

test('the account and the console run nothing', async () => {
  const page = await watched();
  await page.goto(`${platform.url}/sign-in`);
  await signIn(page, 'ada@example.com', password);
  await page.waitForURL('**/account');
  const user = (await (await fetch(`${platform.url}/api/v1/users?email=user0@example.com`, { headers: { Cookie: owner.cookie } })).json()).items[0];
  for (const path of [
    '/account',
    '/console',
    '/console/users',
    `/console/users/${user.id}`,
    '/console/apps',
    ...['', '/members', '/invitations', '/roles', '/branding', '/guide'].map((part) => `/console/apps/app-0${part}`),
    '/console/api-keys',
    '/console/mail',
    '/console/sessions',
    '/console/audit',
    '/console/health',
    '/console/settings',
  ])
    await look(page, path);
  await look(page, '/console/users');
  await page.getByText(corpus[3]).first().waitFor();
  await page.context().close();
});

test('the mail runs nothing and leads nowhere else', async () => {
  const mail = (await owner.mails()).find((each) => each.kind === 'invitation');
  const page = await watched();
  await page.setContent(mail.html);
  assert.deepEqual(page.hits, []);
  assert.equal(await page.locator('img[src="x"], svg, script, a[href^="javascript:"]').count(), 0);
  for (const link of await page.locator('a').all()) {
    assert.ok((await link.getAttribute('href')).startsWith(`${platform.url}/`), 'a link of ours');
  }
  assert.ok(!/[\r\n]/.test(mail.subject));
  assert.ok(mail.text.includes('<img src=x onerror=hit(1)>'), 'names are text');
  await page.context().close();
});
