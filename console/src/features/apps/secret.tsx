// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList, type LoadedList } from '../../data/use_resource';
import { formatList, t, type Key } from '../../language/language';
import type { Parameters } from '../../router/match';
import { Button } from '../../ui/button';
import { Confirm, Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { instancesAddress, lackingNext, type Instance } from '../instances/instance_api';
import { SecretTable } from '../instances/instance_table';
import { appAddress, type SecretStep } from './app_api';
import { AppPage } from './app_page';
import { SecretOnce } from './secret_once';

const steps: readonly SecretStep[] = ['prepare', 'activate', 'retire'];

export default function SecretPage({ parameters }: { parameters: Parameters }) {
  const id = parameters['id'] ?? '';
  return (
    <AppPage id={id}>
      {(app) => (
        <Section id="rotate" title={t('secret.rotate')}>
          <p className="quiet">{t('secret.about')}</p>
          <Rotation id={id} next={app.nextSecretStep ?? 'prepare'} />
        </Section>
      )}
    </AppPage>
  );
}

/** The three steps in their order. Each shows whether it is done, comes next or has to wait. */
function Rotation({ id, next }: { id: string; next: SecretStep }) {
  const [asking, setAsking] = useState<SecretStep>();
  const [secret, setSecret] = useState('');
  const [isKnown, setKnown] = useState(false);
  const close = () => {
    setAsking(undefined);
    setKnown(false);
  };
  const reached = steps.indexOf(next);
  const instances = useList<Instance>(instancesAddress(id));
  const lacking = next === 'activate' ? lackingNext(instances.value?.items ?? []) : [];
  const take = (step: SecretStep) => async () => {
    const force = step === 'activate' && lacking.length > 0;
    const answer = await call('POST', `${appAddress(id)}/secret/rotate`, {
      step,
      ...(force ? { force } : {}),
      ...(step === 'retire' && isKnown ? { now: true } : {}),
    });
    if (answer.kind === 'done') setSecret(isRecord(answer.body) ? textOf(answer.body['secretKey']) : '');
    else if (answer.kind === 'refused' && answer.status === 409) refresh(appAddress(id)); // its instances too
    return answer;
  };
  return (
    <>
      <ol className="steps">
        {steps.map((step, i) => {
          const state = i < reached ? 'done' : i === reached ? 'next' : 'later';
          return (
            <li key={step} data-state={state} aria-current={state === 'next' ? 'step' : undefined}>
              <span className="step-mark" aria-hidden="true">
                {state === 'done' ? <Icon name="check" /> : i + 1}
              </span>
              <div>
                <h3>
                  {t(`secret.${step}.title` as Key)}
                  {state === 'done' && <span className="unseen"> ({t('secret.done')})</span>}
                </h3>
                <p className="quiet">{t(`secret.${step}.text` as Key)}</p>
                {step === 'activate' && state === 'next' && <WhoHoldsIt instances={instances} />}
                {state === 'next' && (
                  <span className="buttons">
                    {step === 'activate' && (
                      <Button busy={instances.isLoading} onClick={instances.reload}>
                        {t('instances.reload')}
                      </Button>
                    )}
                    {mayManage && (
                      <Button look="primary" onClick={() => setAsking(step)}>
                        {t(`secret.${step}.do` as Key)}
                      </Button>
                    )}
                  </span>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {steps.map((step) => {
        const isRash = step === 'activate' && lacking.length > 0;
        return (
          <Confirm
            key={step}
            title={t(`secret.${step}.title` as Key)}
            label={isRash ? t('secret.activate.anyway') : t(`secret.${step}.do` as Key)}
            look={isRash || step === 'retire' ? 'danger' : 'primary'}
            open={asking === step}
            close={close}
            act={take(step)}
            done={() => {
              refresh(appAddress(id));
              if (step !== 'prepare') announce(t(`secret.${step}.done` as Key));
            }}
          >
            {t(`secret.${step}.confirm` as Key)}
            {step === 'retire' && (
              <label className="check">
                <input
                  type="checkbox"
                  checked={isKnown}
                  onChange={(event) => setKnown(event.target.checked)}
                />
                <span>{t('secret.retire.now')}</span>
              </label>
            )}
            {isRash && (
              <p className="notice">
                {t('secret.lacking', { hosts: formatList(lacking.map(({ name }) => name)) })}
              </p>
            )}
          </Confirm>
        );
      })}
      <Dialog title={t('secret.next')} open={secret !== ''} close={() => setSecret('')} dismissible={false}>
        <SecretOnce secret={secret} done={() => setSecret('')} />
      </Dialog>
    </>
  );
}

/** Which running instances would accept tokens of the next key. */
function WhoHoldsIt({ instances }: { instances: LoadedList<Instance> }) {
  return (
    <Show of={instances} rows={2}>
      {({ items }) => {
        const live = items.filter((one) => one.live);
        if (live.length === 0) return <p className="quiet">{t('secret.nobodyTells')}</p>;
        const lacking = lackingNext(live);
        return (
          <>
            <p className={lacking.length > 0 ? 'notice' : 'quiet'}>
              {lacking.length > 0
                ? t('secret.lacking', { hosts: formatList(lacking.map(({ name }) => name)) })
                : t('secret.allHold')}
            </p>
            <SecretTable instances={live} />
          </>
        );
      }}
    </Show>
  );
}
