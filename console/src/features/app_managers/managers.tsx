// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManageApp, seesPlatform } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { More } from '../../ui/table';
import { announce } from '../../ui/toast';
import { Monogram } from '../../ui/values';
import { appAddress } from '../apps/app_api';
import { findCandidate } from '../members/candidate';

interface Manager {
  user: { id: string; email: string; name: string };
}

const managersAddress = (app: string): string => `${appAddress(app)}/managers`;
const managerAddress = (app: string, user: string): string =>
  `${managersAddress(app)}/${encodeURIComponent(user)}`;
const nameOf = (manager: Manager): string => manager.user.name || manager.user.email;

/** Who looks after the app beside the administrators. */
export function Managers({ app, name }: { app: string; name: string }) {
  const managers = useList<Manager>(`${managersAddress(app)}?limit=50`);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Manager>();
  const mayManage = mayManageApp(app);
  const add = mayManage && <Button onClick={() => setAdding(true)}>{t('managers.add')}</Button>;
  return (
    <Section id="managers" title={t('managers.title')} actions={add}>
      <p className="quiet">{t('managers.about')}</p>
      <Show of={managers} rows={1}>
        {({ items }) => (
          <>
            {items.length === 0 && <p>{t('managers.none')}</p>}
            <ul className="plain-list">
              {items.map((manager) => (
                <li key={manager.user.id}>
                  <ManagerName manager={manager} />
                  {mayManage && (
                    <Button
                      className="small"
                      aria-label={`${t('managers.remove')}: ${nameOf(manager)}`}
                      onClick={() => setRemoving(manager)}
                    >
                      {t('managers.remove')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            <More of={managers} />
          </>
        )}
      </Show>
      <Dialog title={t('managers.add')} open={adding} close={() => setAdding(false)}>
        <AddManager app={app} close={() => setAdding(false)} />
      </Dialog>
      <Confirm
        title={t('managers.removeTitle', { name: removing ? nameOf(removing) : '' })}
        label={t('managers.remove')}
        open={removing !== undefined}
        close={() => setRemoving(undefined)}
        act={() => call('DELETE', managerAddress(app, removing?.user.id ?? ''))}
        done={() => {
          refresh(managersAddress(app));
          announce(t('managers.removeDone'));
        }}
      >
        {t('managers.removeText', { name })}
      </Confirm>
    </Section>
  );
}

function ManagerName({ manager }: { manager: Manager }) {
  return (
    <span className="person">
      <Monogram name={nameOf(manager)} />
      <span className="person-text">
        {seesPlatform ? (
          <a href={`/console/users/${encodeURIComponent(manager.user.id)}`}>{nameOf(manager)}</a>
        ) : (
          <span>{nameOf(manager)}</span>
        )}
        {manager.user.name !== '' && <span className="fine">{manager.user.email}</span>}
      </span>
    </span>
  );
}

function AddManager({ app, close }: { app: string; close: () => void }) {
  const add = async (values: FormData) => {
    const found = await findCandidate(app, textIn(values, 'email'));
    return 'kind' in found ? found : call('PUT', managerAddress(app, found.id), {});
  };
  return (
    <Form
      label={t('managers.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={add}
      done={() => {
        refresh(managersAddress(app));
        announce(t('managers.addDone'));
        close();
      }}
    >
      <Field
        name="email"
        type="email"
        label={t('field.email')}
        hint={t('members.emailHint')}
        autoComplete="off"
      />
    </Form>
  );
}
