// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { emailFault } from '../../dom/email';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { clearNotice, showNotice } from '../../dom/notice';
import { wireRevealButtons } from '../../dom/reveal_password';
import { SubmitButton } from '../../dom/submit_button';
import { passwordFault } from './password_rule';
import { takeToken } from './setup_token';

const form = element('setup', HTMLFormElement);
const fields = {
  name: element('name', HTMLInputElement),
  email: element('email', HTMLInputElement),
  password: element('password', HTMLInputElement),
};
const button = new SubmitButton(form);
const toAccount = { text: 'Go to your account', href: '/account' };
const toSignIn = { text: 'Go to sign in', href: '/sign-in' };
const token = takeToken(new URL(location.href));

// The token must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);
wireRevealButtons(form);
clearErrorsOnInput(form);
if (token === '') {
  showEnd(
    'This link is not complete',
    'Open the whole set-up link that the server printed when it started for the first time.',
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
    { field: 'name', message: fields.name.value.trim() === '' ? 'Enter your name.' : '' },
    { field: 'email', message: emailFault(fields.email.value.trim()) },
    { field: 'password', message: passwordFault(fields.password.value) },
  ].filter(({ message }) => message !== '');
  return !showFieldErrors(form, errors);
}

async function setUp(): Promise<void> {
  button.hold('Creating…', 'busy');
  const email = fields.email.value.trim();
  const answer = await call('POST', '/api/v1/setup', {
    token,
    email,
    name: fields.name.value.trim(),
    password: fields.password.value,
  });
  button.release();
  if (answer.kind === 'done') {
    return showEnd('You are all set', `${email} is the administrator now, and signed in.`, toAccount);
  }
  if (answer.kind === 'refused' && answer.errors.length > 0 && showFieldErrors(form, answer.errors)) return;
  if (answer.kind === 'refused' && [401, 403, 404, 409, 410].includes(answer.status)) {
    return showEnd(
      'This set-up link no longer works',
      'It was used before, or a newer one was printed. If an administrator exists, sign in with that account. Otherwise restart the server to get a new link.',
      toSignIn,
    );
  }
  showNotice('problem', explain(answer));
}

/** Puts one message in the place of the form and moves the focus there, so that it is read out. */
function showEnd(title: string, text: string, onward: { text: string; href: string }): void {
  element('form-card', HTMLElement).hidden = true;
  element('outcome', HTMLElement).hidden = false;
  element('outcome-text', HTMLElement).textContent = text;
  const link = element('outcome-link', HTMLAnchorElement);
  link.textContent = onward.text;
  link.href = onward.href;
  const heading = element('outcome-title', HTMLElement);
  heading.textContent = title;
  heading.focus();
}
