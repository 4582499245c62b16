// SPDX-License-Identifier: Apache-2.0
import { call } from '../../api/call';
import { refresh } from '../../data/resource';
import { t } from '../../language/language';
import { navigate } from '../../router/location';
import { Button } from '../../ui/button';
import { CheckField, Field, Form, textIn } from '../../ui/form';
import { announce } from '../../ui/toast';
import { userPage, usersAddress, type User } from './user_api';

export function AddUser({ close }: { close: () => void }) {
  return (
    <Form
      label={t('users.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('POST', usersAddress, {
          email: textIn(values, 'email'),
          name: textIn(values, 'name'),
          sendLink: values.has('sendLink'),
        })
      }
      done={({ body }) => {
        const user = body as User;
        refresh(usersAddress);
        announce(t('users.addDone', { name: user.name || user.email }));
        navigate(userPage(user.id));
      }}
    >
      <p className="dialog-text">{t('users.addText')}</p>
      <Field name="email" type="email" label={t('field.email')} autoComplete="off" required />
      <Field name="name" label={t('field.name')} autoComplete="off" optional />
      <CheckField name="sendLink" label={t('users.addSendLink')} checked />
    </Form>
  );
}
