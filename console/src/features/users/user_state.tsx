// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Badge } from '../../ui/values';
import { roleNames, type User } from './user_api';

export function UserState({ user }: { user: User }) {
  return (
    <span className="badges">
      {user.disabledAt !== null ? (
        <Badge tone="bad">{t('users.disabled')}</Badge>
      ) : user.lastSignInAt === null ? (
        <Badge>{t('users.pending')}</Badge>
      ) : (
        <Badge tone="good">{t('users.active')}</Badge>
      )}
      {!user.emailVerified && <Badge tone="warn">{t('users.unverified')}</Badge>}
      {user.platformRole && <Badge>{t(roleNames[user.platformRole])}</Badge>}
    </span>
  );
}
