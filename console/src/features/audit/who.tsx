// SPDX-License-Identifier: Apache-2.0
import { seesPlatform } from '../../console/viewer';
import { t } from '../../language/language';

/** Who or what an event names: users by their name, the rest as written. */
export function Who({ id, name = null }: { id: string; name?: string | null }) {
  if (id === '') return <span className="quiet none">–</span>;
  if (id === 'anonymous') return <span className="quiet">{t('audit.anonymous')}</span>;
  if (id === 'operator') return <>{t('audit.operator')}</>;
  // Deleted users have no name any more.
  if (name === null) return <code>{id}</code>;
  if (!seesPlatform) return <span title={id}>{name}</span>;
  return <a href={`/console/users/${encodeURIComponent(id)}`}>{name}</a>;
}
