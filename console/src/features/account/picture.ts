// SPDX-License-Identifier: Apache-2.0
import { call, sendBytes, isRecord, textOf, type Answer } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { setFieldError } from '../../dom/fields';
import { foldForm } from '../../dom/fold_form';
import { say } from '../../dom/say';
import { SubmitButton } from '../../dom/submit_button';
import { pictureFault, readPreview, withinBounds } from './picture_file';
import { showPicture, tellProfile } from './profile';

const address = '/api/v1/me/avatar';

export function wirePicture(): void {
  const details = element('picture-change', HTMLDetailsElement);
  const form = details.querySelector('form');
  if (!form) throw new Error('#picture-change has no form');
  const button = new SubmitButton(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void upload(details, form, button);
  });
  const picture = element('picture', HTMLInputElement);
  picture.addEventListener('change', () => void preview(picture));
  element('picture-remove', HTMLButtonElement).addEventListener('click', () => void remove(details, form));
}

/** Shows the chosen file cut as it will be, or why it can't be taken. */
async function preview(picture: HTMLInputElement): Promise<void> {
  const shown = element('picture-preview', HTMLImageElement);
  const file = picture.files?.[0];
  const fault = file ? pictureFault(file) : '';
  const seen = file && fault === '' ? await readPreview(file) : '';
  if (picture.files?.[0] !== file) return;
  setFieldError(picture, file && fault === '' && seen === '' ? say('This picture can’t be read.') : fault);
  shown.hidden = seen === '';
  if (seen !== '') shown.src = seen;
}

async function upload(
  details: HTMLDetailsElement,
  form: HTMLFormElement,
  button: SubmitButton,
): Promise<void> {
  tellProfile('calm', '');
  const picture = element('picture', HTMLInputElement);
  const file = picture.files?.[0];
  const fault = file ? pictureFault(file) : say('Choose a file.');
  setFieldError(picture, fault);
  if (!file || fault !== '') return picture.focus();
  button.hold(say('One moment…'), 'busy');
  const sent = await withinBounds(file);
  const answer = sent && (await sendBytes('PUT', address, sent));
  button.release();
  if (!answer) {
    setFieldError(picture, say('This picture can’t be read.'));
    return picture.focus();
  }
  const refusal = refusalOf(answer);
  if (refusal !== '') {
    setFieldError(picture, refusal);
    return picture.focus();
  }
  settle(answer, say('Your picture is changed.'));
  if (answer.kind === 'done') fold(details, form);
}

/** What is wrong with the picture itself, as the server judged it; empty for any other answer. */
function refusalOf(answer: Answer): string {
  switch (answer.kind === 'refused' ? answer.code : '') {
    case 'picture_format':
      return say('Choose a PNG, JPEG or WebP file.');
    case 'picture_too_large':
    case 'content_too_large':
      return say('This picture has too many pixels.');
    case 'picture_damaged':
      return say('This picture can’t be read.');
    default:
      return '';
  }
}

async function remove(details: HTMLDetailsElement, form: HTMLFormElement): Promise<void> {
  const former = await fetchPicture();
  const answer = await call('DELETE', address);
  settle(answer, say('Your picture is removed.'));
  if (answer.kind !== 'done') return;
  fold(details, form);
  if (former) offerUndo(former);
}

function offerUndo(former: Blob): void {
  const undo = make('button', { className: 'button plain small', text: say('Undo') });
  undo.type = 'button';
  undo.addEventListener('click', () => void putBack(former));
  element('profile-notice', HTMLElement).append(' ', undo);
  undo.focus();
}

async function putBack(former: Blob): Promise<void> {
  settle(await sendBytes('PUT', address, former), say('Your picture is back.'));
  element('picture-summary', HTMLElement).focus();
}

async function fetchPicture(): Promise<Blob | undefined> {
  try {
    const response = await fetch(element('portrait', HTMLImageElement).src);
    return response.ok ? await response.blob() : undefined;
  } catch {
    return undefined;
  }
}

function fold(details: HTMLDetailsElement, form: HTMLFormElement): void {
  form.reset();
  element('picture-preview', HTMLImageElement).hidden = true;
  foldForm(details);
}

function settle(answer: Answer, done: string): void {
  if (answer.kind !== 'done') return tellProfile('problem', explain(answer));
  showPicture(isRecord(answer.body) ? textOf(answer.body['avatarUrl']) : '', answer.etag);
  tellProfile('calm', done);
}
