// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let blocker: (() => boolean) | undefined;
let visits = 0;

/** Goes to an address of the console without loading the page again. */
export function navigate(address: string, how: 'push' | 'replace' = 'push'): void {
  if (blocker && !blocker()) return;
  blocker = undefined;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  if (how === 'push') scrollTo(0, 0);
  tell();
}

function tell(): void {
  ++visits;
  for (const listener of listeners) listener();
}

/** True once somebody has gone somewhere: the first page must not take the focus from the browser. */
export function hasNavigated(): boolean {
  return visits > 0;
}

/** Asked before leaving: `mayLeave` says whether one may. Gives back how to stop asking. */
export function guardLeaving(mayLeave: () => boolean): () => void {
  blocker = mayLeave;
  const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener('beforeunload', onUnload);
  return () => {
    if (blocker === mayLeave) blocker = undefined;
    removeEventListener('beforeunload', onUnload);
  };
}

/** Turns clicks on links into the console into navigation, and leaves all others to the browser. */
export function followLinks(): void {
  addEventListener('popstate', tell);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target !== '' || link.hasAttribute('download') || !isWithinConsole(link)) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
}

function isWithinConsole(link: HTMLAnchorElement): boolean {
  return (
    link.origin === location.origin && (link.pathname === '/console' || link.pathname.startsWith('/console/'))
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** A parameter of the address; setting it replaces the present entry of the history. */
export function useQueryParameter(name: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name) ?? '');
  const set = (next: string) => {
    const query = new URLSearchParams(location.search);
    if (next === '') query.delete(name);
    else query.set(name, next);
    const text = query.toString();
    navigate(location.pathname + (text === '' ? '' : `?${text}`), 'replace');
  };
  return [value, set];
}

/** What follows the `?` of the address. */
export function useQuery(): string {
  return useSyncExternalStore(subscribe, () => location.search);
}
