// SPDX-License-Identifier: Apache-2.0
import { t } from '../../language/language';
import { Button } from '../../ui/button';
import { CopyBlock } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import type { Sent } from './invitation_api';

/** What became of an invitation, with its link where one may know it. The link is in this component only. */
export function SentDialog({ sent, close }: { sent: Sent | undefined; close: () => void }) {
  const isLink = sent?.email === null;
  return (
    <Dialog
      title={isLink ? t('invitations.linkReady') : t('invitations.sentTitle')}
      open={sent !== undefined}
      close={close}
      dismissible={sent?.url === null}
    >
      {sent && (
        <div className="form">
          <p className="dialog-text">{textOf(sent)}</p>
          {sent.url !== null && <CopyBlock text={sent.url} label={t('invitations.url')} />}
          <div className="form-actions">
            <Button look="primary" onClick={close}>
              {t('action.close')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function textOf(sent: Sent): string {
  if (sent.email === null) return t('invitations.linkText');
  const values = { email: sent.email };
  if (!sent.mailed) return t('invitations.notMailed', values);
  return sent.url === null ? t('invitations.sentPlain', values) : t('invitations.sentText', values);
}
