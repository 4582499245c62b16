// SPDX-License-Identifier: Apache-2.0
import { call, type FieldError } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { emailFault } from '../../dom/email';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { foldForm } from '../../dom/fold_form';
import { passwordFault } from '../../dom/password_rule';
import { SubmitButton } from '../../dom/submit_button';
import { say } from '../../dom/say';

/** One way to change how one signs in. */
interface Change {
  id: string;
  path: string;
  /** Faults of the fields, before anything is sent. */
  faults: () => FieldError[];
  /** What is sent, and under which field's name its own errors are shown. */
  body: () => Record<string, string>;
  fieldOf: Record<string, string>;
  /** The field of the password that was asked once more. */
  asked: string;
  done: string;
}

export function wireCredentials(): void {
  wire({
    id: 'password-change',
    path: '/api/v1/me/password',
    faults: () => [
      {
        field: 'currentPassword',
        message: valueOf('currentPassword') === '' ? say('Enter your password.') : '',
      },
      { field: 'newPassword', message: passwordFault(valueOf('newPassword')) },
    ],
    body: () => ({ currentPassword: valueOf('currentPassword'), newPassword: valueOf('newPassword') }),
    fieldOf: {},
    asked: 'currentPassword',
    done: say('Your password is changed, and you are signed out everywhere else.'),
  });
  wire({
    id: 'email-change',
    path: '/api/v1/me/email',
    faults: () => [
      { field: 'newEmail', message: emailFault(valueOf('newEmail').trim()) },
      { field: 'emailPassword', message: valueOf('emailPassword') === '' ? say('Enter your password.') : '' },
    ],
    body: () => ({ email: valueOf('newEmail').trim(), password: valueOf('emailPassword') }),
    fieldOf: { email: 'newEmail', password: 'emailPassword' },
    asked: 'emailPassword',
    done: say('A link is on its way to both addresses. The change is made when both are opened.'),
  });
}

function valueOf(id: string): string {
  return element(id, HTMLInputElement).value;
}

function wire(change: Change): void {
  const details = element(change.id, HTMLDetailsElement);
  const form = details.querySelector('form');
  if (!form) throw new Error(`#${change.id} has no form`);
  const button = new SubmitButton(form);
  clearErrorsOnInput(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void send(change, details, form, button);
  });
}

async function send(
  change: Change,
  details: HTMLDetailsElement,
  form: HTMLFormElement,
  button: SubmitButton,
): Promise<void> {
  tell('calm', '');
  const faults = change.faults().filter(({ message }) => message !== '');
  if (showFieldErrors(form, faults)) return;
  button.hold(say('One moment…'), 'busy');
  const answer = await call('POST', change.path, change.body());
  button.release();
  if (answer.kind === 'done') {
    form.reset();
    foldForm(details);
    return tell('calm', change.done);
  }
  if (answer.kind === 'refused') {
    if (answer.code === 'invalid_credentials') {
      showFieldErrors(form, [{ field: change.asked, message: say('This is not your password.') }]);
      return;
    }
    const errors = answer.errors.map(({ field, message }) => ({
      field: change.fieldOf[field] ?? field,
      message,
    }));
    if (showFieldErrors(form, errors)) return;
  }
  tell('problem', explain(answer));
}

function tell(tone: 'problem' | 'calm', text: string): void {
  const notice = element('credentials-notice', HTMLElement);
  notice.dataset['tone'] = tone;
  notice.replaceChildren(...(text === '' ? [] : [text]));
}
