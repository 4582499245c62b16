// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { CopyBlock } from '../../ui/copy';

/** A secret key, in the one moment that it is shown. It is in this component's memory only. */
export function SecretOnce({ secret, done }: { secret: string; done: () => void }) {
  return (
    <div className="form">
      <p className="dialog-text">{t('secret.once')}</p>
      <CopyBlock text={secret} label={t('secret.key')} />
      <div className="form-actions">
        <Button look="primary" onClick={done}>
          {t('secret.kept')}
        </Button>
      </div>
    </div>
  );
}
