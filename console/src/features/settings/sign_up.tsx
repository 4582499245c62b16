// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { remember } from '../../data/resource';
import { useResource } from '../../data/use_resource';
import { t } from '../../language/language';
import { Field, Form, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { settingsAddress, type Settings, type SignUpMode } from './settings_api';
import { SettingsFrame } from './settings_frame';

const modes: readonly SignUpMode[] = ['off', 'open', 'domain', 'approval'];

export default function SignUpPage() {
  const settings = useResource<Settings>(settingsAddress);
  return (
    <SettingsFrame>
      <Show of={settings}>
        {(value) => (
          <Section id="sign-up" title={t('signUp.title')}>
            <SignUpForm key={settings.etag} settings={value} etag={settings.etag} />
          </Section>
        )}
      </Show>
    </SettingsFrame>
  );
}

function SignUpForm({ settings, etag }: { settings: Settings; etag: string }) {
  const [mode, setMode] = useState(settings.signUpMode);
  const store = (body: object, ifMatch: string) => call('PATCH', settingsAddress, body, ifMatch);
  const before = { signUpMode: settings.signUpMode, signUpDomains: settings.signUpDomains };
  const undo = async (ifMatch: string) => {
    const answer = await store(before, ifMatch);
    if (answer.kind === 'done') remember(settingsAddress, answer.body, answer.etag);
  };
  return (
    <Form
      label={t('action.save')}
      submit={(values) =>
        store({ signUpMode: mode, signUpDomains: domainsIn(textIn(values, 'signUpDomains')) }, etag)
      }
      done={({ body, etag: next }) => {
        remember(settingsAddress, body, next);
        announce(t('action.saved'), () => void undo(next));
      }}
    >
      <fieldset className="group choices" disabled={!mayManage}>
        <legend className="unseen">{t('signUp.title')}</legend>
        {modes.map((each) => (
          <label key={each} className="check">
            <input type="radio" name="mode" checked={mode === each} onChange={() => setMode(each)} />
            <span>
              {t(`signUp.${each}`)}
              <span className="hint">{t(`signUp.${each}Hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {mode === 'domain' ? (
        <Field
          name="signUpDomains"
          label={t('signUp.domains')}
          hint={t('signUp.domainsHint')}
          rows={3}
          defaultValue={settings.signUpDomains.join('\n')}
        />
      ) : (
        <input type="hidden" name="signUpDomains" value={settings.signUpDomains.join('\n')} />
      )}
    </Form>
  );
}

function domainsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((domain) => domain !== '');
}
