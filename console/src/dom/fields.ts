// SPDX-License-Identifier: Apache-2.0
import type { FieldError } from '../api/call';
import { say } from './say';

/** Shows a message at its field, or takes it away with an empty one. */
export function setFieldError(input: HTMLInputElement, message: string): void {
  const place = document.getElementById(`${input.id}-error`);
  // What the server says of a field is English; the commonest of it is translated as well.
  if (place) place.textContent = say(message);
  if (message === '') input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
}

/** Shows each message at the field of that name and moves the focus to the first; false when none has a field. */
export function showFieldErrors(form: HTMLFormElement, errors: FieldError[]): boolean {
  let first: HTMLInputElement | undefined;
  for (const input of inputsOf(form)) {
    const error = errors.find(({ field }) => field === input.name);
    setFieldError(input, error?.message ?? '');
    if (error) first ??= input;
  }
  first?.focus();
  return first !== undefined;
}

/** A message goes away as soon as its field is corrected. */
export function clearErrorsOnInput(form: HTMLFormElement): void {
  for (const input of inputsOf(form)) input.addEventListener('input', () => setFieldError(input, ''));
}

function inputsOf(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.elements].filter((item) => item instanceof HTMLInputElement);
}
