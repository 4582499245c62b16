// SPDX-License-Identifier: Apache-2.0
import { isRecord, textOf } from '../api/call';

/** Who looks at the page. */
export interface Viewer {
  id: string;
  name: string;
  email: string;
  /** Where their picture is; empty: none. */
  avatarUrl: string;
  /** `owner`, `administrator`, `auditor`; empty: none. */
  platformRole: string;
  /** Ids of the apps that they manage. */
  managedApps: readonly string[];
  /** A language tag; empty: not chosen. */
  locale: string;
  /** An IANA name; empty: not chosen. */
  timeZone: string;
}

/** What the server tells the page; a JSON block in the HTML, which no policy has to allow to run. */
export interface PageData {
  /** The app one signs in to; empty for the platform itself. */
  appName: string;
  /** Address to fill in; empty when unknown. */
  email: string;
  /** Whether people may make an account of their own. */
  signUp: boolean;
  /** A path on this origin, checked by the server. */
  returnTo: string;
  /** Told to those who are signed in. */
  viewer: Viewer;
}

const defaultPage = '/account';

export function readPageData(): PageData {
  return parsePageData(document.getElementById('page-data')?.textContent ?? '', location.origin);
}

/** How the platform, or the app that the page is about, presents itself. */
export interface PageBrand {
  name: string;
  /** Empty: our own mark. */
  logoUrl: string;
}

export function readPageBrand(): PageBrand {
  return parsePageBrand(document.getElementById('brand-data')?.textContent ?? '');
}

export function parsePageBrand(text: string): PageBrand {
  const fields = parseRecord(text);
  return { name: textOf(fields['name']) || 'Gatehouse', logoUrl: textOf(fields['logoUrl']) };
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(text);
    return isRecord(data) ? data : {};
  } catch {
    return {};
  }
}

function parseViewer(data: unknown): Viewer {
  const fields = isRecord(data) ? data : {};
  return {
    id: textOf(fields['id']),
    name: textOf(fields['name']),
    email: textOf(fields['email']),
    avatarUrl: textOf(fields['avatarUrl']),
    platformRole: textOf(fields['platformRole']),
    managedApps: Array.isArray(fields['managedApps']) ? fields['managedApps'].map(textOf) : [],
    locale: textOf(fields['locale']),
    timeZone: textOf(fields['timeZone']),
  };
}

export function parsePageData(text: string, origin: string): PageData {
  const fields = parseRecord(text);
  return {
    appName: textOf(fields['appName']),
    email: textOf(fields['email']),
    signUp: fields['signUp'] === true,
    returnTo: sameOriginPath(textOf(fields['returnTo']), origin),
    viewer: parseViewer(fields['viewer']),
  };
}

/** The server has checked the address; a second, different check costs nothing. */
export function sameOriginPath(address: string, origin: string): string {
  if (!address.startsWith('/')) return defaultPage;
  try {
    const url = new URL(address, origin);
    // `/a/..//evil.example` resolves to a path that would itself be read as another host.
    if (url.origin !== origin || url.pathname.startsWith('//')) return defaultPage;
    return url.pathname + url.search + url.hash;
  } catch {
    return defaultPage;
  }
}
