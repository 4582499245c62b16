// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Issuer, generators } from 'openid-client';
import { Platform } from '../browser/support/platform.mjs';
import { Person } from './person.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery staple';
const redirectUri = 'https://orders.example.com/auth/callback';
const home = 'https://orders.example.com/';
let platform, app, issuer;

before(async () => {
  platform = await Platform.start();
  await platform.addUser(email, 'Ada Lovelace', password);
  await platform.addUser('eve@example.com', 'Eve', password);
  app = await platform.command(
    ['app', 'add', '--name', 'Orders', '--id', 'orders', '--redirect-uri', redirectUri].concat([
      '--base-url',
      'https://orders.example.com',
    ]),
  );
  await platform.command([
    'role',
    'add',
    '--app',
    'orders',
    '--name',
    'clerk',
    '--permission',
    'orders:read',
  ]);
  await platform.command(['member', 'set', '--app', 'orders', '--user', email, '--role', 'clerk']);
  issuer = await Issuer.discover(platform.url);
});
after(() => platform?.stop());

const clientWith = (method) =>
  new issuer.Client({
    client_id: app.id,
    client_secret: app.secretKey,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    token_endpoint_auth_method: method,
  });

async function personSignedIn(address = email) {
  const person = new Person(platform);
  await person.signIn(address, password);
  return person;
}

/** The parameters that the platform sends back to the app, and what these are to be checked against. */
async function authorize(client, person, parameters = {}) {
  const checks = {
    code_verifier: generators.codeVerifier(),
    state: generators.state(),
    nonce: generators.nonce(),
    response_type: 'code',
  };
  const url = client.authorizationUrl({
    scope: 'openid profile email offline_access',
    code_challenge: generators.codeChallenge(checks.code_verifier),
    code_challenge_method: 'S256',
    state: checks.state,
    nonce: checks.nonce,
    ...parameters,
  });
  const { status, location } = await person.open(url);
  assert.equal(status, 303);
  return { answer: client.callbackParams(location), checks, location };
}

for (const method of ['client_secret_basic', 'client_secret_post']) {
  test(`a whole sign-in with ${method}`, async () => {
    const client = clientWith(method);
    const person = await personSignedIn();
    const { answer, checks } = await authorize(client, person);
    assert.equal(answer.iss, platform.url);
    const tokens = await client.callback(redirectUri, answer, checks);
    assert.equal(tokens.claims().email, email);
    assert.equal(tokens.claims().aud, 'orders');

    const user = await client.userinfo(tokens);
    assert.equal(user.name, 'Ada Lovelace');
    assert.equal(user.sub, tokens.claims().sub);

    const renewed = await client.refresh(tokens);
    assert.notEqual(renewed.refresh_token, tokens.refresh_token);
    assert.equal(renewed.claims().sub, user.sub);
    assert.equal((await client.userinfo(renewed)).email, email);

    const signOut = client.endSessionUrl({
      id_token_hint: renewed,
      post_logout_redirect_uri: home,
      state: 'bye',
    });
    assert.equal((await person.open(signOut)).location, `${home}?state=bye`);
    await assert.rejects(client.refresh(renewed), { error: 'invalid_grant' });
    await assert.rejects(client.userinfo(renewed), /401|invalid_token/);
  });
}

test('a code is good once', async () => {
  const client = clientWith('client_secret_basic');
  const { answer, checks } = await authorize(client, await personSignedIn());
  const tokens = await client.callback(redirectUri, answer, checks);
  await assert.rejects(client.callback(redirectUri, answer, checks), { error: 'invalid_grant' });
  await assert.rejects(client.refresh(tokens), { error: 'invalid_grant' });
});

test('a wrong verifier or secret gives nothing', async () => {
  const client = clientWith('client_secret_basic');
  const { answer, checks } = await authorize(client, await personSignedIn());
  const wrong = { ...checks, code_verifier: generators.codeVerifier() };
  await assert.rejects(client.callback(redirectUri, answer, wrong), { error: 'invalid_grant' });
  const stranger = new issuer.Client({ client_id: app.id, client_secret: 'wrong' });
  await assert.rejects(stranger.callback(redirectUri, answer, checks), { error: 'invalid_client' });
  await client.callback(redirectUri, answer, checks);
});

test('two refreshes at once get the same successor', async () => {
  const client = clientWith('client_secret_basic');
  const { answer, checks } = await authorize(client, await personSignedIn());
  const tokens = await client.callback(redirectUri, answer, checks);
  const both = await Promise.all([client.refresh(tokens), client.refresh(tokens)]);
  assert.equal(both[0].refresh_token, both[1].refresh_token);
  await client.refresh(both[0]);
  await assert.rejects(client.refresh(tokens), { error: 'invalid_grant' });
});

test('errors come back to the app, with the issuer', async () => {
  const client = clientWith('client_secret_basic');
  const stranger = new Person(platform);
  const silent = await authorize(client, stranger, { prompt: 'none' });
  await assert.rejects(client.callback(redirectUri, silent.answer, silent.checks), {
    error: 'login_required',
  });
  const eve = await authorize(client, await personSignedIn('eve@example.com'));
  await assert.rejects(client.callback(redirectUri, eve.answer, eve.checks), { error: 'access_denied' });
});

test('prompt=login asks again, and the next sign-in is enough', async () => {
  const client = clientWith('client_secret_basic');
  const person = await personSignedIn();
  const { location, checks } = await authorize(client, person, { prompt: 'login' });
  const asked = new URL(location, platform.url);
  assert.equal(asked.pathname, '/sign-in');
  assert.equal((await person.open(asked)).status, 200);
  const returnTo = asked.searchParams.get('return_to');
  assert.match((await person.open(returnTo)).location, /^\/sign-in\?/);
  await person.signIn(email, password);
  const answer = client.callbackParams((await person.open(returnTo)).location);
  await client.callback(redirectUri, answer, checks);
});

test('an unregistered address is never gone to', async () => {
  const client = clientWith('client_secret_basic');
  const person = await personSignedIn();
  const url = client.authorizationUrl({ redirect_uri: 'https://evil.example/', scope: 'openid' });
  const { status, location } = await person.open(url);
  assert.equal(status, 400);
  assert.equal(location, null);
});

test('a pushed request comes back as any other', async () => {
  const client = clientWith('client_secret_basic');
  const checks = {
    code_verifier: generators.codeVerifier(),
    state: generators.state(),
    response_type: 'code',
  };
  const { request_uri } = await client.pushedAuthorizationRequest({
    scope: 'openid email',
    redirect_uri: redirectUri,
    response_type: 'code',
    code_challenge: generators.codeChallenge(checks.code_verifier),
    code_challenge_method: 'S256',
    state: checks.state,
  });
  const person = await personSignedIn();
  const url = new URL(issuer.metadata.authorization_endpoint);
  url.search = new URLSearchParams({ client_id: app.id, request_uri });
  const { location } = await person.open(url);
  const tokens = await client.callback(redirectUri, client.callbackParams(location), checks);
  assert.equal(tokens.claims().email, email);
  assert.equal((await person.open(url)).status, 400);
});

test('an app gets a token for itself', async () => {
  const tokens = await clientWith('client_secret_post').grant({ grant_type: 'client_credentials' });
  const about = await clientWith('client_secret_basic').introspect(tokens.access_token);
  assert.equal(about.active, true);
  assert.equal(about.sub, app.id);
});

test('a device is let in by its person', async () => {
  const client = clientWith('client_secret_basic');
  const handle = await client.deviceAuthorization({ scope: 'openid offline_access' });
  const person = await personSignedIn();
  const page = await person.post('/device', { user_code: handle.user_code });
  const mark = /name="mark" value="([^"]+)"/.exec(page.text)[1];
  await person.post('/device', { user_code: handle.user_code, mark, decision: 'allow' });
  const tokens = await client.grant({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: handle.device_code,
  });
  assert.equal(tokens.claims().aud, app.id);
  await client.refresh(tokens);
});
