// SPDX-License-Identifier: Apache-2.0

/** The one-time token of a link, in the fragment or the query; empty when there is none. */
export function takeToken(address: URL, parameter = 'token'): string {
  const fragment = new URLSearchParams(address.hash.slice(1));
  return fragment.get(parameter) ?? address.searchParams.get(parameter) ?? '';
}
