// SPDX-License-Identifier: Apache-2.0
import { useResource } from '../../data/use_resource';
import { t } from '../../language/language';

interface Named {
  name: string;
  email?: string;
}

/** Who or what an event names: users by their name, the rest as written. */
export function Who({ id }: { id: string }) {
  if (id === '') return <span className="quiet none">–</span>;
  if (id === 'anonymous') return <span className="quiet">{t('audit.anonymous')}</span>;
  if (id === 'operator') return <>{t('audit.operator')}</>;
  if (id.startsWith('usr_')) return <UserName id={id} />;
  return <code>{id}</code>;
}

function UserName({ id }: { id: string }) {
  const user = useResource<Named>(`/api/v1/users/${encodeURIComponent(id)}`);
  // Deleted users have no name any more.
  if (user.failure) return <code>{id}</code>;
  return (
    <a href={`/console/users/${encodeURIComponent(id)}`}>{user.value?.name || user.value?.email || '…'}</a>
  );
}
