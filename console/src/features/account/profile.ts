// SPDX-License-Identifier: Apache-2.0
import { call, isRecord, textOf } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { foldForm } from '../../dom/fold_form';
import { readPageData } from '../../dom/page_data';
import { say } from '../../dom/say';
import { SubmitButton } from '../../dom/submit_button';

const languages = ['en', 'de'];
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const firstName = element('firstName', HTMLInputElement);
const lastName = element('lastName', HTMLInputElement);
const shownName = element('shownName', HTMLInputElement);
const locale = element('locale', HTMLSelectElement);
const timeZone = element('timeZone', HTMLSelectElement);
/** Said by the page that saved to the one that is loaded in its place. */
const savedMark = 'gatehouse-profile-saved';
let etag = '';

/** Shows one's own profile at the top of the page and in the form. */
export function showProfile(body: unknown, tag: string): void {
  const me = isRecord(body) ? body : {};
  const email = textOf(me['email']);
  element('name', HTMLElement).textContent = textOf(me['name']) || email;
  element('email', HTMLElement).textContent = textOf(me['name']) === '' ? '' : email;
  for (const input of document.querySelectorAll<HTMLInputElement>('input[autocomplete=username]')) {
    input.defaultValue = email; // stays when the form is reset
  }
  firstName.value = textOf(me['firstName']);
  lastName.value = textOf(me['lastName']);
  // The server shows a name made of the others where none is set; only a set one belongs into the field.
  const made = [firstName.value, lastName.value].filter((part) => part !== '').join(' ');
  shownName.value = textOf(me['name']) === made ? '' : textOf(me['name']);
  fillSelect(locale, languages, textOf(me['locale']), languageName);
  fillSelect(timeZone, zones, textOf(me['timeZone']), (zone) => zone);
  showPicture(textOf(me['avatarUrl']), tag);
}

/** `tag` is the entity tag of the profile that has this picture; the picture is part of it. */
export function showPicture(address: string, tag: string): void {
  etag = tag;
  const portrait = element('portrait', HTMLImageElement);
  portrait.hidden = address === '';
  if (address !== '') portrait.src = address;
  element('picture-remove', HTMLElement).hidden = address === '';
}

export function wireProfile(): void {
  const details = element('profile-change', HTMLDetailsElement);
  const form = details.querySelector('form');
  if (!form) throw new Error('#profile-change has no form');
  const button = new SubmitButton(form);
  clearErrorsOnInput(form);
  if (sessionStorage.getItem(savedMark) !== null) {
    sessionStorage.removeItem(savedMark);
    tellProfile('calm', say('Your profile is saved.'));
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void save(details, form, button);
  });
}

async function save(details: HTMLDetailsElement, form: HTMLFormElement, button: SubmitButton): Promise<void> {
  tellProfile('calm', '');
  button.hold(say('One moment…'), 'busy');
  const seen =
    (locale.value !== '' && locale.value !== document.documentElement.lang) ||
    timeZone.value !== readPageData().viewer.timeZone;
  const answer = await call(
    'PATCH',
    '/api/v1/me',
    {
      firstName: firstName.value.trim(),
      lastName: lastName.value.trim(),
      name: shownName.value.trim(),
      locale: locale.value || null,
      timeZone: timeZone.value || null,
    },
    etag,
  );
  button.release();
  if (answer.kind === 'done') {
    // The whole page speaks that language and counts that zone's hours.
    if (seen) {
      sessionStorage.setItem(savedMark, 'yes');
      return location.reload();
    }
    showProfile(answer.body, answer.etag);
    foldForm(details);
    return tellProfile('calm', say('Your profile is saved.'));
  }
  if (answer.kind === 'refused' && answer.status === 412) {
    return tellProfile('problem', say('Your profile was changed elsewhere meanwhile. Load the page again.'));
  }
  if (answer.kind === 'refused' && showFieldErrors(form, answer.errors)) return;
  tellProfile('problem', explain(answer));
}

export function tellProfile(tone: 'problem' | 'calm', text: string): void {
  const notice = element('profile-notice', HTMLElement);
  notice.dataset['tone'] = tone;
  notice.replaceChildren(...(text === '' ? [] : [text]));
}

function fillSelect(
  select: HTMLSelectElement,
  values: readonly string[],
  chosen: string,
  nameOf: (value: string) => string,
): void {
  const known = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  const options = ['', ...known].map((value) => {
    const option = make('option', { text: value === '' ? say('As the browser says') : nameOf(value) });
    option.value = value;
    option.selected = value === chosen;
    return option;
  });
  select.replaceChildren(...options);
}

/** Each language by its own name: `Deutsch`. */
function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
