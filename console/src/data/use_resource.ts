// SPDX-License-Identifier: Apache-2.0
import { useCallback, useSyncExternalStore } from 'react';
import { entryOf, loadList, type List, type Resource } from './resource';

export type Loaded<T> = Resource<T> & { reload: () => void };
export type LoadedList<T> = Loaded<List<T>> & { loadMore: () => void };

/** What the API says at this address; loaded when it is first asked for. */
export function useResource<T>(address: string): Loaded<T> {
  const entry = entryOf(address);
  const resource = useSyncExternalStore(subscribeTo(entry), () => entry.resource) as Resource<T>;
  const reload = useCallback(() => void entry.reload(), [entry]);
  return { ...resource, reload };
}

/** A list of the API, page after page. */
export function useList<T>(address: string): LoadedList<T> {
  const entry = entryOf(address, loadList);
  const resource = useSyncExternalStore(subscribeTo(entry), () => entry.resource) as Resource<List<T>>;
  const reload = useCallback(() => void entry.reload(), [entry]);
  const loadMore = useCallback(() => void entry.reload(entry.resource.value), [entry]);
  return { ...resource, reload, loadMore };
}

type Entry = ReturnType<typeof entryOf>;
const subscriptions = new WeakMap<Entry, (listener: () => void) => () => void>();

/** The same function for the same entry, so that React does not subscribe anew at every render. */
function subscribeTo(entry: Entry): (listener: () => void) => () => void {
  let subscribe = subscriptions.get(entry);
  if (!subscribe) {
    subscribe = (listener) => {
      const isFirst = entry.listeners.size === 0;
      entry.listeners.add(listener);
      if (isFirst && entry.isOld) void entry.reload();
      return () => entry.listeners.delete(listener);
    };
    subscriptions.set(entry, subscribe);
  }
  return subscribe;
}
