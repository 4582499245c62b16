// SPDX-License-Identifier: Apache-2.0
import { call } from '../api/call';
import { explain } from '../api/explain';
import { element } from './element';
import { clearErrorsOnInput, showFieldErrors } from './fields';
import { passwordFault } from './password_rule';
import { wireRevealButtons } from './reveal_password';
import { showEnd, type Onward } from './show_end';
import { SubmitButton } from './submit_button';
import { say } from './say';

/** What a mailed link leads to: fields that go with its token. */
export interface Finish {
  path: string;
  token: string;
  /** Names of text fields besides the password, all required. */
  texts: string[];
  busy: string;
  done: (body: unknown) => void;
  again: Onward;
}

/** Shows the form of a mailed link in place of the one that asks for a link, and wires it. */
export function wireFinishForm(finish: Finish): void {
  element('ask', HTMLElement).hidden = true;
  element('finish', HTMLElement).hidden = false;
  const form = element('finish-form', HTMLFormElement);
  const notice = element('finish-notice', HTMLElement);
  const password = element('password', HTMLInputElement);
  const texts = finish.texts.map((name) => element(name, HTMLInputElement));
  const button = new SubmitButton(form);
  wireRevealButtons(form);
  clearErrorsOnInput(form);
  (texts[0] ?? password).focus();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void send();
  });

  async function send(): Promise<void> {
    notice.replaceChildren();
    const errors = [
      ...texts.map(({ name, value }) => ({
        field: name,
        message: value.trim() === '' ? say('Fill this in.') : '',
      })),
      { field: 'password', message: passwordFault(password.value) },
    ].filter(({ message }) => message !== '');
    if (showFieldErrors(form, errors)) return;
    button.hold(finish.busy, 'busy');
    const values = Object.fromEntries(texts.map(({ name, value }) => [name, value.trim()]));
    const answer = await call('POST', finish.path, {
      ...values,
      token: finish.token,
      password: password.value,
    });
    button.release();
    if (answer.kind === 'done') return finish.done(answer.body);
    if (answer.kind === 'refused' && answer.code === 'invalid_token') {
      return showEnd(
        say('This link no longer works'),
        say('It was used before, it is too old, or a newer one was sent. Ask for a new one.'),
        finish.again,
      );
    }
    if (answer.kind === 'refused' && showFieldErrors(form, answer.errors)) return;
    notice.dataset['tone'] = 'problem';
    notice.replaceChildren(explain(answer));
  }
}
