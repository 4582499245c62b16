// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { element } from '../../dom/element';
import { emailFault } from '../../dom/email';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { clearNotice, showNotice } from '../../dom/notice';
import { readPageData } from '../../dom/page_data';
import { wireRevealButtons } from '../../dom/reveal_password';
import { SubmitButton } from '../../dom/submit_button';
import { outcomeOf, unchecked, type Outcome } from './outcome';
import { solveChallenge, type Challenge } from './solve_challenge';
import { waitForRetry } from './wait_for_retry';
import { say } from '../../dom/say';

const maxRetriesWhenBusy = 3;
// A solution may come too late, or be asked for anew when the server has started again meanwhile.
const maxChallenges = 3;

const page = readPageData();
const form = element('sign-in', HTMLFormElement);
const email = element('email', HTMLInputElement);
const password = element('password', HTMLInputElement);
const button = new SubmitButton(form);

wireRevealButtons(form);
element('sign-up', HTMLElement).hidden = !page.signUp;
clearErrorsOnInput(form);
if (page.email !== '' && email.value === '') {
  email.value = page.email;
  password.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!button.held && readyToSend()) void signIn();
});

// A page that comes back from the browser's memory must not look busy for ever.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

function readyToSend(): boolean {
  clearNotice();
  const errors = [
    { field: 'email', message: emailFault(email.value.trim()) },
    { field: 'password', message: password.value === '' ? say('Enter your password.') : '' },
  ].filter(({ message }) => message !== '');
  return !showFieldErrors(form, errors);
}

async function signIn(): Promise<void> {
  button.hold(say('Signing in…'), 'busy');
  const typed = { email: email.value.trim(), password: password.value };
  let more = {};
  for (let busy = 0, challenges = 0; ; ) {
    const outcome = outcomeOf(await call('POST', '/api/v1/sign-in', { ...typed, ...more }));
    if (outcome.kind === 'busy' && busy++ < maxRetriesWhenBusy) {
      showNotice('calm', say('The server is busy. Trying again…'));
      await new Promise((resolve) => setTimeout(resolve, outcome.seconds * 1000));
    } else if (outcome.kind === 'challenge' && challenges++ < maxChallenges) {
      const challengeSolution = await solve(outcome.challenge);
      if (challengeSolution === undefined) return act(unchecked());
      more = { challengeSolution };
    } else {
      return act(outcome);
    }
  }
}

async function solve(challenge: Challenge): Promise<string | undefined> {
  showNotice(
    'calm',
    say(
      'Checking that you are not a robot. Your browser does a small calculation, which takes a few seconds…',
    ),
  );
  button.hold(say('Checking…'), 'busy');
  const solution = await solveChallenge(challenge);
  button.hold(say('Signing in…'), 'busy');
  return solution;
}

function act(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'complete':
      location.replace(page.returnTo);
      return; // stays busy until the next page is there
    case 'wait':
      return waitForRetry(button, outcome.seconds);
    case 'fields':
      button.release();
      clearNotice();
      if (!showFieldErrors(form, outcome.errors)) {
        showNotice('problem', outcome.errors.map(({ message }) => message).join(' '));
      }
      return;
    case 'wrong':
      button.release();
      showNotice('problem', outcome.text);
      password.focus();
      password.select();
      return;
    case 'busy':
      button.release();
      return showNotice('problem', say('The server is still busy. Try again in a minute.'));
    case 'challenge':
      return act(unchecked());
    case 'told':
      button.release();
      return showNotice(outcome.tone, outcome.text);
  }
}
