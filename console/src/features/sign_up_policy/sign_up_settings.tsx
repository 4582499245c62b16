// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh, remember } from '../../data/resource';
import { useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import { Field, Form, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { linesOf } from '../apps/app_api';

const modes = ['off', 'open', 'domain', 'approval'] as const;
type Mode = (typeof modes)[number];

interface Policy {
  mode: Mode;
  domains: string[];
}

const address = '/api/v1/settings/sign-up';

export function SignUpSettings() {
  const policy = useResource<Policy>(address);
  return (
    <Section id="sign-up-policy" title={t('signUp.who')}>
      <Show of={policy}>
        {(value) =>
          mayManage ? (
            <PolicyForm key={policy.etag} policy={value} etag={policy.etag} />
          ) : (
            <p>{t(`signUp.${value.mode}`)}</p>
          )
        }
      </Show>
    </Section>
  );
}

function PolicyForm({ policy, etag }: { policy: Policy; etag: string }) {
  const [mode, setMode] = useState(policy.mode);
  const take = (answer: { body: unknown; etag: string }) => {
    // The rest of the settings has the same version.
    refresh('/api/v1/settings');
    remember(address, answer.body, answer.etag);
  };
  const undo = async (ifMatch: string) => {
    const { mode: modeBefore, domains } = policy;
    const answer = await call('PUT', address, { mode: modeBefore, domains }, ifMatch);
    if (answer.kind === 'done') take(answer);
  };
  return (
    <Form
      label={t('action.save')}
      submit={(values) =>
        call(
          'PUT',
          address,
          { mode, domains: mode === 'domain' ? linesOf(textIn(values, 'domains')) : policy.domains },
          etag,
        )
      }
      done={(answer) => {
        take(answer);
        announce(t('action.saved'), () => void undo(answer.etag));
      }}
    >
      <fieldset className="group choices">
        <legend className="unseen">{t('signUp.who')}</legend>
        {modes.map((each) => (
          <label key={each} className="check">
            <input
              type="radio"
              name="mode"
              value={each}
              checked={mode === each}
              onChange={() => setMode(each)}
            />
            <span>
              {t(`signUp.${each}`)}
              <span className="hint">{t(`signUp.${each}Hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {mode === 'domain' && (
        <Field
          name="domains"
          rows={3}
          defaultValue={policy.domains.join('\n')}
          label={t('signUp.domains')}
          hint={t('signUp.domainsHint')}
        />
      )}
    </Form>
  );
}
