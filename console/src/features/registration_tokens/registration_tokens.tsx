// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { formatDuration, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Field, Form, SelectField, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { ShownOnce } from '../../ui/shown_once';
import { Empty, Show } from '../../ui/states';
import { Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Time } from '../../ui/values';
import { SettingsFrame } from '../settings/settings_frame';

interface RegistrationToken {
  id: string;
  name: string;
  createdAt: string;
  expiresAt: string;
}

const tokensAddress = '/api/v1/registration-tokens';
const lives = [3600, 86_400, 7 * 86_400, 30 * 86_400] as const;

/** With such a token apps register themselves (RFC 7591); without one they can't. */
export default function RegistrationTokens() {
  const tokens = useList<RegistrationToken>(tokensAddress);
  const [adding, setAdding] = useState(false);
  const [isShown, setShown] = useState(false);
  const [revoking, setRevoking] = useState<RegistrationToken>();
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('registration.add')}
    </Button>
  );
  const close = () => {
    setAdding(false);
    setShown(false);
  };
  return (
    <SettingsFrame>
      <Section id="tokens" title={t('registration.title')} actions={add}>
        <p className="quiet">{t('registration.about')}</p>
        <Show of={tokens}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('registration.none')}>
                <p>{t('registration.noneHint')}</p>
              </Empty>
            ) : (
              <TokenTable tokens={items} revoke={setRevoking} />
            )
          }
        </Show>
      </Section>
      <Dialog title={t('registration.add')} open={adding} close={close} dismissible={!isShown}>
        <AddToken close={close} shown={() => setShown(true)} />
      </Dialog>
      <Confirm
        title={t('registration.revokeTitle', { name: revoking?.name ?? '' })}
        label={t('registration.revoke')}
        open={revoking !== undefined}
        close={() => setRevoking(undefined)}
        act={() => call('DELETE', `${tokensAddress}/${encodeURIComponent(revoking?.id ?? '')}`)}
        done={() => {
          refresh(tokensAddress);
          announce(t('registration.revokeDone'));
        }}
      >
        {t('registration.revokeText')}
      </Confirm>
    </SettingsFrame>
  );
}

function TokenTable({
  tokens,
  revoke,
}: {
  tokens: readonly RegistrationToken[];
  revoke: (token: RegistrationToken) => void;
}) {
  return (
    <Table
      caption={t('registration.title')}
      rows={tokens}
      keyOf={({ id }) => id}
      columns={[
        { title: t('registration.name'), className: 'lead', cell: ({ name }) => name },
        { title: t('registration.made'), cell: ({ createdAt }) => <Time at={createdAt} /> },
        { title: t('registration.ends'), cell: ({ expiresAt }) => <Time at={expiresAt} exact /> },
        {
          title: t('table.actions'),
          unseen: true,
          className: 'row-actions',
          cell: (token) => (
            <Button
              className="small"
              aria-label={`${t('registration.revoke')}: ${token.name}`}
              onClick={() => revoke(token)}
            >
              {t('registration.revoke')}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** Makes a token, then shows it in the one moment that it is there. */
function AddToken({ close, shown }: { close: () => void; shown: () => void }) {
  const [token, setToken] = useState('');
  if (token !== '') {
    return (
      <ShownOnce text={t('registration.once')} secret={token} label={t('registration.one')} done={close} />
    );
  }
  return (
    <Form
      label={t('registration.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('POST', tokensAddress, {
          name: textIn(values, 'name'),
          expiresInSeconds: Number(textIn(values, 'expiresInSeconds')),
        })
      }
      done={({ body }) => {
        setToken(isRecord(body) ? textOf(body['token']) : '');
        shown();
        refresh(tokensAddress);
      }}
    >
      <Field
        name="name"
        label={t('registration.name')}
        hint={t('registration.nameHint')}
        autoComplete="off"
      />
      <SelectField name="expiresInSeconds" label={t('apiKeys.life')} defaultValue="86400">
        {lives.map((seconds) => (
          <option key={seconds} value={seconds}>
            {formatDuration(seconds)}
          </option>
        ))}
      </SelectField>
    </Form>
  );
}
