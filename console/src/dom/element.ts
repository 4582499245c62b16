// SPDX-License-Identifier: Apache-2.0

/** An element that the page's own HTML holds. Its absence is a bug in the page. */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`page has no ${type.name} #${id}`);
  return found;
}

/** Makes an element; text is always set as text, never as markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: { className?: string; text?: string } = {},
  children: Node[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (properties.className) made.className = properties.className;
  if (properties.text !== undefined) made.textContent = properties.text;
  made.append(...children);
  return made;
}
