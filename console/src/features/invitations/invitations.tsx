// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, type Answer } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More } from '../../ui/table';
import { announce } from '../../ui/toast';
import { AppPage } from '../apps/app_page';
import { invitationAddress, invitationsAddress, states, type Invitation, type Sent } from './invitation_api';
import { InvitationTable } from './invitation_table';
import { InviteDialog, type Kind } from './invite_dialog';
import { SentDialog } from './sent_dialog';

export default function Invitations({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return <AppPage id={id}>{(app) => <InvitationsOf app={app.id} name={app.name} />}</AppPage>;
}

function InvitationsOf({ app, name }: { app: string; name: string }) {
  const [state, setState] = useState('');
  const filter = state === '' ? '' : `&state=${state}`;
  const invitations = useList<Invitation>(`${invitationsAddress(app)}?limit=50${filter}`);
  const [inviting, setInviting] = useState<Kind>();
  const [sent, setSent] = useState<Sent>();
  const [revoking, setRevoking] = useState<Invitation>();
  const [renewing, setRenewing] = useState<Invitation>();

  const isSent = (answer: Answer) => {
    if (answer.kind !== 'done') return announce(explainFailure(answer));
    refresh(invitationsAddress(app));
    setInviting(undefined);
    setSent(answer.body as Sent);
  };
  const sendAgain = (invitation: Invitation) =>
    call('POST', `${invitationAddress(app, invitation.id)}/resend`, {});
  return (
    <Section
      id="invitations"
      title={t('invitations.title')}
      actions={mayManage && <InviteButtons invite={setInviting} />}
    >
      <StateFilter state={state} choose={setState} />
      <Show of={invitations}>
        {({ items }) =>
          items.length === 0 ? (
            <NoInvitations name={name} filtered={state !== ''} />
          ) : (
            <>
              <InvitationTable
                invitations={items}
                revoke={setRevoking}
                // A mailed one is sent again at once; a new open link ends the one that people may hold.
                sendAgain={(invitation) =>
                  invitation.email === null
                    ? setRenewing(invitation)
                    : void sendAgain(invitation).then(isSent)
                }
              />
              <More of={invitations} />
            </>
          )
        }
      </Show>
      <InviteDialog
        app={app}
        name={name}
        kind={inviting}
        close={() => setInviting(undefined)}
        done={isSent}
      />
      <SentDialog sent={sent} close={() => setSent(undefined)} />
      <Confirm
        title={t('invitations.renewTitle')}
        label={t('invitations.renew')}
        look="primary"
        open={renewing !== undefined}
        close={() => setRenewing(undefined)}
        act={async () => {
          const answer = renewing ? await sendAgain(renewing) : { kind: 'unreachable' as const };
          if (answer.kind === 'done') isSent(answer);
          return answer;
        }}
        done={() => undefined}
      >
        {t('invitations.renewText')}
      </Confirm>
      <Confirm
        title={t('invitations.revokeTitle')}
        label={t('invitations.revoke')}
        open={revoking !== undefined}
        close={() => setRevoking(undefined)}
        act={() => call('DELETE', invitationAddress(app, revoking?.id ?? ''))}
        done={() => {
          refresh(invitationsAddress(app));
          announce(t('invitations.revokeDone'));
        }}
      >
        {t('invitations.revokeText')}
      </Confirm>
    </Section>
  );
}

function InviteButtons({ invite }: { invite: (kind: Kind) => void }) {
  return (
    <div className="buttons">
      <Button onClick={() => invite('link')}>{t('invitations.link')}</Button>
      <Button look="primary" onClick={() => invite('mail')}>
        {t('invitations.invite')}
      </Button>
    </div>
  );
}

function NoInvitations({ name, filtered }: { name: string; filtered: boolean }) {
  if (filtered) return <Empty title={t('invitations.noneFiltered')} />;
  return (
    <Empty title={t('invitations.none', { name })}>
      <p>{t('invitations.noneHint')}</p>
    </Empty>
  );
}

function StateFilter({ state, choose }: { state: string; choose: (state: string) => void }) {
  return (
    <label className="state-filter">
      <span className="label">{t('invitations.filter')}</span>
      <select className="input" value={state} onChange={(event) => choose(event.target.value)}>
        <option value="">{t('invitations.all')}</option>
        {states.map((each) => (
          <option key={each} value={each}>
            {t(`invitations.state.${each}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
