// SPDX-License-Identifier: Apache-2.0
import { say } from './say';

/** Wires the Show button beside each password. */
export function wireRevealButtons(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('.reveal')) {
    const input = document.getElementById(button.getAttribute('aria-controls') ?? '');
    if (!(input instanceof HTMLInputElement)) continue;
    const show = (shown: boolean): void => {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? say('Hide') : say('Show');
      button.setAttribute('aria-label', shown ? say('Hide password') : say('Show password'));
    };
    button.addEventListener('click', () => show(input.type === 'password'));
    // Browsers offer to remember only what is a password when the form is sent.
    form.addEventListener('submit', () => show(false));
  }
}
