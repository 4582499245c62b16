// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Table, type Column } from '../../ui/table';
import { Badge, Monogram, Time } from '../../ui/values';
import type { Session } from './session_api';

interface Props {
  sessions: readonly Session[];
  /** Absent where one may only look. */
  end: ((session: Session) => void) | undefined;
}

export function SessionsTable({ sessions, end }: Props) {
  const columns: Column<Session>[] = [
    {
      title: t('sessions.user'),
      className: 'lead',
      cell: ({ user }) => (
        <span className="person">
          <Monogram name={user.name || user.email} />
          <span className="person-text">
            <a href={`/console/users/${encodeURIComponent(user.id)}`}>{user.name || user.email}</a>
            <span className="quiet">{user.email}</span>
          </span>
        </span>
      ),
    },
    {
      title: t('sessions.device'),
      cell: (session) => (
        <span className="event">
          <span title={session.userAgent}>
            {session.device === '?' ? t('sessions.deviceUnknown') : session.device}
          </span>
          {session.current && <Badge tone="good">{t('sessions.current')}</Badge>}
        </span>
      ),
    },
    {
      title: t('sessions.address'),
      cell: ({ clientAddress }) => (
        <a href={`/console/sessions?address=${encodeURIComponent(clientAddress)}`}>{clientAddress}</a>
      ),
    },
    { title: t('sessions.lastSeen'), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    { title: t('sessions.since'), cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  if (end) {
    columns.push({
      title: t('sessions.end'),
      unseen: true,
      className: 'row-actions',
      cell: (session) =>
        !session.current && (
          <Button
            className="small"
            onClick={() => end(session)}
            aria-label={t('sessions.endOf', {
              name: session.user.name || session.user.email,
              device: session.device,
            })}
          >
            {t('sessions.end')}
          </Button>
        ),
    });
  }
  return <Table caption={t('sessions.title')} rows={sessions} keyOf={({ id }) => id} columns={columns} />;
}
