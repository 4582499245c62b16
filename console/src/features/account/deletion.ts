// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, textOf } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { say } from '../../dom/say';
import { makeTimeFormat } from '../../dom/time';
import { SubmitButton } from '../../dom/submit_button';

const time = makeTimeFormat({ dateStyle: 'long', timeStyle: 'short' });

/** Shows when the account is to be deleted, where that was asked for. */
export function showDeletion(body: unknown): void {
  const due = isRecord(body) ? textOf(body['dueAt']) : '';
  element('deletion-due', HTMLElement).hidden = due === '';
  element('deletion', HTMLElement).hidden = due !== '';
  if (due === '') return;
  element('deletion-due-text', HTMLElement).textContent = say('Your account will be deleted on {time}.', {
    time: time.format(new Date(due)),
  });
}

export function wireDeletion(): void {
  const details = element('deletion', HTMLDetailsElement);
  const form = details.querySelector('form');
  if (!form) throw new Error('#deletion has no form');
  const button = new SubmitButton(form);
  clearErrorsOnInput(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void ask(details, form, button);
  });
  element('keep-account', HTMLButtonElement).addEventListener('click', () => void keep());
}

async function ask(details: HTMLDetailsElement, form: HTMLFormElement, button: SubmitButton): Promise<void> {
  tell('');
  const password = element('deletionPassword', HTMLInputElement).value;
  const fault = password === '' ? say('Enter your password.') : '';
  if (showFieldErrors(form, fault === '' ? [] : [{ field: 'password', message: fault }])) return;
  button.hold(say('One moment…'), 'busy');
  const answer = await call('POST', '/api/v1/me/deletion', { password });
  button.release();
  if (answer.kind === 'done') {
    form.reset();
    details.open = false;
    showDeletion(answer.body);
    return element('keep-account', HTMLButtonElement).focus();
  }
  if (answer.kind === 'refused' && answer.code === 'invalid_credentials') {
    showFieldErrors(form, [{ field: 'password', message: say('This is not your password.') }]);
    return;
  }
  tell(explain(answer));
}

async function keep(): Promise<void> {
  const answer = await call('DELETE', '/api/v1/me/deletion');
  if (answer.kind !== 'done') return tell(explain(answer));
  showDeletion({});
  element('status', HTMLElement).textContent = say('Your account stays.');
}

function tell(text: string): void {
  const notice = element('deletion-notice', HTMLElement);
  notice.dataset['tone'] = 'problem';
  notice.replaceChildren(...(text === '' ? [] : [text]));
}
