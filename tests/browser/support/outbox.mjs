// SPDX-License-Identifier: Apache-2.0

/** Reads the mails of a platform without a mail server, as one of its administrators. */
export class Outbox {
  static async open(platform, email, password) {
    const answer = await fetch(`${platform.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`the administrator can't sign in: ${answer.status}`);
    const outbox = new Outbox();
    outbox.platform = platform;
    outbox.cookie = answer.headers.getSetCookie()[0].split(';')[0];
    return outbox;
  }

  /** The link of the newest mail of that kind to that address, as soon as it is there. */
  async link(kind, to) {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      const mail = (await this.mails()).find((each) => each.kind === kind && each.to === to);
      const found = mail && /https?:\/\/\S+/.exec(mail.text);
      if (found) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no mail ${kind} to ${to}`);
  }

  async mails() {
    const answer = await fetch(`${this.platform.url}/api/v1/mail-outbox`, { headers: { Cookie: this.cookie } });
    return (await answer.json()).items;
  }

  /** Sends a write of the administrator. */
  async put(path, body) {
    const answer = await fetch(this.platform.url + path, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie, Origin: this.platform.url },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}
