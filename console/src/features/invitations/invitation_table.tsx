// SPDX-License-Identifier: Apache-2.0
import { mayManage } from '../../console/viewer';
import { formatTime, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Table } from '../../ui/table';
import { Badge, Badges } from '../../ui/values';
import { isWaiting, maySendAgain, type Invitation, type State } from './invitation_api';

const tones: Record<State, 'plain' | 'good' | 'warn' | 'bad'> = {
  sent: 'plain',
  seen: 'plain',
  accepted: 'good',
  expired: 'warn',
  revoked: 'bad',
};

export function InvitationTable({
  invitations,
  sendAgain,
  revoke,
}: {
  invitations: readonly Invitation[];
  sendAgain: (invitation: Invitation) => void;
  revoke: (invitation: Invitation) => void;
}) {
  const columns = [
    {
      title: t('invitations.who'),
      className: 'lead',
      cell: (invitation: Invitation) => (
        <span className="person-text">
          <span>{whom(invitation)}</span>
          {invitation.email === null && (
            <span className="fine">
              {t('invitations.used', { uses: invitation.uses, most: invitation.maxUses })}
            </span>
          )}
        </span>
      ),
    },
    {
      title: t('roles.title'),
      cell: (invitation: Invitation) =>
        invitation.roles.length === 0 ? (
          <span className="quiet">{t('members.noRoles')}</span>
        ) : (
          <Badges of={invitation.roles} />
        ),
    },
    {
      title: t('invitations.state'),
      cell: ({ state }: Invitation) => <Badge tone={tones[state]}>{t(`invitations.state.${state}`)}</Badge>,
    },
    {
      title: t('invitations.by'),
      cell: ({ invitedBy }: Invitation) => (invitedBy ? invitedBy.name || invitedBy.id : t('audit.operator')),
    },
    {
      title: t('invitations.expires'),
      cell: ({ expiresAt }: Invitation) => <time dateTime={expiresAt}>{formatTime(expiresAt)}</time>,
    },
  ];
  const actions = {
    title: t('table.actions'),
    unseen: true,
    className: 'row-actions',
    cell: (invitation: Invitation) => <Actions of={invitation} sendAgain={sendAgain} revoke={revoke} />,
  };
  return (
    <Table
      caption={t('invitations.title')}
      rows={invitations}
      keyOf={(invitation) => invitation.id}
      columns={mayManage ? [...columns, actions] : columns}
    />
  );
}

const whom = (invitation: Invitation): string => invitation.email ?? t('invitations.anybody');

function Actions({
  of,
  sendAgain,
  revoke,
}: {
  of: Invitation;
  sendAgain: (invitation: Invitation) => void;
  revoke: (invitation: Invitation) => void;
}) {
  const again = of.email === null ? t('invitations.renew') : t('invitations.resend');
  return (
    <span className="buttons">
      {maySendAgain(of) && (
        <Button className="small" onClick={() => sendAgain(of)} aria-label={`${again}: ${whom(of)}`}>
          {again}
        </Button>
      )}
      {isWaiting(of) && (
        <Button
          className="small"
          onClick={() => revoke(of)}
          aria-label={`${t('invitations.revoke')}: ${whom(of)}`}
        >
          {t('invitations.revoke')}
        </Button>
      )}
    </span>
  );
}
