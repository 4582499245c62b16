// SPDX-License-Identifier: Apache-2.0
import { request } from 'node:http';

const atOnce = 16;
const patienceMs = 120_000;

/** Guesses one password at many accounts from many addresses of this machine, until the platform asks for a challenge. */
export async function spray(platform) {
  const deadline = Date.now() + patienceMs;
  for (let n = 0; ; n += atOnce) {
    const statuses = await guessMany(platform, n);
    if (statuses.every((status) => status === 403)) return;
    if (Date.now() > deadline) throw new Error(`no challenge after ${n} guesses: ${statuses}`);
  }
}

function guessMany(platform, first) {
  return Promise.all(Array.from({ length: atOnce }, (_, i) => guess(platform, first + i)));
}

function guess(platform, n) {
  const body = JSON.stringify({ email: `nobody${n}@example.com`, password: 'the same for everybody 1' });
  return new Promise((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port: platform.port,
        localAddress: `127.9.${Math.floor(n / 200) % 200}.${1 + (n % 200)}`,
        method: 'POST',
        path: '/api/v1/sign-in',
        headers: { Host: `localhost:${platform.port}`, 'Content-Type': 'application/json' },
      },
      (response) => response.resume().on('end', () => resolve(response.statusCode)),
    )
      .on('error', reject)
      .end(body);
  });
}
