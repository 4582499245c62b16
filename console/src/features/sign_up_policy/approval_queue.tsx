// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Monogram, Time } from '../../ui/values';

interface Waiting {
  id: string;
  email: string;
  name: string;
  createdAt: string;
}

const address = '/api/v1/sign-ups';

/** People who signed up and wait to be let in. */
export function ApprovalQueue() {
  const waiting = useList<Waiting>(`${address}?limit=50`);
  const [rejecting, setRejecting] = useState<Waiting>();
  const decided = () => refresh(address, '/api/v1/users');
  const approve = async (user: Waiting) => {
    const answer = await call('POST', decisionAddress(user, 'approve'), {});
    announce(answer.kind === 'done' ? t('signUp.approved', { name: user.name }) : explainFailure(answer));
    decided();
  };
  return (
    <Section id="sign-ups" title={t('signUp.waiting')}>
      <Show of={waiting}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('signUp.nobodyWaits')}</p>
          ) : (
            <>
              <WaitingTable users={items} approve={(user) => void approve(user)} reject={setRejecting} />
              <More of={waiting} />
            </>
          )
        }
      </Show>
      <Confirm
        title={t('signUp.rejectTitle', { name: rejecting?.name ?? '' })}
        label={t('signUp.reject')}
        open={rejecting !== undefined}
        close={() => setRejecting(undefined)}
        act={() => call('POST', rejecting ? decisionAddress(rejecting, 'reject') : address, {})}
        done={() => {
          announce(t('signUp.rejected'));
          decided();
        }}
      >
        {t('signUp.rejectText', { email: rejecting?.email ?? '' })}
      </Confirm>
    </Section>
  );
}

const decisionAddress = (user: Waiting, decision: 'approve' | 'reject'): string =>
  `${address}/${encodeURIComponent(user.id)}/${decision}`;

function WaitingTable({
  users,
  approve,
  reject,
}: {
  users: readonly Waiting[];
  approve: (user: Waiting) => void;
  reject: (user: Waiting) => void;
}) {
  return (
    <Table
      caption={t('signUp.waiting')}
      rows={users}
      keyOf={(user) => user.id}
      columns={[
        {
          title: t('users.person'),
          className: 'lead',
          cell: (user) => (
            <span className="person">
              <Monogram name={user.name} />
              <span className="person-text">
                <a href={`/console/users/${encodeURIComponent(user.id)}`}>{user.name}</a>
                <span className="fine">{user.email}</span>
              </span>
            </span>
          ),
        },
        { title: t('signUp.since'), cell: (user) => <Time at={user.createdAt} /> },
        {
          title: t('table.actions'),
          unseen: true,
          className: 'row-actions',
          cell: (user) => (
            <span className="buttons">
              <Button
                className="small"
                onClick={() => approve(user)}
                aria-label={`${t('signUp.approve')}: ${user.name}`}
              >
                {t('signUp.approve')}
              </Button>
              <Button
                className="small"
                onClick={() => reject(user)}
                aria-label={`${t('signUp.reject')}: ${user.name}`}
              >
                {t('signUp.reject')}
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
