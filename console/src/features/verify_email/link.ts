// SPDX-License-Identifier: Apache-2.0
import { takeToken } from '../../dom/link_token';
import { say } from '../../dom/say';

/** What a mailed link about an address does when it is confirmed. */
export interface Link {
  token: string;
  path: string;
  explanation: string;
  button: string;
  done: { title: string; text: string };
  /** What is said when the other mailbox has not agreed yet. */
  waiting?: { title: string; text: string };
}

const waiting = {
  title: say('Thank you. One more step'),
  text: say('The change is made as soon as the link in the mail to the other address is opened, too.'),
};

const kinds = [
  {
    parameter: 'token',
    path: '/api/v1/email-verification/confirm',
    explanation: say('Confirm that this is your email address.'),
    button: say('Confirm this address'),
    done: { title: say('Your email address is confirmed'), text: say('Thank you. That is all.') },
  },
  {
    parameter: 'change',
    path: '/api/v1/email-change/confirm',
    explanation: say('From now on, you sign in with the address to which this link was sent.'),
    button: say('Use this address'),
    done: { title: say('Your email address is changed'), text: say('Sign in with the new one from now on.') },
    waiting,
  },
  {
    parameter: 'approve',
    path: '/api/v1/email-change/approve',
    explanation: say('Somebody, hopefully you, asked to change the address of your account to a new one.'),
    button: say('Agree to the change'),
    done: { title: say('Your email address is changed'), text: say('Sign in with the new one from now on.') },
    waiting,
  },
  {
    parameter: 'cancel',
    path: '/api/v1/email-change/cancel',
    explanation: say(
      'If it was not you: you keep your old email address. Everybody is signed out, and you set a new password, because whoever asked for the change knew the present one.',
    ),
    button: say('Keep my old address'),
    done: {
      title: say('Your old email address stays'),
      text: say(
        'Everybody is signed out. Set a new password now with “Forgot your password?” on the sign-in page.',
      ),
    },
  },
];

/** The links that an address carries, in the order to offer them; none when it is not complete. */
export function linksOf(address: URL): Link[] {
  return kinds.flatMap(({ parameter, ...kind }) => {
    const token = takeToken(address, parameter);
    return token === '' ? [] : [{ token, ...kind }];
  });
}
