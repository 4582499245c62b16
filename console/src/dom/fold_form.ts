// SPDX-License-Identifier: Apache-2.0

/** Folds a form that has done its work; the focus, which would be lost with it, goes to what unfolds it again. */
export function foldForm(details: HTMLDetailsElement): void {
  details.open = false;
  details.querySelector('summary')?.focus();
}
