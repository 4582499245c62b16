// SPDX-License-Identifier: Apache-2.0
import { call, sendBytes, isRecord, textOf, type Answer } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { clearErrorsOnInput, setFieldError } from '../../dom/fields';
import { say } from '../../dom/say';
import { SubmitButton } from '../../dom/submit_button';
import { showPicture, tellProfile } from './profile';

const mostBytes = 1024 * 1024;

export function wirePicture(): void {
  const details = element('picture-change', HTMLDetailsElement);
  const form = details.querySelector('form');
  if (!form) throw new Error('#picture-change has no form');
  const picture = element('picture', HTMLInputElement);
  const button = new SubmitButton(form);
  clearErrorsOnInput(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void upload(picture, button, details);
  });
  element('picture-remove', HTMLButtonElement).addEventListener('click', () => void remove());
}

async function upload(picture: HTMLInputElement, button: SubmitButton, details: HTMLElement): Promise<void> {
  tellProfile('calm', '');
  const file = picture.files?.[0];
  const fault = !file
    ? say('Choose a file.')
    : file.size > mostBytes
      ? say('This file is larger than 1 MB.')
      : '';
  setFieldError(picture, fault);
  if (!file || fault !== '') return picture.focus();
  button.hold(say('One moment…'), 'busy');
  const answer = await sendBytes('PUT', '/api/v1/me/avatar', file);
  button.release();
  settle(answer, say('Your picture is changed.'));
  if (answer.kind === 'done' && details instanceof HTMLDetailsElement) details.open = false;
}

async function remove(): Promise<void> {
  settle(await call('DELETE', '/api/v1/me/avatar'), say('Your picture is removed.'));
}

function settle(answer: Answer, done: string): void {
  if (answer.kind !== 'done') return tellProfile('problem', explain(answer));
  showPicture(isRecord(answer.body) ? textOf(answer.body['avatarUrl']) : '');
  tellProfile('calm', done);
}
