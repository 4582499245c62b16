// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import { navigate } from '../../router/location';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Form, textIn } from '../../ui/form';
import { Page } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { Monogram, Time } from '../../ui/values';
import { appPage, appsAddress, type App } from './app_api';
import { AppFields, readAppFields } from './app_fields';
import { SecretOnce } from './secret_once';

type NewApp = App & { secretKey: string };

export default function Apps() {
  const apps = useList<App>(`${appsAddress}?limit=50`);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewApp>();
  const add = mayManage && (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('apps.add')}
    </Button>
  );
  const close = () => {
    setAdding(false);
    if (added) navigate(appPage(added.id, 'guide'));
  };
  return (
    <Page title={t('apps.title')} lede={t('apps.lede')} actions={add}>
      <section className="card" aria-label={t('apps.title')}>
        <Show of={apps}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('apps.none')}>
                <p>{t('apps.noneHint')}</p>
                {add}
              </Empty>
            ) : (
              <>
                <AppTable apps={items} />
                <More of={apps} />
              </>
            )
          }
        </Show>
      </section>
      <Dialog
        title={added ? t('apps.addDone', { name: added.name }) : t('apps.add')}
        open={adding}
        close={close}
        dismissible={!added}
      >
        {added ? (
          <SecretOnce secret={added.secretKey} done={close} />
        ) : (
          <AddApp
            close={close}
            done={(app) => {
              setAdded(app);
              refresh(appsAddress);
            }}
          />
        )}
      </Dialog>
    </Page>
  );
}

function AppTable({ apps }: { apps: readonly App[] }) {
  return (
    <Table
      caption={t('apps.title')}
      rows={apps}
      keyOf={(app) => app.id}
      columns={[
        { title: t('apps.name'), cell: (app) => <AppName app={app} />, className: 'lead' },
        {
          title: t('apps.baseUrl'),
          cell: (app) => app.baseUrl ?? <span className="quiet">{t('field.unset')}</span>,
        },
        { title: t('apps.changed'), cell: (app) => <Time at={app.updatedAt} /> },
      ]}
    />
  );
}

function AppName({ app }: { app: App }) {
  return (
    <span className="person">
      <Monogram name={app.name} />
      <span className="person-text">
        <a href={appPage(app.id)}>{app.name}</a>
        <code className="fine">{app.id}</code>
      </span>
    </span>
  );
}

function AddApp({ close, done }: { close: () => void; done: (app: NewApp) => void }) {
  return (
    <Form
      label={t('apps.addDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) => {
        const id = textIn(values, 'id');
        return call('POST', appsAddress, { ...readAppFields(values), ...(id === '' ? {} : { id }) });
      }}
      done={({ body }) => done(body as NewApp)}
    >
      <AppFields />
      <Field
        name="id"
        label={t('apps.id')}
        hint={t('apps.idHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        optional
      />
    </Form>
  );
}
