// SPDX-License-Identifier: Apache-2.0
import { useRef, useState, type ComponentProps } from 'react';
import { call, type Answer } from '../../api/call';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { announce } from '../../ui/toast';
import { appPage } from '../apps/app_api';
import { lateIn, type Instance } from './instance_api';

const waitSeconds = 10;

type Props = Omit<ComponentProps<typeof Confirm>, 'act' | 'done'> & {
  /** `wait` goes behind the address; empty where nobody wants to wait. */
  act: (wait: string) => Promise<Answer>;
  /** `heard`: every running instance said so. */
  done: (heard: boolean) => void;
};

/** Asks before something is revoked, and where wanted waits until apps act on it, or names those that don't yet. */
export function RevokeConfirm({ act, done, children, ...confirm }: Props) {
  const [waits, setWaits] = useState(true);
  const [late, setLate] = useState<readonly Instance[]>([]);
  const found = useRef<readonly Instance[]>([]);
  const revoke = async () => {
    const answer = await act(waits ? `?wait=${waitSeconds}` : '');
    found.current = answer.kind === 'done' ? lateIn(answer.body) : [];
    return answer;
  };
  return (
    <>
      <Confirm
        {...confirm}
        act={revoke}
        done={() => {
          setLate(found.current);
          done(waits && found.current.length === 0);
        }}
      >
        {children}
        <label className="check">
          <input type="checkbox" checked={waits} onChange={(event) => setWaits(event.target.checked)} />
          <span>{t('revoke.wait')}</span>
        </label>
      </Confirm>
      <Dialog title={t('revoke.lateTitle')} open={late.length > 0} close={() => setLate([])}>
        <Late instances={late} show={setLate} />
      </Dialog>
    </>
  );
}

/** What to announce once something is revoked. */
export function doneAndHeard(done: string, heard: boolean): string {
  return heard ? `${done} ${t('revoke.heard')}` : done;
}

function Late({
  instances,
  show,
}: {
  instances: readonly Instance[];
  show: (late: readonly Instance[]) => void;
}) {
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    const answer = await call('POST', '/api/v1/wait', { seconds: waitSeconds });
    setBusy(false);
    if (answer.kind !== 'done') return;
    const late = lateIn(answer.body);
    show(late);
    if (late.length === 0) announce(t('revoke.heard'));
  };
  return (
    <div className="form">
      <p className="dialog-text">{t('revoke.lateText')}</p>
      <ul className="plain-list">
        {instances.map((one) => (
          <li key={one.id}>
            <a href={appPage(one.appId, 'instances')}>{one.appId}</a> <code>{one.name}</code>
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onClick={() => show([])}>{t('action.close')}</Button>
        <Button look="primary" busy={busy} onClick={() => void again()}>
          {t('revoke.again')}
        </Button>
      </div>
    </div>
  );
}
