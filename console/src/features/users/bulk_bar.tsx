// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react';
import { call, isRecord } from '../../api/call';
import type { Failure } from '../../data/resource';
import { refresh } from '../../data/resource';
import { count, t, type CountKey, type Key } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { explainFailure } from '../../ui/failure';
import { announce } from '../../ui/toast';
import { keep, nobody, type Selection } from './selection';
import { usersAddress, type User } from './user_api';

type Action = 'disable' | 'enable' | 'sign_out' | 'delete';

interface Result {
  id: string;
  status: 'done' | 'unchanged' | 'refused';
  code?: string;
  detail?: string;
}

const mostAtOnce = 500;
const reverse: Partial<Record<Action, Action>> = { disable: 'enable', enable: 'disable' };
const texts: Record<Action, { label: Key; title: CountKey; text: Key; done: CountKey }> = {
  disable: {
    label: 'users.disable',
    title: 'users.bulkDisable',
    text: 'users.bulkDisableText',
    done: 'users.bulkDisabled',
  },
  enable: {
    label: 'users.enable',
    title: 'users.bulkEnable',
    text: 'users.bulkEnableText',
    done: 'users.bulkEnabled',
  },
  sign_out: {
    label: 'users.signOut',
    title: 'users.bulkSignOut',
    text: 'users.bulkSignOutText',
    done: 'users.bulkSignedOut',
  },
  delete: {
    label: 'action.delete',
    title: 'users.bulkDelete',
    text: 'users.bulkDeleteText',
    done: 'users.bulkDeleted',
  },
};

interface Props {
  users: readonly User[];
  selection: Selection;
  select: (next: Selection) => void;
}

/** What can be done to those who are picked. */
export function BulkBar({ users, selection, select }: Props) {
  const [asked, setAsked] = useState<Action>();
  const [refused, setRefused] = useState<readonly Result[]>([]);
  const results = useRef<readonly Result[]>([]);
  const order = users.map((user) => user.id);
  const ids = [...keep(selection, order).ids];
  const isAll = ids.length > 0 && ids.length === order.length;

  const finish = (action: Action, results: readonly Result[]) => {
    const done = results.filter((result) => result.status === 'done').map((result) => result.id);
    const left = results.filter((result) => result.status === 'refused');
    select(nobody);
    refresh(usersAddress);
    setRefused(left);
    if (done.length > 0) announce(count(texts[action].done, done.length), undoOf(action, done));
    else if (left.length === 0) announce(t('users.bulkNothing'));
  };
  const undoOf = (action: Action, done: readonly string[]) => {
    const back = reverse[action];
    return back && (() => void change(back, done).then((results) => takeBack(back, results)));
  };
  const takeBack = (action: Action, results: readonly Result[] | Failure) => {
    refresh(usersAddress);
    announce(isFailure(results) ? explainFailure(results) : count(texts[action].done, results.length));
  };

  return (
    <div className="bulk-bar" role="group" aria-label={t('users.bulk')}>
      <label className="check">
        <input
          type="checkbox"
          checked={isAll}
          ref={(box) => {
            if (box) box.indeterminate = ids.length > 0 && !isAll;
          }}
          onChange={() => select(isAll ? nobody : { ids: new Set(order), anchor: '' })}
        />
        <span>{t('users.pickAll')}</span>
      </label>
      <span className="fine" role="status">
        {ids.length > 0 ? count('users.picked', ids.length) : count('users.shown', order.length)}
      </span>
      {ids.length > 0 && (
        <span className="bulk-actions">
          {(['disable', 'enable', 'sign_out'] as const).map((action) => (
            <Button key={action} onClick={() => setAsked(action)}>
              {t(texts[action].label)}
            </Button>
          ))}
          <Button look="danger" onClick={() => setAsked('delete')}>
            {t('action.delete')}
          </Button>
          <Button look="quiet" onClick={() => select(nobody)}>
            {t('users.pickNone')}
          </Button>
        </span>
      )}
      {asked && (
        <Confirm
          title={count(texts[asked].title, ids.length)}
          label={t(texts[asked].label)}
          look={asked === 'enable' ? 'primary' : 'danger'}
          {...(asked === 'delete' ? { typed: String(ids.length) } : {})}
          open
          close={() => setAsked(undefined)}
          act={async () => {
            const answer = await change(asked, ids);
            if (isFailure(answer)) return answer;
            results.current = answer;
            return { kind: 'done', status: 200, body: undefined, etag: '' };
          }}
          done={() => finish(asked, results.current)}
        >
          {t(texts[asked].text)}
        </Confirm>
      )}
      <Refused users={users} results={refused} close={() => setRefused([])} />
    </div>
  );
}

function Refused({
  users,
  results,
  close,
}: {
  users: readonly User[];
  results: readonly Result[];
  close: () => void;
}) {
  const nameOf = (id: string) => {
    const user = users.find((each) => each.id === id);
    return user ? user.name || user.email : id;
  };
  return (
    <Dialog title={count('users.bulkRefused', results.length)} open={results.length > 0} close={close}>
      <ul className="plain-list">
        {results.map((result) => (
          <li key={result.id}>
            <span>{nameOf(result.id)}</span>
            <span className="fine">
              {explainFailure({
                kind: 'refused',
                status: 409,
                code: result.code ?? '',
                detail: result.detail ?? '',
                errors: [],
                requestId: '',
              })}
            </span>
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onClick={close}>{t('action.close')}</Button>
      </div>
    </Dialog>
  );
}

async function change(action: Action, ids: readonly string[]): Promise<readonly Result[] | Failure> {
  const results: Result[] = [];
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const answer = await call('POST', `${usersAddress}/bulk`, {
      action,
      ids: ids.slice(at, at + mostAtOnce),
      mode: 'skip_bad',
    });
    if (answer.kind !== 'done') return answer;
    const body = isRecord(answer.body) ? answer.body : {};
    results.push(...((body['items'] ?? []) as Result[]));
  }
  return results;
}

function isFailure(results: readonly Result[] | Failure): results is Failure {
  return !Array.isArray(results);
}
