// SPDX-License-Identifier: Apache-2.0
import { element } from './element';
import { say } from './say';

export interface Onward {
  text: string;
  href: string;
}

export const toSignIn: Onward = { text: say('Go to sign in'), href: '/sign-in' };
export const toAccount: Onward = { text: say('Go to your account'), href: '/account' };

/** Puts one message in the place of the forms and moves the focus there, so that it is read out. */
export function showEnd(title: string, text: string, onward: Onward): void {
  for (const card of document.querySelectorAll<HTMLElement>('.card')) card.hidden = card.id !== 'outcome';
  element('outcome-text', HTMLElement).textContent = text;
  const link = element('outcome-link', HTMLAnchorElement);
  link.textContent = onward.text;
  link.href = onward.href;
  const heading = element('outcome-title', HTMLElement);
  heading.textContent = title;
  heading.focus();
}
