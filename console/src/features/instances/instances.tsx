// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { appAddress } from '../apps/app_api';
import { AppPage } from '../apps/app_page';
import { instancesAddress, type Instance } from './instance_api';
import { InstanceTable } from './instance_table';
import { doneAndHeard, RevokeConfirm } from './revoke';

export default function Instances({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return (
    <AppPage id={id}>
      {(app) => (
        <>
          <InstancesOf app={app.id} />
          {mayManage && <SignEverybodyOut app={app.id} name={app.name} />}
        </>
      )}
    </AppPage>
  );
}

/** Who follows the platform now, and whether each has heard all. */
function InstancesOf({ app }: { app: string }) {
  const instances = useList<Instance>(instancesAddress(app));
  const again = <Button onClick={instances.reload}>{t('instances.reload')}</Button>;
  return (
    <Section id="instances" title={t('instances.title')} actions={again}>
      <p className="quiet">{t('instances.about')}</p>
      <Show of={instances}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('instances.none')}>
              <p>{t('instances.noneHint')}</p>
            </Empty>
          ) : (
            <InstanceTable instances={items} />
          )
        }
      </Show>
    </Section>
  );
}

function SignEverybodyOut({ app, name }: { app: string; name: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <Section id="everybody" title={t('instances.everybody')}>
      <p className="quiet">{t('instances.everybodyText')}</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('instances.everybody')}
      </Button>
      <RevokeConfirm
        title={t('instances.everybodyTitle', { name })}
        label={t('instances.everybody')}
        open={asking}
        close={() => setAsking(false)}
        act={(wait) => call('POST', `${appAddress(app)}/sign-everybody-out${wait}`)}
        done={(heard) => {
          refresh(instancesAddress(app));
          announce(doneAndHeard(t('instances.everybodyDone'), heard));
        }}
      >
        {t('instances.everybodyConfirm', { name })}
      </RevokeConfirm>
    </Section>
  );
}
