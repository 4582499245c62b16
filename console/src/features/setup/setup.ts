// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { emailFault } from '../../dom/email';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { takeToken } from '../../dom/link_token';
import { clearNotice, showNotice } from '../../dom/notice';
import { passwordFault } from '../../dom/password_rule';
import { wireRevealButtons } from '../../dom/reveal_password';
import { showEnd, toAccount, toSignIn } from '../../dom/show_end';
import { SubmitButton } from '../../dom/submit_button';
import { say } from '../../dom/say';

const form = element('setup', HTMLFormElement);
const fields = {
  name: element('name', HTMLInputElement),
  email: element('email', HTMLInputElement),
  password: element('password', HTMLInputElement),
};
const button = new SubmitButton(form);
const token = takeToken(new URL(location.href));

// The token must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);
wireRevealButtons(form);
clearErrorsOnInput(form);
if (token === '') {
  showEnd(
    say('This link is not complete'),
    say('Open the whole set-up link that the server printed when it started for the first time.'),
    toSignIn,
  );
} else {
  fields.name.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!button.held && readyToSend()) void setUp();
});

function readyToSend(): boolean {
  clearNotice();
  const errors = [
    { field: 'name', message: fields.name.value.trim() === '' ? say('Enter your name.') : '' },
    { field: 'email', message: emailFault(fields.email.value.trim()) },
    { field: 'password', message: passwordFault(fields.password.value) },
  ].filter(({ message }) => message !== '');
  return !showFieldErrors(form, errors);
}

async function setUp(): Promise<void> {
  button.hold(say('Creating…'), 'busy');
  const email = fields.email.value.trim();
  const answer = await call('POST', '/api/v1/setup', {
    token,
    email,
    name: fields.name.value.trim(),
    password: fields.password.value,
  });
  button.release();
  if (answer.kind === 'done') {
    return showEnd(
      say('You are all set'),
      say('{email} is the administrator now, and signed in.', { email }),
      toAccount,
    );
  }
  if (answer.kind === 'refused' && answer.errors.length > 0 && showFieldErrors(form, answer.errors)) return;
  if (answer.kind === 'refused' && [401, 403, 404, 409, 410].includes(answer.status)) {
    return showEnd(
      say('This set-up link no longer works'),
      say(
        'It was used before, or a newer one was printed. If an administrator exists, sign in with that account. Otherwise restart the server to get a new link.',
      ),
      toSignIn,
    );
  }
  showNotice('problem', explain(answer));
}
