// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { explain } from '../../api/explain';
import { element, make } from '../../dom/element';
import { clearNotice, showNotice } from '../../dom/notice';
import { showEnd, toSignIn } from '../../dom/show_end';
import { SubmitButton } from '../../dom/submit_button';
import { linksOf, type Link } from './link';
import { say } from '../../dom/say';

const template = element('confirm-form', HTMLFormElement);
const links = linksOf(new URL(location.href));
// The tokens must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);

if (links.length === 0) {
  showEnd(say('This link is not complete'), say('Open the whole link of the mail.'), toSignIn);
} else {
  links.forEach(offer);
}

/** The first link has the page's form, each other one a copy of it below. */
function offer(link: Link, index: number): void {
  const form = index === 0 ? template : (template.cloneNode(true) as HTMLFormElement);
  const explanation = index === 0 ? element('explanation', HTMLElement) : make('p', { className: 'lede' });
  explanation.textContent = link.explanation;
  const submit = form.querySelector('button');
  if (submit) submit.textContent = link.button;
  if (index > 0) {
    form.removeAttribute('id');
    form.removeAttribute('aria-labelledby');
    form.setAttribute('aria-label', link.button);
    submit?.classList.add('plain');
    element('confirm', HTMLElement).append(explanation, form);
  }
  const button = new SubmitButton(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void confirm(link, button);
  });
}

async function confirm(link: Link, button: SubmitButton): Promise<void> {
  clearNotice();
  button.hold(say('One moment…'), 'busy');
  const answer = await call('POST', link.path, { token: link.token });
  button.release();
  if (answer.kind === 'done') {
    const end = answer.status === 202 && link.waiting ? link.waiting : link.done;
    return showEnd(end.title, end.text, toSignIn);
  }
  if (answer.kind === 'refused' && answer.code === 'invalid_token') {
    return showEnd(
      say('This link no longer works'),
      say('It was used before, is too old, or was replaced.'),
      toSignIn,
    );
  }
  showNotice('problem', explain(answer));
}
