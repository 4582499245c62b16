// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { call, isRecord, textOf } from '../../api/call';
import { mayManage } from '../../console/viewer';
import { refresh } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { formatTime, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Form, SelectField, textIn } from '../../ui/form';
import { Section } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { announce } from '../../ui/toast';
import { doneAndHeard, RevokeConfirm } from '../instances/revoke';
import { SettingsFrame } from '../settings/settings_frame';
import { keyAlgorithms, keyPurposes, shortKid, signingKeysAddress, type SigningKey } from './signing_key_api';
import { SigningKeyTable } from './signing_key_table';

/** The platform's own keys: they change by themselves, and here by hand. */
export default function SigningKeys() {
  const keys = useList<SigningKey>(signingKeysAddress);
  const [rotating, setRotating] = useState(false);
  const [withdrawing, setWithdrawing] = useState<SigningKey>();
  const rotate = mayManage && <Button onClick={() => setRotating(true)}>{t('keys.rotate')}</Button>;
  return (
    <SettingsFrame>
      <Section id="keys" title={t('keys.title')} actions={rotate}>
        <p className="quiet">{t('keys.about')}</p>
        <Show of={keys}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('keys.none')}>
                <p>{t('keys.noneHint')}</p>
              </Empty>
            ) : (
              <SigningKeyTable keys={items} withdraw={mayManage ? setWithdrawing : undefined} />
            )
          }
        </Show>
      </Section>
      <Dialog title={t('keys.rotate')} open={rotating} close={() => setRotating(false)}>
        <Rotate close={() => setRotating(false)} />
      </Dialog>
      <Withdraw of={withdrawing} close={() => setWithdrawing(undefined)} />
    </SettingsFrame>
  );
}

function Rotate({ close }: { close: () => void }) {
  return (
    <Form
      label={t('keys.rotateDo')}
      cancel={<Button onClick={close}>{t('action.cancel')}</Button>}
      submit={(values) =>
        call('POST', `${signingKeysAddress}/rotate`, {
          purpose: textIn(values, 'purpose'),
          algorithm: textIn(values, 'algorithm'),
        })
      }
      done={({ body }) => {
        refresh(signingKeysAddress);
        const at = isRecord(body) ? textOf(body['activeAt']) : '';
        announce(t('keys.rotateDone', { time: formatTime(at) }));
        close();
      }}
    >
      <p className="dialog-text">{t('keys.rotateText')}</p>
      <SelectField name="purpose" label={t('keys.purpose')} defaultValue="identity">
        {keyPurposes.map((name) => (
          <option key={name} value={name}>
            {t(`keys.purpose.${name}`)}
          </option>
        ))}
      </SelectField>
      <SelectField name="algorithm" label={t('keys.algorithm')} defaultValue="RS256">
        {keyAlgorithms.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
    </Form>
  );
}

/** For a key that others may know. What it signed is lost at once, so its beginning must be typed. */
function Withdraw({ of, close }: { of: SigningKey | undefined; close: () => void }) {
  return (
    <RevokeConfirm
      title={t('keys.withdrawTitle', { kid: shortKid(of?.kid ?? '') })}
      label={t('keys.withdraw')}
      typed={shortKid(of?.kid ?? '')}
      open={of !== undefined}
      close={close}
      act={(wait) =>
        call('POST', `${signingKeysAddress}/${encodeURIComponent(of?.kid ?? '')}/withdraw${wait}`)
      }
      done={(heard) => {
        refresh(signingKeysAddress);
        announce(doneAndHeard(t('keys.withdrawDone'), heard));
      }}
    >
      <p>{t('keys.withdrawText')}</p>
      {of?.state === 'signing' && <p>{t('keys.withdrawSigning')}</p>}
    </RevokeConfirm>
  );
}
