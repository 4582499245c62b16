// SPDX-License-Identifier: Apache-2.0
import { element } from './element';

type Tone = 'problem' | 'calm';

/** The one live region of a page. Its text is read out when it changes. */
export function showNotice(tone: Tone, ...content: (string | Node)[]): void {
  const notice = element('notice', HTMLElement);
  notice.dataset['tone'] = tone;
  notice.replaceChildren(...content);
}

export function clearNotice(): void {
  element('notice', HTMLElement).replaceChildren();
}
