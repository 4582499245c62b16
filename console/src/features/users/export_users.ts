// SPDX-License-Identifier: Apache-2.0
import { toRefusal } from '../../api/call';
import type { Failure } from '../../data/resource';
import { save } from '../../dom/save';

/** Loads the export page after page and offers it as one file. `query` is that of the list. */
export async function exportUsers(query: URLSearchParams): Promise<Failure | undefined> {
  let text = '';
  const asked = new URLSearchParams(query);
  for (;;) {
    let response: Response;
    try {
      response = await fetch(`/api/v1/users/export?${asked}`, { cache: 'no-store', redirect: 'error' });
      if (!response.ok) return toRefusal(response, await response.json().catch(() => undefined));
      text += await response.text();
    } catch {
      return { kind: 'unreachable' };
    }
    const next = response.headers.get('Next-Cursor');
    if (!next) break;
    asked.set('cursor', next);
  }
  save('users.csv', 'text/csv', text);
  return undefined;
}
