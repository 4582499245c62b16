// SPDX-License-Identifier: Apache-2.0
import { call } from '../api/call';
import { explain } from '../api/explain';
import { element } from './element';
import { emailFault } from './email';
import { clearErrorsOnInput, showFieldErrors } from './fields';
import { clearNotice, showNotice } from './notice';
import { showEnd, toSignIn } from './show_end';
import { SubmitButton } from './submit_button';
import { say } from './say';

/** Wires the form that asks for a mail by an address alone. What is said is the same for every address. */
export function wireAskForm(path: string): void {
  const form = element('ask-form', HTMLFormElement);
  const email = element('email', HTMLInputElement);
  const button = new SubmitButton(form);
  clearErrorsOnInput(form);
  email.focus();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void ask();
  });

  async function ask(): Promise<void> {
    clearNotice();
    const address = email.value.trim();
    const fault = emailFault(address);
    if (showFieldErrors(form, fault === '' ? [] : [{ field: 'email', message: fault }])) return;
    button.hold(say('Sending…'), 'busy');
    const answer = await call('POST', path, { email: address });
    button.release();
    if (answer.kind === 'done') {
      return showEnd(
        say('Look into your mailbox'),
        say(
          'If {address} can be used here, a mail is on its way to it. It may take a minute; look into the spam folder, too.',
          { address },
        ),
        toSignIn,
      );
    }
    if (answer.kind === 'refused' && showFieldErrors(form, answer.errors)) return;
    showNotice('problem', explain(answer));
  }
}
