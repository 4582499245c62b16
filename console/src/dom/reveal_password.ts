// SPDX-License-Identifier: Apache-2.0

/** Wires the Show button beside each password. */
export function wireRevealButtons(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('.reveal')) {
    const input = document.getElementById(button.getAttribute('aria-controls') ?? '');
    if (!(input instanceof HTMLInputElement)) continue;
    const show = (shown: boolean): void => {
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? 'Hide' : 'Show';
      button.setAttribute('aria-label', shown ? 'Hide password' : 'Show password');
    };
    button.addEventListener('click', () => show(input.type === 'password'));
    // Browsers offer to remember only what is a password when the form is sent.
    form.addEventListener('submit', () => show(false));
  }
}
