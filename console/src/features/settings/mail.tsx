// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { mayManage, viewer } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useResource } from '../../data/use_resource';
import { findText, t } from '../../language/language';
import { Button } from '../../ui/button';
import { explainFailure } from '../../ui/failure';
import { Section } from '../../ui/page';
import { Show } from '../../ui/states';
import { Badge, Facts } from '../../ui/values';
import { settingsAddress, type Settings } from './settings_api';
import { SettingsFrame } from './settings_frame';

export default function MailPage() {
  const settings = useResource<Settings>(settingsAddress);
  return (
    <SettingsFrame>
      <Show of={settings}>
        {({ mail, publicUrl }) => (
          <Section id="mail" title={t('mailSettings.title')}>
            <p className="quiet">{t(mail.server === null ? 'mailSettings.none' : 'mailSettings.fixed')}</p>
            <Facts
              of={[
                [t('mailSettings.server'), mail.server ?? t('field.unset')],
                ...(mail.server === null
                  ? []
                  : [
                      [
                        t('mailSettings.security'),
                        findText(`mailSettings.security.${mail.security}`, mail.security),
                      ] as const,
                      [
                        t('mailSettings.authenticates'),
                        t(mail.authenticates ? 'value.yes' : 'value.no'),
                      ] as const,
                    ]),
                [t('mailSettings.from'), [mail.fromName, mail.fromAddress].filter(Boolean).join(' · ')],
                [t('mailSettings.links'), publicUrl],
              ]}
            />
            {mayManage && <TestMail />}
          </Section>
        )}
      </Show>
    </SettingsFrame>
  );
}

const tones = { ok: 'good', none: 'plain', problem: 'bad' } as const;

function TestMail() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ tone: 'good' | 'plain' | 'bad'; text: string; detail: string }>();
  const send = async () => {
    setBusy(true);
    const answer = await call('POST', `${settingsAddress}/test-mail`, {});
    setBusy(false);
    if (answer.kind !== 'done') return setSaid({ tone: 'bad', text: explainFailure(answer), detail: '' });
    const server = isRecord(answer.body) && isRecord(answer.body['server']) ? answer.body['server'] : {};
    const state = textOf(server['state']) as keyof typeof tones;
    setSaid({
      tone: tones[state],
      text: findText(`mailSettings.test.${state}`, state),
      detail: state === 'problem' ? textOf(server['detail']) : '',
    });
    refresh('/api/v1/mail-outbox');
  };
  return (
    <div className="test-mail">
      <Button busy={busy} onClick={() => void send()}>
        {t('mailSettings.test', { address: viewer.email })}
      </Button>
      <p role="status">
        {said && (
          <>
            <Badge tone={said.tone}>{t(`mailSettings.result.${said.tone}`)}</Badge> {said.text}
            {said.detail !== '' && <code className="detail">{said.detail}</code>}
          </>
        )}
      </p>
      <a href="/console/mail">{t('mailSettings.outbox')}</a>
    </div>
  );
}
