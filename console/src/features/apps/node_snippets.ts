// SPDX-License-Identifier: Apache-2.0
import type { App } from './app_api';

type Described = Pick<App, 'id' | 'algorithm' | 'redirectUris'>;

export const nodeInstallSnippet = 'npm install openid-client@5 jose@4\n';

/** How a token of the app is verified: by the secret key that it shares, or by the platform's published keys. */
export function nodeVerifySnippet(platform: string, app: Described): string {
  const shared = app.algorithm === 'HS256';
  return `// verify.mjs: who sends this token? Nobody is asked on the way.
import { ${shared ? 'jwtVerify' : 'createRemoteJWKSet, jwtVerify'} } from 'jose';

const platform = ${JSON.stringify(platform)};
const keys = ${
    shared
      ? `process.env.SECRET_KEY.split(',').map((key) => new TextEncoder().encode(key))`
      : `[createRemoteJWKSet(new URL(platform + '/oauth2/jwks'))]`
  };

/** The user of a token; throws for every other text. */
export async function verify(token) {
  let failure;
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [${JSON.stringify(app.algorithm)}],
        typ: 'at+jwt',
        issuer: platform,
        audience: ${JSON.stringify(app.id)},
        clockTolerance: 30,
      });
      return { id: payload.sub, email: payload.email, name: payload.name, permissions: payload.permissions };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
`;
}

/** A whole small app that signs people in by the browser. */
export function nodeSignInSnippet(platform: string, app: Described): string {
  const redirectUri = app.redirectUris[0] ?? 'http://localhost:3000/auth/callback';
  return `// app.mjs
import { createServer } from 'node:http';
import { Issuer, generators } from 'openid-client';
import { verify } from './verify.mjs';

const redirectUri = ${JSON.stringify(redirectUri)}; // registered exactly so
const issuer = await Issuer.discover(${JSON.stringify(platform)});
const client = new issuer.Client({
  client_id: ${JSON.stringify(app.id)},
  client_secret: process.env.SECRET_KEY.split(',')[0],
  redirect_uris: [redirectUri],
  response_types: ['code'],
});
const secure = redirectUri.startsWith('https:') ? '; Secure' : '';
const cookie = (name, value, seconds) =>
  \`\${name}=\${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=\${seconds}\${secure}\`;
const cookieOf = (request, name) =>
  new RegExp(\`(?:^|; )\${name}=([^;]*)\`).exec(request.headers.cookie ?? '')?.[1] ?? '';

function begin(response) {
  const [state, nonce, verifier] = [generators.state(), generators.nonce(), generators.codeVerifier()];
  const location = client.authorizationUrl({
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: generators.codeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const kept = cookie('sign_in', [state, nonce, verifier].join('.'), 600);
  response.writeHead(303, { Location: location, 'Set-Cookie': kept }).end();
}

async function finish(request, response) {
  const [state, nonce, code_verifier] = cookieOf(request, 'sign_in').split('.');
  const checks = { state, nonce, code_verifier, response_type: 'code' };
  const tokens = await client.callback(redirectUri, client.callbackParams(request), checks);
  response.writeHead(303, {
    Location: '/',
    'Set-Cookie': [cookie('sign_in', '', 0), cookie('token', tokens.access_token, tokens.expires_in)],
  });
  response.end();
}

createServer(async (request, response) => {
  try {
    if (request.url.startsWith(new URL(redirectUri).pathname)) return await finish(request, response);
    const user = await verify(cookieOf(request, 'token')).catch(() => undefined);
    if (user === undefined) return begin(response);
    response.end(\`Hello \${user.name}, you may: \${user.permissions.join(', ')}\\n\`);
  } catch (error) {
    console.error(error);
    response.writeHead(403).end('Signing in did not work.\\n');
  }
}).listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
`;
}
