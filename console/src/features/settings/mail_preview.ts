// SPDX-License-Identifier: Apache-2.0
import type { Scheme } from './settings_api';

const kept = new Set(['DIV', 'P', 'A', 'BR', 'STRONG', 'BODY']);

/**
 * Shows the server's mail within a shadow root, apart from our own styles. It is built anew from the few elements that
 * mails have, without addresses and scripts; styles are set one by one, as the content policy asks.
 */
export function buildMail(root: ShadowRoot, html: string, scheme: Scheme): void {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    (mail.querySelector('style')?.textContent ?? '').replace(
      '(prefers-color-scheme:dark)',
      scheme === 'dark' ? 'all' : 'not all',
    ),
  );
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(copy(mail.body));
}

function copy(node: Node): Node {
  if (!(node instanceof HTMLElement)) return document.createTextNode(node.textContent ?? '');
  const made = document.createElement(
    kept.has(node.tagName) && node.tagName !== 'BODY' ? node.tagName : 'div',
  );
  made.className = node.className;
  made.style.cssText = node.getAttribute('style') ?? '';
  made.append(...[...node.childNodes].map(copy));
  return made;
}
