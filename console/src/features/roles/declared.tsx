// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh, type Failure } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Section } from '../../ui/page';
import { FailureNotice } from '../../ui/states';
import { announce } from '../../ui/toast';
import { appAddress } from '../apps/app_api';

export interface Permission {
  name: string;
  state: 'waiting' | 'accepted' | 'rejected';
  declared: boolean;
}

export const permissionsAddress = (app: string): string => `${appAddress(app)}/permissions`;

/** What an app may let people do is decided by those who decide about apps, not by its managers. */
export const mayDecide = mayManage;

/** The permissions that the app has declared and nobody has decided about; nothing where there are none. */
export function DeclaredPermissions({ app }: { app: string }) {
  const permissions = useList<Permission>(permissionsAddress(app));
  const [failure, setFailure] = useState<Failure>();
  const waiting = (permissions.value?.items ?? [])
    .filter((it) => it.state === 'waiting')
    .map((it) => it.name);
  if (waiting.length === 0) return null;

  const decide = async (decision: 'accept' | 'reject', names: readonly string[]) => {
    const answer = await call('POST', `${permissionsAddress(app)}/decide`, { [decision]: names });
    setFailure(answer.kind === 'done' ? undefined : answer);
    refresh(permissionsAddress(app));
    if (answer.kind === 'done') {
      announce(t(decision === 'accept' ? 'declared.accepted' : 'declared.rejected'));
    }
  };
  const all = mayDecide && waiting.length > 1 && (
    <Button onClick={() => void decide('accept', waiting)}>{t('declared.acceptAll')}</Button>
  );
  return (
    <Section id="declared" title={t('declared.title')} actions={all}>
      <p className="quiet">{t(mayDecide ? 'declared.about' : 'declared.aboutManager')}</p>
      <ul className="plain-list">
        {waiting.map((name) => (
          <li key={name}>
            <code>{name}</code>
            {mayDecide && (
              <span className="buttons">
                <Button
                  className="small"
                  aria-label={`${t('declared.accept')}: ${name}`}
                  onClick={() => void decide('accept', [name])}
                >
                  {t('declared.accept')}
                </Button>
                <Button
                  className="small"
                  aria-label={`${t('declared.reject')}: ${name}`}
                  onClick={() => void decide('reject', [name])}
                >
                  {t('declared.reject')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {failure && <FailureNotice failure={failure} />}
    </Section>
  );
}
