// SPDX-License-Identifier: Apache-2.0

/** Who is picked, and whom a range begins at. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string;
}

export const nobody: Selection = { ids: new Set(), anchor: '' };

/** Picks one or lets go of one. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Picks everybody from the anchor to `id`, as they stand in the list. */
export function extend({ ids, anchor }: Selection, id: string, order: readonly string[]): Selection {
  const from = order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggle({ ids, anchor }, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...ids, ...range]), anchor };
}

/** Only those who are still in the list. */
export function keep({ ids, anchor }: Selection, order: readonly string[]): Selection {
  return { ids: new Set(order.filter((id) => ids.has(id))), anchor };
}
