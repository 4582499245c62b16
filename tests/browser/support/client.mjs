// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** An app as the browser meets it: a callback address that shows what it was told, and requests that lead there. */
export class Client {
  /** Registers the app `id` at the platform and begins to listen. */
  static async start(platform, id, name) {
    const client = new Client();
    client.id = id;
    client.server = createServer((request, response) => response.end('the app'));
    client.server.listen(0, '127.0.0.1');
    await once(client.server, 'listening');
    client.origin = `http://localhost:${client.server.address().port}`;
    client.redirectUri = `${client.origin}/callback`;
    await platform.command(['app', 'add', '--id', id, '--name', name, '--redirect-uri', client.redirectUri]);
    const discovery = await fetch(`http://127.0.0.1:${platform.port}/.well-known/openid-configuration`, {
      headers: { Host: `localhost:${platform.port}` },
    });
    client.metadata = await discovery.json();
    return client;
  }

  /** The address that an authorization request begins at. */
  request(more = {}) {
    const verifier = randomBytes(32).toString('base64url');
    return `${this.metadata.authorization_endpoint}?${new URLSearchParams({
      response_type: 'code',
      client_id: this.id,
      redirect_uri: this.redirectUri,
      scope: 'openid',
      state: 'the-state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    })}`;
  }

  /** Address pattern of what comes back. */
  get answers() {
    return `${this.redirectUri}?*`;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
