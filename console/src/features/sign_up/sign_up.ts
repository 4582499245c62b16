// SPDX-License-Identifier: Apache-2.0
import { isRecord } from '../../api/call';
import { wireAskForm } from '../../dom/ask_form';
import { wireFinishForm } from '../../dom/finish_form';
import { takeToken } from '../../dom/link_token';
import { showEnd, toSignIn } from '../../dom/show_end';
import { say } from '../../dom/say';

const token = takeToken(new URL(location.href));
// The token must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);

if (token === '') {
  wireAskForm('/api/v1/sign-up');
} else {
  wireFinishForm({
    path: '/api/v1/sign-up/confirm',
    token,
    texts: ['name'],
    busy: say('Making…'),
    done: showDone,
    again: { text: say('Sign up again'), href: '/sign-up' },
  });
}

function showDone(body: unknown): void {
  if (isRecord(body) && body['status'] === 'awaiting_approval') {
    return showEnd(
      say('Your account waits for approval'),
      say('An administrator has to let you in. Try to sign in later.'),
      toSignIn,
    );
  }
  showEnd(say('Your account is made'), say('Sign in with your email address and password.'), toSignIn);
}
