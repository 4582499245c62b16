// SPDX-License-Identifier: Apache-2.0
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { sessionsAddress, type Session } from './session_api';
import { SessionsTable } from './sessions_table';

/** The newest few; all of them, and how to end them, are on the page of sessions. */
export function SessionsOfUser({ id }: { id: string }) {
  const query = `user=${encodeURIComponent(id)}`;
  const sessions = useList<Session>(`${sessionsAddress}?limit=5&${query}`);
  return (
    <Section
      id="sessions"
      title={t('users.sessions')}
      actions={
        <a className="button plain small" href={`/console/sessions?${query}`}>
          {t('sessions.all')}
        </a>
      }
    >
      <Show of={sessions} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('sessions.none')} />
          ) : (
            <SessionsTable sessions={items} end={undefined} />
          )
        }
      </Show>
    </Section>
  );
}
