// SPDX-License-Identifier: Apache-2.0
import type { Scheme } from './settings_api';

const kept = new Set(['DIV', 'P', 'A', 'BR', 'STRONG', 'BODY']);

/**
 * Shows the server's mail within a shadow root, apart from our own styles. It is built anew from the few elements that
 * mails have, without addresses and scripts; styles are set one by one, as the content policy asks.
 */
export function buildMail(root: ShadowRoot, html: string, scheme: Scheme): void {
  // Under other names, because the policy holds while the mail is parsed, too.
  const rules = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
  const plain = html.replace(/<style>[\s\S]*?<\/style>/, '').replaceAll(' style="', ' data-style="');
  const mail = new DOMParser().parseFromString(plain, 'text/html');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.replace('(prefers-color-scheme:dark)', scheme === 'dark' ? 'all' : 'not all'));
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(copy(mail.body));
}

function copy(node: Node): Node {
  if (!(node instanceof HTMLElement)) return document.createTextNode(node.textContent ?? '');
  const made = document.createElement(
    kept.has(node.tagName) && node.tagName !== 'BODY' ? node.tagName : 'div',
  );
  made.className = node.className;
  made.style.cssText = node.dataset['style'] ?? '';
  made.append(...[...node.childNodes].map(copy));
  return made;
}
