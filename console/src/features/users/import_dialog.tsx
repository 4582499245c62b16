// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/call';
import { refresh, type Failure } from '../../data/resource';
import { useList } from '../../data/use_resource';
import { count, t } from '../../language/language';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { explainFieldError } from '../../ui/failure';
import { FailureNotice, Show } from '../../ui/states';
import { More, Table } from '../../ui/table';
import { ChooseColumns } from './choose_columns';
import {
  decodeFile,
  headingsOf,
  importsAddress,
  runImport,
  sendFile,
  type FileText,
  type Import,
  type ImportRow,
  type Mode,
} from './import_file';
import { usersAddress } from './user_api';

type Step =
  | { at: 'choose'; failure?: Failure }
  | { at: 'columns'; text: string; headings: string[]; unknown: readonly string[] }
  | { at: 'sending'; share: number }
  | { at: 'checked'; import_: Import; failure?: Failure }
  | { at: 'running'; import_: Import; mode: Mode }
  | { at: 'done'; import_: Import };

/** Brings a file of users in: chosen, checked row by row, looked at, then run. Closing it gives an unfinished one up. */
export function ImportDialog({ open, close }: { open: boolean; close: () => void }) {
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [isGuessed, setGuessed] = useState(false);
  const begun = useRef('');
  const stop = useRef(new AbortController());

  const drop = () => {
    stop.current.abort();
    if (begun.current !== '') void call('DELETE', `${importsAddress}/${begun.current}`);
    begun.current = '';
  };
  const leave = () => {
    drop();
    setStep({ at: 'choose' });
    close();
  };
  const send = async (text: string, columns?: readonly string[]) => {
    drop();
    stop.current = new AbortController();
    const { signal } = stop.current;
    setStep({ at: 'sending', share: 0 });
    const made = await call('POST', importsAddress, columns ? { columns } : {});
    if (made.kind !== 'done') return setStep({ at: 'choose', failure: made });
    const { id } = made.body as Import;
    begun.current = id;
    const sent = await sendFile(id, text, signal, (share) => setStep({ at: 'sending', share }));
    if (signal.aborted) return;
    if (sent.kind === 'done') return setStep({ at: 'checked', import_: sent.body as Import });
    drop();
    const unknown = sent.kind === 'refused' ? sent.errors.map((error) => error.field) : [];
    if (!columns && unknown.length > 0) {
      setStep({ at: 'columns', text, headings: headingsOf(text), unknown });
    } else {
      setStep({ at: 'choose', failure: sent });
    }
  };
  const run = async (import_: Import, mode: Mode) => {
    setStep({ at: 'running', import_, mode });
    const { signal } = stop.current;
    const ran = await runImport(import_.id, mode, signal, (now) =>
      setStep({ at: 'running', import_: now, mode }),
    );
    refresh(usersAddress);
    if (signal.aborted) return;
    if (ran.kind !== 'done') return setStep({ at: 'checked', import_, failure: ran });
    const ended = ran.body as Import;
    setStep(ended.state === 'done' ? { at: 'done', import_: ended } : { at: 'checked', import_: ended });
  };

  return (
    <Dialog title={t('import.title')} open={open} close={leave} dismissible={step.at === 'choose'}>
      <div className="import" aria-live="polite">
        {step.at === 'choose' && (
          <ChooseFile
            failure={step.failure}
            send={({ text, isGuessed: guessed }) => {
              setGuessed(guessed);
              void send(text);
            }}
            close={leave}
          />
        )}
        {step.at === 'columns' && (
          <ChooseColumns
            headings={step.headings}
            unknown={step.unknown}
            choose={(columns) => void send(step.text, columns)}
            cancel={leave}
          />
        )}
        {step.at === 'sending' && <Progress label={t('import.checking')} share={step.share} cancel={leave} />}
        {step.at === 'checked' && (
          <Checked
            import_={step.import_}
            isGuessed={isGuessed}
            failure={step.failure}
            run={(mode) => void run(step.import_, mode)}
            cancel={leave}
          />
        )}
        {step.at === 'running' && (
          <Progress
            label={
              step.mode === 'skip_bad' ? count('import.running', step.import_.added) : t('import.committing')
            }
            share={
              step.mode === 'skip_bad' ? step.import_.doneLines / Math.max(step.import_.lines, 1) : undefined
            }
            cancel={leave}
          />
        )}
        {step.at === 'done' && <Done import_={step.import_} close={leave} />}
      </div>
    </Dialog>
  );
}

function ChooseFile({
  failure,
  send,
  close,
}: {
  failure: Failure | undefined;
  send: (file: FileText) => void;
  close: () => void;
}) {
  return (
    <>
      <p className="dialog-text">{t('import.text')}</p>
      <pre className="import-example" tabIndex={0} aria-label={t('import.example')}>
        {'email,name,locale\nada@example.com,"Lovelace, Ada",en\n'}
      </pre>
      {failure && <FailureNotice failure={failure} />}
      <Unfinished />
      <label className="field">
        <span className="label">{t('import.file')}</span>
        <input
          className="input"
          type="file"
          accept=".csv,text/csv"
          onChange={(event) =>
            void event.target.files?.[0]?.arrayBuffer().then((bytes) => send(decodeFile(bytes)))
          }
        />
      </label>
      <div className="form-actions">
        <Button onClick={close}>{t('action.cancel')}</Button>
      </div>
    </>
  );
}

/** Imports that were left open stand in the way of new ones. */
function Unfinished() {
  const imports = useList<Import>(importsAddress);
  const open = (imports.value?.items ?? []).filter(
    ({ state }) => state === 'receiving' || state === 'running',
  );
  useEffect(() => imports.reload(), []);
  if (open.length === 0) return null;
  const remove = async (id: string) => {
    await call('DELETE', `${importsAddress}/${id}`);
    imports.reload();
  };
  return (
    <div className="notice">
      <p>{t('import.unfinished')}</p>
      <ul className="plain-list">
        {open.map((import_) => (
          <li key={import_.id}>
            <span>{count('import.rows', import_.rows)}</span>
            <Button onClick={() => void remove(import_.id)}>{t('import.remove')}</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Progress({
  label,
  share,
  cancel,
}: {
  label: string;
  share?: number | undefined;
  cancel: () => void;
}) {
  return (
    <>
      <label className="import-progress">
        <span>{label}</span>
        <progress max={1} value={share} />
      </label>
      <div className="form-actions">
        <Button onClick={cancel}>{t('import.giveUp')}</Button>
      </div>
    </>
  );
}

function Checked({
  import_,
  isGuessed,
  failure,
  run,
  cancel,
}: {
  import_: Import;
  isGuessed: boolean;
  failure: Failure | undefined;
  run: (mode: Mode) => void;
  cancel: () => void;
}) {
  const good = import_.rows - import_.bad;
  return (
    <>
      <p className="dialog-text">
        {count('import.good', good)} {import_.bad > 0 && count('import.bad', import_.bad)}
      </p>
      {isGuessed && <p className="notice">{t('import.guessed')}</p>}
      {failure && <FailureNotice failure={failure} />}
      {import_.bad > 0 && <BadRows id={import_.id} />}
      {good > 0 && <Preview id={import_.id} />}
      <div className="form-actions">
        <Button onClick={cancel}>{t('action.cancel')}</Button>
        {good > 0 && (
          <Button look="primary" onClick={() => run(import_.bad > 0 ? 'skip_bad' : 'all_or_none')}>
            {import_.bad > 0 ? count('import.runGood', good) : count('import.runAll', good)}
          </Button>
        )}
      </div>
    </>
  );
}

function BadRows({ id }: { id: string }) {
  const rows = useList<ImportRow>(`${importsAddress}/${id}/rows?bad=true&limit=50`);
  return (
    <details open className="import-rows">
      <summary>{t('import.badRows')}</summary>
      <Show of={rows} rows={3}>
        {({ items }) => (
          <>
            <Table
              caption={t('import.badRows')}
              rows={items}
              keyOf={(row) => String(row.line)}
              columns={[
                { title: t('import.line'), cell: (row) => row.line, className: 'lead' },
                { title: t('field.email'), cell: (row) => row.email || '–' },
                { title: t('import.field'), cell: (row) => <code>{row.field}</code> },
                {
                  title: t('import.message'),
                  cell: (row) => explainFieldError({ field: row.field ?? '', message: row.message ?? '' }),
                },
              ]}
            />
            <More of={rows} />
          </>
        )}
      </Show>
    </details>
  );
}

function Preview({ id }: { id: string }) {
  const rows = useList<ImportRow>(`${importsAddress}/${id}/rows?limit=20`);
  return (
    <details className="import-rows" open>
      <summary>{t('import.preview')}</summary>
      <Show of={rows} rows={3}>
        {({ items }) => (
          <Table
            caption={t('import.preview')}
            rows={items.filter((row) => row.field === null).slice(0, 5)}
            keyOf={(row) => String(row.line)}
            columns={[
              { title: t('import.line'), cell: (row) => row.line, className: 'lead' },
              { title: t('field.email'), cell: (row) => row.email },
              { title: t('field.name'), cell: (row) => row.name },
            ]}
          />
        )}
      </Show>
    </details>
  );
}

function Done({ import_, close }: { import_: Import; close: () => void }) {
  return (
    <>
      <p className="dialog-text" role="status">
        {count('import.done', import_.added)} {import_.bad > 0 && count('import.leftOut', import_.bad)}
      </p>
      {import_.bad > 0 && <BadRows id={import_.id} />}
      <div className="form-actions">
        <Button look="primary" onClick={close}>
          {t('action.close')}
        </Button>
      </div>
    </>
  );
}
