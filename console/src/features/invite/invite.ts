// SPDX-License-Identifier: Apache-2.0
import { call, type Answer } from '../../api/call';
import { element } from '../../dom/element';
import { clearErrorsOnInput, showFieldErrors } from '../../dom/fields';
import { clearNotice, showNotice } from '../../dom/notice';
import { readPageBrand, readPageData } from '../../dom/page_data';
import { missingCharacters } from '../../dom/password_rule';
import { wireRevealButtons } from '../../dom/reveal_password';
import { showEnd } from '../../dom/show_end';
import { fillTexts } from '../../dom/speak_page';
import { SubmitButton } from '../../dom/submit_button';
import { count, formatList, formatTime, speak, t } from '../../language/language';
import { explainFailure, explainFieldError } from '../../ui/failure';
import { onwardOf, parseOffer, stepOf, type Offer } from './offer';

const { viewer } = readPageData();
const brandName = readPageBrand().name;
const address = `/api/v1/invitations/${encodeURIComponent(location.pathname.split('/').at(-1) ?? '')}`;

await speak(viewer.locale, viewer.timeZone);
document.title = `${t('invite.title')} · ${brandName}`;
fillTexts();
const answer = await call('GET', address);
if (answer.kind === 'done') {
  show(parseOffer(answer.body));
  void call('POST', `${address}/seen`, {});
} else {
  showProblem(answer);
}

function show(offer: Offer): void {
  element('offer-title', HTMLElement).textContent = t('invite.heading', { app: offer.app });
  element('offer-text', HTMLElement).textContent = describe(offer);
  element('offer-end', HTMLElement).textContent = t('invite.until', { time: formatTime(offer.expiresAt) });
  element('offer', HTMLElement).hidden = false;
  switch (stepOf(offer, viewer.email)) {
    case 'accept':
      wire('accept-form', t('invite.accepting'), () => ({}));
      return showOther(t('invite.signedInAs', { email: viewer.email }), t('invite.otherAccount'), true);
    case 'switchAccount':
      showNotice('problem', t('invite.wrongAccount', { email: offer.email, own: viewer.email }));
      return showSignIn(true);
    case 'signIn':
      showNotice('calm', t('invite.hasAccount', { email: offer.email }));
      return showSignIn(false);
    case 'makeAccount':
      element('address', HTMLInputElement).value = offer.email;
      if (viewer.email !== '')
        showNotice('calm', t('invite.takesOver', { email: offer.email, own: viewer.email }));
      return wire('account-form', t('invite.makingAccount'), readAccount);
    case 'proveAddress':
      wire('address-form', t('invite.sendingLink'), readAddress);
      return showOther(t('invite.haveAccount'), t('invite.signInShort'), false);
  }
}

function describe(offer: Offer): string {
  const values = { app: offer.app, inviter: offer.inviter };
  const who = offer.inviter === '' ? t('invite.byOperator', values) : t('invite.by', values);
  if (offer.roles.length === 0) return who;
  return `${who} ${count('invite.roles', offer.roles.length, { roles: formatList(offer.roles) })}`;
}

/** Back here afterwards; `again` shows the form to those who are signed in, too. */
function signInAddress(again: boolean): string {
  return `/sign-in?${again ? 'prompt=login&' : ''}return_to=${encodeURIComponent(location.pathname)}`;
}

function showSignIn(again: boolean): void {
  element('sign-in', HTMLElement).hidden = false;
  element('sign-in-link', HTMLAnchorElement).href = signInAddress(again);
}

function showOther(text: string, label: string, again: boolean): void {
  element('other', HTMLElement).hidden = false;
  element('other-text', HTMLElement).textContent = text;
  const link = element('other-link', HTMLAnchorElement);
  link.textContent = label;
  link.href = signInAddress(again);
}

/** What the form has to send; a list instead says what is wrong with it. */
type Read = () => Record<string, string> | { field: string; message: string }[];

function readAccount(): ReturnType<Read> {
  const name = element('name', HTMLInputElement).value.trim();
  const password = element('password', HTMLInputElement).value;
  const missing = missingCharacters(password);
  const faults = [
    ...(name === '' ? [{ field: 'name', message: t('invite.nameMissing') }] : []),
    ...(missing > 0 ? [{ field: 'password', message: count('invite.passwordShort', missing) }] : []),
  ];
  return faults.length > 0 ? faults : { name, password };
}

function readAddress(): ReturnType<Read> {
  const email = element('email', HTMLInputElement).value.trim();
  return /^[^\s@]+@[^\s@]+$/.test(email) ? { email } : [{ field: 'email', message: t('invite.emailFault') }];
}

function wire(id: string, busy: string, read: Read): void {
  const form = element(id, HTMLFormElement);
  const button = new SubmitButton(form);
  form.hidden = false;
  wireRevealButtons(form, {
    show: t('invite.show'),
    hide: t('invite.hide'),
    showPassword: t('invite.showPassword'),
    hidePassword: t('invite.hidePassword'),
  });
  clearErrorsOnInput(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void send();
  });

  async function send(): Promise<void> {
    clearNotice();
    const values = read();
    if (Array.isArray(values)) return void showFieldErrors(form, values);
    showFieldErrors(form, []);
    button.hold(busy, 'busy');
    const answer = await call('POST', `${address}/accept`, values);
    button.release();
    if (answer.kind === 'done') return showDone(answer.status, answer.body, values);
    const errors = answer.kind === 'refused' ? answer.errors : [];
    const explained = errors.map((error) => ({ ...error, message: explainFieldError(error) }));
    if (!showFieldErrors(form, explained)) showProblem(answer);
  }
}

function showDone(status: number, body: unknown, sent: Record<string, string>): void {
  const { app, url } = onwardOf(body);
  if (status === 202) {
    showEnd(t('invite.lookTitle'), t('invite.lookText', { email: sent['email'] ?? '' }), {
      text: t('invite.signInShort'),
      href: signInAddress(false),
    });
  } else {
    showEnd(t('invite.doneTitle', { app }), t('invite.doneText', { app }), {
      text: url === '' ? t('invite.toAccount') : t('invite.open', { app }),
      href: url === '' ? '/account' : url,
    });
  }
}

function showProblem(answer: Exclude<Answer, { kind: 'done' }>): void {
  if (answer.kind === 'refused' && answer.status === 404) {
    showEnd(t('invite.endedTitle'), t('invite.endedText'), { text: t('invite.toAccount'), href: '/account' });
  } else if (answer.kind === 'refused' && answer.status === 409) {
    location.assign(signInAddress(false)); // the account was made meanwhile
  } else {
    element('offer', HTMLElement).hidden = false;
    showNotice('problem', explainFailure(answer));
  }
}
