// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { explain } from '../../api/explain';
import { element } from '../../dom/element';
import { clearNotice, showNotice } from '../../dom/notice';
import { showEnd, toSignIn } from '../../dom/show_end';
import { SubmitButton } from '../../dom/submit_button';
import { linkOf, type Link } from './link';

const form = element('confirm-form', HTMLFormElement);
const link = linkOf(new URL(location.href));
// The token must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);

if (link === undefined) {
  showEnd('This link is not complete', 'Open the whole link of the mail.', toSignIn);
} else {
  offer(link);
}

function offer(link: Link): void {
  element('explanation', HTMLElement).textContent = link.explanation;
  const submit = form.querySelector('button');
  if (submit) submit.textContent = link.button;
  const button = new SubmitButton(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.held) void confirm(link, button);
  });
}

async function confirm(link: Link, button: SubmitButton): Promise<void> {
  clearNotice();
  button.hold('One moment…', 'busy');
  const answer = await call('POST', link.path, { token: link.token });
  button.release();
  if (answer.kind === 'done') return showEnd(link.done.title, link.done.text, toSignIn);
  if (answer.kind === 'refused' && answer.code === 'invalid_token') {
    return showEnd('This link no longer works', 'It was used before, is too old, or was replaced.', toSignIn);
  }
  showNotice('problem', explain(answer));
}
