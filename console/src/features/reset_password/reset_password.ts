// SPDX-License-Identifier: Apache-2.0
import { wireAskForm } from '../../dom/ask_form';
import { wireFinishForm } from '../../dom/finish_form';
import { takeToken } from '../../dom/link_token';
import { showEnd, toSignIn } from '../../dom/show_end';
import { say } from '../../dom/say';

const token = takeToken(new URL(location.href));
// The token must not stay in the history or be sent on as a referrer.
history.replaceState(null, '', location.pathname);

if (token === '') {
  wireAskForm('/api/v1/password-reset');
} else {
  wireFinishForm({
    path: '/api/v1/password-reset/confirm',
    token,
    texts: [],
    busy: say('Setting…'),
    done: () => showEnd(say('Your new password is set'), say('Sign in with it now.'), toSignIn),
    again: { text: say('Ask for a new link'), href: '/reset-password' },
  });
}
