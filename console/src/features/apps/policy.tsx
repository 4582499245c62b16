// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh, remember } from '../../data/resource';
import { useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Form, SelectField, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { Badges, Facts, Time } from '../../ui/values';
import { doneAndHeard, RevokeConfirm } from '../instances/revoke';
import { algorithms, appAddress, linesOf, type App } from './app_api';
import { AppPage } from './app_page';
import { fromLocalTime, policyAddress, toLocalTime, type Policy } from './policy_api';

/** What the app's verifiers hold tokens to, changed without touching the app. */
export default function PolicyPage({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return (
    <AppPage id={id}>
      {(app, { etag }) => (
        <>
          <Rules app={app} />
          <Signing app={app} etag={etag} />
          <Section id="staleness" title={t('policy.staleness')}>
            <p className="quiet">{t('policy.stalenessText')}</p>
          </Section>
        </>
      )}
    </AppPage>
  );
}

function Rules({ app }: { app: App }) {
  const policy = useResource<Policy>(policyAddress(app.id));
  const [open, setOpen] = useState<'edit' | 'now'>();
  const close = () => setOpen(undefined);
  const actions = mayManage && (
    <span className="buttons">
      <Button onClick={() => setOpen('edit')}>{t('action.edit')}</Button>
      <Button look="danger" onClick={() => setOpen('now')}>
        {t('policy.now')}
      </Button>
    </span>
  );
  return (
    <Section id="rules" title={t('policy.rules')} actions={actions}>
      <p className="quiet">{t('policy.about')}</p>
      <Show of={policy}>
        {(value) => (
          <>
            <Facts
              of={[
                [t('policy.algorithms'), <Badges of={value.algorithms} />],
                [
                  t('policy.issuedAfter'),
                  value.issuedAfter === null ? (
                    <span className="quiet">{t('policy.anyTime')}</span>
                  ) : (
                    <Time at={value.issuedAfter} exact />
                  ),
                ],
                [
                  t('policy.requiredClaims'),
                  value.requiredClaims.length === 0 ? (
                    <span className="quiet">{t('policy.noClaims')}</span>
                  ) : (
                    <Badges of={value.requiredClaims} />
                  ),
                ],
                [t('policy.version'), value.version],
              ]}
            />
            <Dialog title={t('policy.edit')} open={open === 'edit'} close={close}>
              <EditRules app={app.id} policy={value} close={close} />
            </Dialog>
          </>
        )}
      </Show>
      <RevokeConfirm
        title={t('policy.nowTitle', { name: app.name })}
        label={t('policy.now')}
        open={open === 'now'}
        close={close}
        act={(wait) =>
          call('PATCH', `${policyAddress(app.id)}${wait}`, { issuedAfter: new Date().toISOString() })
        }
        done={(heard) => {
          refresh(policyAddress(app.id));
          announce(doneAndHeard(t('policy.nowDone'), heard));
        }}
      >
        {t('policy.nowText')}
      </RevokeConfirm>
    </Section>
  );
}

function EditRules({ app, policy, close }: { app: string; policy: Policy; close: () => void }) {
  return (
    <Form
      label={t('action.save')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('PATCH', policyAddress(app), {
          issuedAfter: fromLocalTime(textIn(values, 'issuedAfter')),
          requiredClaims: linesOf(textIn(values, 'requiredClaims')),
        })
      }
      done={({ body, etag }) => {
        remember(policyAddress(app), body, etag);
        announce(t('action.saved'));
        close();
      }}
    >
      <Field
        name="issuedAfter"
        type="datetime-local"
        step={1}
        label={t('policy.issuedAfter')}
        hint={t('policy.issuedAfterHint')}
        defaultValue={toLocalTime(policy.issuedAfter)}
        optional
      />
      <Field
        name="requiredClaims"
        label={t('policy.requiredClaims')}
        hint={t('policy.requiredClaimsHint')}
        rows={3}
        defaultValue={policy.requiredClaims.join('\n')}
        optional
      />
    </Form>
  );
}

function Signing({ app, etag }: { app: App; etag: string }) {
  return (
    <Section id="signing" title={t('apps.algorithm')}>
      <p className="quiet">{t('policy.signingText')}</p>
      {mayManage ? (
        <Form
          key={app.algorithm}
          label={t('action.save')}
          submit={(values) =>
            call('PATCH', appAddress(app.id), { algorithm: textIn(values, 'algorithm') }, etag)
          }
          done={() => {
            refresh(appAddress(app.id));
            announce(t('action.saved'));
          }}
        >
          <SelectField name="algorithm" label={t('policy.algorithm')} defaultValue={app.algorithm}>
            {algorithms.map((name) => (
              <option key={name} value={name}>
                {name === 'HS256' ? t('apps.algorithmShared') : t('policy.platformKey', { name })}
              </option>
            ))}
          </SelectField>
        </Form>
      ) : (
        <p>{app.algorithm === 'HS256' ? t('apps.algorithmShared') : app.algorithm}</p>
      )}
    </Section>
  );
}
