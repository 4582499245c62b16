// SPDX-License-Identifier: Apache-2.0

/** A submit button that can be held without losing the focus, which `disabled` would take away. */
export class SubmitButton {
  readonly #button: HTMLButtonElement;
  readonly #label: string;
  #held = false;

  constructor(form: HTMLFormElement) {
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
    if (!button) throw new Error('form has no submit button');
    this.#button = button;
    this.#label = button.textContent ?? '';
  }

  get held(): boolean {
    return this.#held;
  }

  hold(label: string, look: 'busy' | 'still'): void {
    this.#held = true;
    this.#button.setAttribute('aria-disabled', 'true');
    this.#button.toggleAttribute('data-busy', look === 'busy');
    this.#button.textContent = label;
  }

  release(): void {
    this.#held = false;
    this.#button.removeAttribute('aria-disabled');
    this.#button.removeAttribute('data-busy');
    this.#button.textContent = this.#label;
  }
}
