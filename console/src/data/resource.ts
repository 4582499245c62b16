// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, textOf, type Answer } from '../api/call';

export type Failure = Exclude<Answer, { kind: 'done' }>;

/** What is known of something on the server. While it is loaded anew, the old value stays. */
export interface Resource<T> {
  readonly value: T | undefined;
  /** Entity tag of `value`, to be sent as If-Match. */
  readonly etag: string;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
}

/** All pages of a list loaded so far. */
export interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor: string;
  /** How the server sorted it, where it says so. */
  readonly sort?: string;
}

const nothing: Resource<never> = { value: undefined, etag: '', failure: undefined, isLoading: true };

const freshMs = 5_000;

type Load = (address: string, known: unknown) => Promise<Answer>;

/** One address of the API, loaded once for all who look at it. */
class Entry {
  resource: Resource<unknown> = nothing;
  readonly listeners = new Set<() => void>();
  #run = 0;
  #loadedAt = 0;

  constructor(
    readonly address: string,
    readonly load: Load,
  ) {}

  async reload(known?: unknown): Promise<void> {
    const run = ++this.#run;
    this.#show({ ...this.resource, isLoading: true });
    const answer = await this.load(this.address, known);
    if (run !== this.#run) return; // a later load is under way
    if (answer.kind === 'done') {
      this.#show({ value: answer.body, etag: answer.etag, failure: undefined, isLoading: false });
    } else {
      this.#show({ ...this.resource, failure: answer, isLoading: false });
    }
  }

  set(value: unknown, etag: string): void {
    ++this.#run;
    this.#show({ value, etag, failure: undefined, isLoading: false });
  }

  /** Whether it is worth asking again when somebody comes to look at it. */
  get isOld(): boolean {
    return (
      !this.resource.isLoading &&
      (this.resource.failure !== undefined || Date.now() - this.#loadedAt > freshMs)
    );
  }

  #show(resource: Resource<unknown>): void {
    if (!resource.isLoading) this.#loadedAt = Date.now();
    this.resource = resource;
    for (const listener of this.listeners) listener();
  }
}

const entries = new Map<string, Entry>();

export function entryOf(address: string, load: Load = loadOne): Entry {
  const key = (load === loadList ? 'list ' : 'one ') + address;
  let entry = entries.get(key);
  if (!entry) {
    entry = new Entry(address, load);
    entries.set(key, entry);
    void entry.reload();
  }
  return entry;
}

/** Puts what the server just answered in the place of what was known. */
export function remember(address: string, value: unknown, etag: string): void {
  const key = `one ${address}`;
  const entry = entries.get(key) ?? new Entry(address, loadOne);
  entries.set(key, entry);
  entry.set(value, etag);
}

/** Loads anew whatever begins with one of these addresses and is looked at; forgets the rest of it. */
export function refresh(...beginnings: string[]): void {
  for (const [key, entry] of entries) {
    if (!beginnings.some((beginning) => entry.address.startsWith(beginning))) continue;
    if (entry.listeners.size > 0) void entry.reload();
    else entries.delete(key);
  }
}

function loadOne(address: string): Promise<Answer> {
  return call('GET', address);
}

/** A page of a list; `known` is the list it is the next page of. */
export async function loadList(address: string, known: unknown): Promise<Answer> {
  const before = isRecord(known) ? (known as unknown as List<unknown>) : undefined;
  const answer = await call('GET', before ? withCursor(address, before.nextCursor) : address);
  if (answer.kind !== 'done') return answer;
  const body = isRecord(answer.body) ? answer.body : {};
  const items = Array.isArray(body['items']) ? (body['items'] as unknown[]) : [];
  const list: List<unknown> = {
    items: before ? [...before.items, ...items] : items,
    nextCursor: textOf(body['nextCursor']),
    ...(typeof body['sort'] === 'string' ? { sort: body['sort'] } : {}),
  };
  return { ...answer, body: list };
}

function withCursor(address: string, cursor: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
}
