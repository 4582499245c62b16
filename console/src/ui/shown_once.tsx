// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import { t } from '../language/language';
import { Button } from './button';
import { CopyBlock } from './copy';

/** A secret in the one moment that it is there, until one says that it is kept. */
export function ShownOnce({
  text,
  secret,
  label,
  done,
  children,
}: {
  text: string;
  secret: string;
  label: string;
  done: () => void;
  /** What one may do with it. */
  children?: ReactNode;
}) {
  return (
    <div className="form">
      <p className="dialog-text">{text}</p>
      <CopyBlock text={secret} label={label} />
      {children}
      <div className="form-actions">
        <Button look="primary" onClick={done}>
          {t('secret.kept')}
        </Button>
      </div>
    </div>
  );
}
