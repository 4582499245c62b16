// SPDX-License-Identifier: Apache-2.0
import { textOf } from '../../api/call';
import { make } from '../../dom/element';
import { fillSection } from './section';
import { say } from '../../dom/say';

/** The apps one may open, each with a link when the app has an address. */
export function showApps(apps: Record<string, unknown>[]): void {
  fillSection('apps', say('You are not a member of any app yet.'), apps.map(appRow));
}

function appRow(app: Record<string, unknown>): HTMLElement {
  const name = textOf(app['name']) || textOf(app['id']);
  const roles = Array.isArray(app['roles']) ? app['roles'].filter((role) => typeof role === 'string') : [];
  const monogram = make('span', { className: 'monogram', text: [...name][0]?.toUpperCase() ?? '' });
  monogram.setAttribute('aria-hidden', 'true');
  const what = make('div', { className: 'what' }, [
    make('strong', { text: name }),
    make('span', { className: 'fine', text: roles.join(', ') }),
  ]);
  const row = make('li', {}, [monogram, what]);
  const address = webAddress(textOf(app['baseUrl']));
  if (address) {
    const link = make('a', { className: 'button plain small', text: say('Open') });
    link.href = address;
    link.setAttribute('aria-label', say('Open {name}', { name }));
    row.append(link);
  }
  return row;
}

/** Only http and https: an address such as `javascript:` never becomes a link. */
export function webAddress(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
