// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react';
import { call, type Answer } from '../../api/call';
import { sendFile } from '../../api/send_file';
import type { Failure } from '../../data/resource';
import { t } from '../../language/language';
import { BrandMark } from '../../ui/brand_mark';
import { Button } from '../../ui/button';
import { FailureNotice } from '../../ui/states';
import { announce } from '../../ui/toast';

interface Props {
  address: string;
  logoUrl: string | null;
  inheritedUrl: string | null;
  disabled: boolean;
  done: (body: unknown, etag: string) => void;
}

/** The logo, which is stored as soon as it is chosen. */
export function LogoField({ address, logoUrl, inheritedUrl, disabled, done }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const finish = (answer: Answer, text: string) => {
    setBusy(false);
    if (answer.kind !== 'done') return setFailure(answer);
    setFailure(undefined);
    done(answer.body, answer.etag);
    announce(text);
  };
  const send = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    finish(await sendFile(address, file), t('branding.logoSaved'));
    if (picker.current) picker.current.value = '';
  };
  const remove = async () => {
    setBusy(true);
    finish(await call('DELETE', address), t('branding.logoRemoved'));
  };
  return (
    <div className="field" role="group" aria-label={t('branding.logo')}>
      <span className="label">{t('branding.logo')}</span>
      <div className="logo-row">
        <span className="logo-frame">
          <BrandMark logoUrl={logoUrl ?? inheritedUrl ?? ''} />
        </span>
        <input
          ref={picker}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          aria-label={t('branding.logo')}
          onChange={(event) => void send(event.target.files?.[0])}
        />
        {!disabled && (
          <span className="buttons">
            <Button busy={busy} onClick={() => picker.current?.click()}>
              {t('branding.logoChoose')}
            </Button>
            {logoUrl !== null && (
              <Button look="quiet" onClick={() => void remove()}>
                {t('branding.logoRemove')}
              </Button>
            )}
          </span>
        )}
      </div>
      <p className="hint">{t('branding.logoHint')}</p>
      {failure && <FailureNotice failure={failure} />}
    </div>
  );
}
