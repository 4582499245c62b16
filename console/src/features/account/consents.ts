// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, textOf } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { showNotice } from '../../dom/notice';
import { say } from '../../dom/say';
import { fillSection } from './section';

/** Apps of others that one has let in, each to be shut out again. Hidden as long as there is none. */
export function showConsents(consents: Record<string, unknown>[]): void {
  element('consents', HTMLElement).hidden = consents.length === 0;
  fillSection('consents', say('None.'), consents.map(consentRow));
}

function consentRow(consent: Record<string, unknown>): HTMLElement {
  const app = isRecord(consent['app']) ? consent['app'] : {};
  const name = textOf(app['name']);
  const scopes = Array.isArray(consent['scopes']) ? consent['scopes'].map(textOf) : [];
  const row = make('li', {}, [
    make('div', { className: 'what' }, [
      make('strong', { text: name }),
      make('span', { className: 'fine', text: scopes.join(', ') }),
    ]),
  ]);
  const button = make('button', { className: 'button plain small', text: say('Withdraw') });
  button.type = 'button';
  button.setAttribute('aria-label', say('Withdraw the access of {name}', { name }));
  button.addEventListener('click', () => void withdraw(textOf(app['id']), name, row, button));
  row.append(button);
  return row;
}

async function withdraw(id: string, name: string, row: HTMLElement, button: HTMLElement): Promise<void> {
  button.setAttribute('aria-disabled', 'true');
  const answer = await call('DELETE', `/api/v1/me/consents/${encodeURIComponent(id)}`);
  // 404: it was withdrawn already, which is what was wanted.
  if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 404)) {
    row.remove();
    element('status', HTMLElement).textContent = say('{name} has to ask you again.', { name });
    element('consents-title', HTMLElement).focus();
    return;
  }
  button.removeAttribute('aria-disabled');
  showNotice('problem', explain(answer));
}
