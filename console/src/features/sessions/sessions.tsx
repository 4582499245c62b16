// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, type Answer } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList, useResource } from '../../data/use_resource';
import { count, t } from '../../language/language';
import { useQueryParameter } from '../../router/location';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Page } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More } from '../../ui/table';
import { announce } from '../../ui/toast';
import { doneAndHeard, RevokeConfirm } from '../instances/revoke';
import { userAddress, type User } from '../users/user_api';
import { sessionsAddress, type Session } from './session_api';
import { SessionsTable } from './sessions_table';

type Asked = { of: 'one'; session: Session } | { of: 'user' } | { of: 'everybody' };

export default function Sessions() {
  const [user, setUser] = useQueryParameter('user');
  const [address, setAddress] = useQueryParameter('address');
  const filter =
    user !== ''
      ? `&user=${encodeURIComponent(user)}`
      : address !== ''
        ? `&address=${encodeURIComponent(address)}`
        : '';
  const sessions = useList<Session>(`${sessionsAddress}?limit=50${filter}`);
  const [asked, setAsked] = useState<Asked>();
  return (
    <Page
      title={t('sessions.title')}
      lede={t('sessions.lede')}
      actions={
        <>
          <Button busy={sessions.isLoading} onClick={sessions.reload}>
            {t('action.refresh')}
          </Button>
          {mayManage && user === '' && (
            <Button look="danger" onClick={() => setAsked({ of: 'everybody' })}>
              {t('sessions.endEverybody')}
            </Button>
          )}
        </>
      }
    >
      <section className="card" aria-label={t('sessions.title')}>
        {user !== '' ? (
          <OfUser id={user} forget={() => setUser('')} end={() => setAsked({ of: 'user' })} />
        ) : (
          <AddressFilter key={address} address={address} set={setAddress} />
        )}
        <Show of={sessions}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('sessions.none')}>
                <p>{t('sessions.noneHint')}</p>
              </Empty>
            ) : (
              <>
                <SessionsTable
                  sessions={items}
                  end={mayManage ? (session) => setAsked({ of: 'one', session }) : undefined}
                />
                <More of={sessions} />
              </>
            )
          }
        </Show>
      </section>
      <AskToEnd asked={asked} user={user} close={() => setAsked(undefined)} />
    </Page>
  );
}

function AddressFilter({ address, set }: { address: string; set: (address: string) => void }) {
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const value = new FormData(event.currentTarget).get('address');
        set(typeof value === 'string' ? value.trim() : '');
      }}
    >
      <Icon name="search" />
      <input
        className="input"
        name="address"
        data-search
        defaultValue={address}
        aria-label={t('sessions.byAddress')}
        placeholder={t('sessions.byAddress')}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="submit">{t('action.search')}</Button>
      {address !== '' && (
        <Button look="quiet" onClick={() => set('')}>
          {t('sessions.all')}
        </Button>
      )}
    </form>
  );
}

function OfUser({ id, forget, end }: { id: string; forget: () => void; end: () => void }) {
  const user = useResource<User>(userAddress(id));
  const name = user.value ? user.value.name || user.value.email : id;
  return (
    <div className="bar">
      <p>
        {t('sessions.of')} <a href={`/console/users/${encodeURIComponent(id)}`}>{name}</a>
      </p>
      <span className="buttons">
        <Button look="quiet" onClick={forget}>
          {t('sessions.all')}
        </Button>
        {mayManage && (
          <Button look="danger" onClick={end}>
            {t('sessions.endAllOf')}
          </Button>
        )}
      </span>
    </div>
  );
}

function AskToEnd({ asked, user, close }: { asked: Asked | undefined; user: string; close: () => void }) {
  const [ended, setEnded] = useState(1);
  const act = async (wait: string): Promise<Answer> => {
    const answer = await end(asked, user, wait);
    if (answer.kind === 'done' && isRecord(answer.body)) setEnded(Number(answer.body['ended']));
    return answer;
  };
  const who = asked?.of === 'one' ? asked.session.user.name || asked.session.user.email : '';
  return (
    <RevokeConfirm
      title={
        asked?.of === 'one'
          ? t('sessions.endTitle', { name: who })
          : t(asked?.of === 'user' ? 'sessions.endAllTitle' : 'sessions.endEverybodyTitle')
      }
      label={t('sessions.end')}
      {...(asked?.of === 'everybody' ? { typed: t('sessions.everybodyWord') } : {})}
      open={asked !== undefined}
      close={close}
      act={act}
      done={(heard) => {
        refresh(sessionsAddress);
        announce(doneAndHeard(count('sessions.ended', asked?.of === 'one' ? 1 : ended), heard));
      }}
    >
      {t(asked?.of === 'everybody' ? 'sessions.endEverybodyText' : 'sessions.endText')}
    </RevokeConfirm>
  );
}

function end(asked: Asked | undefined, user: string, wait: string): Promise<Answer> {
  if (asked?.of === 'one')
    return call('DELETE', `${sessionsAddress}/${encodeURIComponent(asked.session.id)}${wait}`);
  if (asked?.of === 'user') return call('DELETE', `${userAddress(user)}/sessions${wait}`);
  return call('POST', `${sessionsAddress}/end-all${wait}`, { confirm: 'everybody' });
}
