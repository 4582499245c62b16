// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { mayManage, viewer } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { count, t, type Key } from '../../language/language';
import { Button } from '../../ui/button';
import { CopyBlock } from '../../ui/copy';
import { CheckField, Field, Form, SelectField, textIn } from '../../ui/form';
import { ShownOnce } from '../../ui/shown_once';
import {
  accountsAddress,
  appPermissions,
  endAfter,
  grantable,
  idsIn,
  keysAddress,
  platformPermissions,
  type ServiceAccount,
} from './key_api';

const lives = [30, 90, 365, 730] as const;

function readKey(values: FormData): Record<string, unknown> {
  const apps = idsIn(textIn(values, 'apps'));
  const account = textIn(values, 'serviceAccount');
  return {
    name: textIn(values, 'name'),
    permissions: values.getAll('permissions').map(String),
    expiresAt: endAfter(Number(textIn(values, 'days')), Date.now()),
    ...(apps.length === 0 ? {} : { apps }),
    ...(account === '' ? {} : { serviceAccount: account }),
  };
}

/** Makes a key, then shows its secret in the one moment that it is there. */
export function AddKey({ close, shown }: { close: () => void; shown: () => void }) {
  const [secret, setSecret] = useState('');
  if (secret !== '') {
    return (
      <ShownOnce text={t('apiKeys.once')} secret={secret} label={t('apiKeys.one')} done={close}>
        <CopyBlock
          text={`curl -H 'Authorization: Bearer ${secret}' ${location.origin}/api/v1/apps`}
          label={t('apiKeys.example')}
        />
      </ShownOnce>
    );
  }
  return (
    <Form
      label={t('apiKeys.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) => call('POST', keysAddress, readKey(values))}
      done={({ body }) => {
        setSecret(isRecord(body) ? textOf(body['key']) : '');
        shown();
        refresh(keysAddress);
      }}
    >
      <Field name="name" label={t('apiKeys.name')} hint={t('apiKeys.nameHint')} autoComplete="off" />
      {mayManage && <OwnerField />}
      <Choice
        title={t('apiKeys.forPlatform')}
        of={grantable(viewer.platformRole, platformPermissions, false)}
      />
      <Choice title={t('apiKeys.forApps')} of={grantable(viewer.platformRole, appPermissions, true)} />
      <Field
        name="apps"
        label={t('apiKeys.apps')}
        hint={t('apiKeys.appsHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        optional
      />
      <SelectField name="days" label={t('apiKeys.life')} defaultValue="90">
        {lives.map((days) => (
          <option key={days} value={days}>
            {count('time.days', days)}
          </option>
        ))}
      </SelectField>
    </Form>
  );
}

function OwnerField() {
  const accounts = useList<ServiceAccount>(`${accountsAddress}?limit=500`);
  return (
    <SelectField name="serviceAccount" label={t('apiKeys.owner')} hint={t('apiKeys.ownerHint')}>
      <option value="">{t('apiKeys.yourself')}</option>
      {(accounts.value?.items ?? []).map((account) => (
        <option key={account.id} value={account.id}>
          {account.name}
        </option>
      ))}
    </SelectField>
  );
}

function Choice({ title, of }: { title: string; of: readonly (readonly [string, Key])[] }) {
  if (of.length === 0) return null;
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      {of.map(([name, label]) => (
        <CheckField
          key={name}
          name="permissions"
          value={name}
          label={
            <>
              {t(label)} <code className="fine">{name}</code>
            </>
          }
        />
      ))}
    </fieldset>
  );
}
