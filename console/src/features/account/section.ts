// SPDX-License-Identifier: Apache-2.0
import { element, make } from '../../dom/element';

/** Replaces what follows a section's heading by rows, or by a sentence when there are none. */
export function fillSection(id: string, none: string, rows: HTMLElement[]): void {
  const section = element(id, HTMLElement);
  const content =
    rows.length > 0 ? make('ul', { className: 'rows' }, rows) : make('p', { className: 'empty', text: none });
  section.querySelector('h2 + *')?.replaceWith(content);
  section.removeAttribute('aria-busy');
}
