// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** A person's browser as far as signing in needs one: it keeps cookies and follows no redirect by itself. */
export class Person {
  #cookies = new Map();

  constructor(platform) {
    this.platform = platform;
  }

  async signIn(email, password) {
    const answer = await this.#fetch('/api/v1/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.platform.url },
      body: JSON.stringify({ email, password }),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** Opens an address of the platform; gives where that leads, and the status. */
  async open(url) {
    const answer = await this.#fetch(url, {});
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  /** Sends a form of the platform's own page. */
  async post(path, fields) {
    const answer = await this.#fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: this.platform.url },
      body: new URLSearchParams(fields).toString(),
    });
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  async #fetch(path, { headers = {}, ...options }) {
    const answer = await fetch(new URL(path, this.platform.url), {
      ...options,
      redirect: 'manual',
      headers: { ...headers, Cookie: [...this.#cookies.values()].join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const pair = line.split(';')[0];
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair);
    }
    return answer;
  }
}
