// SPDX-License-Identifier: Apache-2.0
import { auditAddress } from './event';

/** What the log is searched for; the names are those of the API and of the page's own address. */
export const filterNames = ['actor', 'action', 'app', 'target', 'outcome', 'from', 'to'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filter = Partial<Record<FilterName, string>>;

/** The filter that a page's address names; what it doesn't know stays out. */
export function readFilter(query: string): Filter {
  const parameters = new URLSearchParams(query);
  const filter: Filter = {};
  for (const name of filterNames) {
    const value = parameters.get(name);
    if (value) filter[name] = value;
  }
  return filter;
}

export function isFiltered(filter: Filter): boolean {
  return filterNames.some((name) => filter[name] !== undefined);
}

function toQuery(filter: Filter): string {
  const parameters = new URLSearchParams();
  for (const name of filterNames) if (filter[name]) parameters.set(name, filter[name]);
  return parameters.toString();
}

/** The page that shows what fits. */
export function auditPage(filter: Filter): string {
  const query = toQuery(filter);
  return query === '' ? '/console/audit' : `/console/audit?${query}`;
}

/** The list of the API that holds what fits. */
export function listAddress(filter: Filter, limit: number): string {
  const query = toQuery(filter);
  return `${auditAddress}?limit=${limit}${query === '' ? '' : `&${query}`}`;
}

/** `2026-11-23T10:15` of the browser's own time zone, as its date field has it; empty where there is none. */
export function toLocal(moment: string | undefined): string {
  const time = new Date(moment ?? '');
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function fromLocal(local: string): string {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
