// SPDX-License-Identifier: Apache-2.0
import type { KeyboardEvent } from 'react';
import { t } from '../../language/language';
import { Table } from '../../ui/table';
import { Monogram, Time } from '../../ui/values';
import { extend, toggle, type Selection } from './selection';
import { userPage, type User } from './user_api';
import { UserState } from './user_state';

interface Props {
  users: readonly User[];
  selection: Selection;
  /** Absent where nothing can be done to anybody. */
  select?: ((next: Selection) => void) | undefined;
}

export function UserTable({ users, selection, select }: Props) {
  const order = users.map((user) => user.id);
  const pick = select && {
    title: t('users.pick'),
    unseen: true,
    className: 'user-pick',
    cell: (user: User) => (
      <input
        type="checkbox"
        aria-label={t('users.pickOne', { name: user.name || user.email })}
        data-pick={user.id}
        checked={selection.ids.has(user.id)}
        onChange={() => undefined}
        onClick={(event) =>
          select(event.shiftKey ? extend(selection, user.id, order) : toggle(selection, user.id))
        }
        onKeyDown={(event) => moveOn(event, user.id, order, (id) => select(extend(selection, id, order)))}
      />
    ),
  };
  return (
    <Table
      caption={t('users.title')}
      rows={users}
      keyOf={(user) => user.id}
      columns={[
        ...(pick ? [pick] : []),
        { title: t('users.person'), cell: (user) => <Person user={user} />, className: 'lead' },
        { title: t('users.state'), cell: (user) => <UserState user={user} /> },
        { title: t('users.lastSignIn'), cell: (user) => <Time at={user.lastSignInAt} /> },
        { title: t('users.added'), cell: (user) => <Time at={user.createdAt} /> },
      ]}
    />
  );
}

/** Arrow keys go from box to box; with Shift they pick on the way. */
function moveOn(
  event: KeyboardEvent,
  id: string,
  order: readonly string[],
  pickUntil: (id: string) => void,
): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const next = order[order.indexOf(id) + step];
  if (step === 0 || next === undefined) return;
  event.preventDefault();
  if (event.shiftKey) pickUntil(next);
  document.querySelector<HTMLElement>(`[data-pick="${CSS.escape(next)}"]`)?.focus();
}

function Person({ user }: { user: User }) {
  return (
    <span className="person">
      <Monogram name={user.name || user.email} picture={user.avatarUrl} />
      <span className="person-text">
        <a href={userPage(user.id)}>{user.name || user.email}</a>
        {user.name !== '' && <span className="fine">{user.email}</span>}
      </span>
    </span>
  );
}
