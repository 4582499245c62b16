// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { useList } from '../../data/use_resource';
import { findText, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Page } from '../../ui/page';
import { Empty, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { Badge, Facts, Time } from '../../ui/values';

interface Mail {
  id: string;
  kind: string;
  to: string;
  subject: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  attempts: number;
  error: string;
  createdAt: string;
  nextAttemptAt: string | null;
  finishedAt: string | null;
  /** What the mail says: only while no mail server is set, so that a person can hand it on. */
  text?: string;
}

const tones = { waiting: 'warn', sending: 'plain', sent: 'good', failed: 'bad' } as const;

export default function Outbox() {
  const mails = useList<Mail>('/api/v1/mail-outbox?limit=50');
  const [looked, setLooked] = useState<Mail>();
  const close = () => setLooked(undefined);
  return (
    <Page
      title={t('mail.title')}
      lede={t('mail.lede')}
      actions={
        <Button busy={mails.isLoading} onClick={mails.reload}>
          {t('action.refresh')}
        </Button>
      }
    >
      <section className="card" aria-label={t('mail.title')}>
        <Show of={mails}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('mail.none')}>
                <p>{t('mail.noneHint')}</p>
              </Empty>
            ) : (
              <>
                <MailTable mails={items} look={setLooked} />
                <More of={mails} />
              </>
            )
          }
        </Show>
      </section>
      <Dialog title={looked?.subject ?? ''} open={looked !== undefined} close={close}>
        {looked && <Content mail={looked} />}
        <div className="form-actions">
          <Button onClick={close}>{t('action.close')}</Button>
        </div>
      </Dialog>
    </Page>
  );
}

function State({ mail }: { mail: Mail }) {
  return <Badge tone={tones[mail.state]}>{findText(`mail.state.${mail.state}`, mail.state)}</Badge>;
}

function MailTable({ mails, look }: { mails: readonly Mail[]; look: (mail: Mail) => void }) {
  return (
    <Table
      caption={t('mail.title')}
      rows={mails}
      keyOf={(mail) => mail.id}
      columns={[
        {
          title: t('mail.subject'),
          className: 'lead',
          cell: (mail) => (
            <button type="button" className="as-link" onClick={() => look(mail)}>
              {mail.subject}
            </button>
          ),
        },
        { title: t('mail.to'), cell: (mail) => mail.to },
        { title: t('users.state'), cell: (mail) => <State mail={mail} /> },
        { title: t('audit.when'), cell: (mail) => <Time at={mail.createdAt} /> },
      ]}
    />
  );
}

function Content({ mail }: { mail: Mail }) {
  return (
    <>
      <Facts
        of={[
          [t('mail.to'), mail.to],
          [t('users.state'), <State mail={mail} />],
          [t('audit.when'), <Time at={mail.createdAt} exact />],
          ...(mail.finishedAt === null && mail.nextAttemptAt !== null
            ? [[t('mail.next'), <Time at={mail.nextAttemptAt} exact />] as const]
            : []),
          ...(mail.error === '' ? [] : [[t('mail.error'), <code>{mail.error}</code>] as const]),
        ]}
      />
      {mail.text !== undefined ? (
        <>
          <p className="quiet">{t('mail.handOn')}</p>
          <pre className="mail-text" tabIndex={0} role="region" aria-label={mail.subject}>
            {mail.text}
          </pre>
        </>
      ) : (
        <p className="quiet">{t('mail.sealed')}</p>
      )}
    </>
  );
}
