// SPDX-License-Identifier: Apache-2.0
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const gatehouse = program('gatehouse');
const patienceMs = 20_000;

/** The path of a built program. */
export function program(name) {
  return join(process.env.GATEHOUSE_BUILD ?? join(root, 'build', 'release'), 'bin', name);
}

/** A platform of its own for one test file: the built program on a fresh data folder and a free port. */
export class Platform {
  static async start() {
    const platform = new Platform();
    platform.folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
    platform.data = join(platform.folder, 'data');
    platform.port = await freePort();
    platform.url = `http://localhost:${platform.port}`;
    await platform.#serve();
    return platform;
  }

  /** The one-time link that the first start printed. */
  get setUpLink() {
    const found = /http:\/\/\S+\/setup\S*/.exec(this.output);
    if (!found) throw new Error(`no set-up link in what the server printed:\n${this.output}`);
    return found[0];
  }

  /** Runs a command on the platform's data folder and gives its JSON answer. */
  command(words, { input = '' } = {}) {
    return new Promise((resolve, reject) => {
      const args = [...words, '--data', this.data, '--json'];
      const child = execFile(gatehouse, args, { timeout: patienceMs }, (error, stdout, stderr) => {
        if (error) reject(new Error(`gatehouse ${words.join(' ')}: ${stderr || error.message}`));
        else resolve(stdout.trim() === '' ? undefined : JSON.parse(stdout));
      });
      child.stdin.on('error', () => {}); // a command that reads no input may be gone before it is written
      child.stdin.end(input);
    });
  }

  addUser(email, name, password, ...flags) {
    return this.command(['user', 'add', '--email', email, '--name', name, '--password-stdin', ...flags], {
      input: password,
    });
  }

  /** Ends the server at once, as a crash would. The data folder stays. */
  async kill() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }

  async stop() {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #serve() {
    this.output = '';
    this.process = spawn(
      gatehouse,
      ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--public-url', this.url],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.process.on('error', (error) => (this.output += `${error.message}\n`));
    this.process.stdout.on('data', (text) => (this.output += text));
    this.process.stderr.on('data', (text) => (this.output += text));
    const deadline = Date.now() + patienceMs;
    while (!(await this.#isReady())) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        await this.stop();
        throw new Error(`the server did not get ready:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #isReady() {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

/** A port that was free just now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
