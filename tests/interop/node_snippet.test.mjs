// SPDX-License-Identifier: Apache-2.0
//
// Runs the code that the console shows for Node as a reader would: pasted into two files, with the packages it names.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort, Platform } from '../browser/support/platform.mjs';
import { Person } from './person.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
let platform, folder, app, appUrl;

/** The functions of the console's source; its types are taken off, which is all that keeps it from being JavaScript. */
async function snippets() {
  const source = await readFile(
    new URL('../../console/src/features/apps/node_snippets.ts', import.meta.url),
    'utf8',
  );
  const script = source
    .replace(/^import type .*$/m, '')
    .replace(/^type .*$/m, '')
    .replaceAll('platform: string, app: Described): string', 'platform, app)');
  return import(`data:text/javascript,${encodeURIComponent(script)}`);
}

before(async () => {
  platform = await Platform.start();
  appUrl = `http://localhost:${await freePort()}`;
  await platform.addUser(email, 'Ada Lovelace', password);
  const described = await platform.command([
    ...['app', 'add', '--id', 'orders', '--name', 'Orders', '--redirect-uri', `${appUrl}/auth/callback`],
  ]);
  await platform.command(['role', 'add', '--app', 'orders', '--name', 'clerk', '--permission', 'orders:read']);
  await platform.command(['member', 'set', '--app', 'orders', '--user', email, '--role', 'clerk']);
  const { nodeSignInSnippet, nodeVerifySnippet } = await snippets();
  // Within this package, so that what it installs is found.
  folder = await mkdtemp(fileURLToPath(new URL('./pasted-', import.meta.url)));
  await writeFile(join(folder, 'verify.mjs'), nodeVerifySnippet(platform.url, described));
  await writeFile(join(folder, 'app.mjs'), nodeSignInSnippet(platform.url, described));
  app = spawn(process.execPath, [join(folder, 'app.mjs')], {
    env: { ...process.env, SECRET_KEY: described.secretKey, PORT: new URL(appUrl).port },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 400; ++tries) {
    if (await fetch(appUrl, { redirect: 'manual' }).then(() => true, () => false)) return;
    assert.equal(app.exitCode, null, 'the pasted app ended');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
after(async () => {
  if (app?.exitCode === null) {
    app.kill('SIGKILL');
    await once(app, 'exit');
  }
  await platform?.stop();
  if (folder) await rm(folder, { recursive: true });
});

const visit = (path, cookie = '') =>
  fetch(new URL(path, appUrl), { redirect: 'manual', headers: { Cookie: cookie } });
const cookieOf = (answer, name) =>
  answer.headers
    .getSetCookie()
    .find((line) => line.startsWith(`${name}=`))
    .split(';')[0];

test('the pasted app signs people in and verifies their tokens', async () => {
  const begun = await visit('/');
  assert.equal(begun.status, 303);
  const person = new Person(platform);
  await person.signIn(email, password);
  const { location } = await person.open(begun.headers.get('location'));
  const finished = await visit(location, cookieOf(begun, 'sign_in'));
  assert.equal(finished.status, 303);
  const greeted = await visit('/', cookieOf(finished, 'token'));
  assert.equal(await greeted.text(), 'Hello Ada Lovelace, you may: orders:read\n');
});

test('the pasted app takes no other token and no other person’s sign-in', async () => {
  assert.equal((await visit('/', 'token=eyJhbGciOiJub25lIn0.e30.')).status, 303);
  assert.equal((await visit('/auth/callback?code=x&state=y')).status, 403);
});
