// SPDX-License-Identifier: Apache-2.0
import { loadList, type List, type Failure } from '../../data/resource';
import type { AuditEvent } from './event';
import { listAddress, type Filter } from './filter';

/** More than this belongs into a file by the command line. */
export const mostExported = 100_000;

/** Everything that fits, page after page, up to the bound; the failure where one page could not be had. */
export async function loadAll(
  filter: Filter,
  told: (loaded: number) => void,
): Promise<readonly AuditEvent[] | Failure> {
  let list: List<AuditEvent> | undefined;
  do {
    const answer = await loadList(listAddress(filter, 500), list);
    if (answer.kind !== 'done') return answer;
    list = answer.body as List<AuditEvent>;
    told(list.items.length);
  } while (list.nextCursor !== '' && list.items.length < mostExported);
  return list.items;
}
