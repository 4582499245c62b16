// SPDX-License-Identifier: Apache-2.0
import { findText } from '../language/language';

/** Fills what the page's HTML leaves to the language: `data-text` names the key. */
export function fillTexts(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-text]')) {
    place.textContent = findText(place.dataset['text'] ?? '', '');
  }
}
