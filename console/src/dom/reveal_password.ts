// SPDX-License-Identifier: Apache-2.0
import { say } from './say';

/** What the button says; the long forms are for those who listen. */
interface Words {
  show: string;
  hide: string;
  showPassword: string;
  hidePassword: string;
}

const said: Words = {
  show: say('Show'),
  hide: say('Hide'),
  showPassword: say('Show password'),
  hidePassword: say('Hide password'),
};

/** Wires the Show button beside each password. */
export function wireRevealButtons(form: HTMLFormElement, words = said): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('.reveal')) {
    const input = document.getElementById(button.getAttribute('aria-controls') ?? '');
    if (!(input instanceof HTMLInputElement)) continue;
    const show = (shown: boolean): void => {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? words.hide : words.show;
      button.setAttribute('aria-label', shown ? words.hidePassword : words.showPassword);
    };
    show(false);
    button.addEventListener('click', () => show(input.type === 'password'));
    // Browsers offer to remember only what is a password when the form is sent.
    form.addEventListener('submit', () => show(false));
  }
}
