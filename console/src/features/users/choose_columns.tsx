// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react';
import { t, type Key } from '../../language/language';
import { Button } from '../../ui/button';
import { columnNames } from './import_file';

const labels: Record<(typeof columnNames)[number], Key> = {
  email: 'field.email',
  name: 'field.name',
  firstName: 'field.firstName',
  lastName: 'field.lastName',
  locale: 'field.locale',
  timeZone: 'field.timeZone',
  disabled: 'users.disabled',
};

interface Props {
  headings: readonly string[];
  /** Those that the platform does not know. */
  unknown: readonly string[];
  choose: (columns: string[]) => void;
  cancel: () => void;
}

/** Says what the columns of a file are, where their headings do not. */
export function ChooseColumns({ headings, unknown, choose, cancel }: Props) {
  const [columns, setColumns] = useState(() =>
    headings.map((heading) => (unknown.includes(heading) ? '-' : guess(heading))),
  );
  const names = columns.filter((column) => column !== '-');
  const isSound = names.includes('email') && new Set(names).size === names.length;
  return (
    <>
      <p className="dialog-text">{t('import.columnsText')}</p>
      {headings.map((heading, i) => (
        <label key={i} className="field">
          <span className="label">{heading || `${i + 1}`}</span>
          <select
            className="input"
            value={columns[i]}
            onChange={(event) =>
              setColumns(columns.map((column, at) => (at === i ? event.target.value : column)))
            }
          >
            <option value="-">{t('import.leaveOut')}</option>
            {columnNames.map((name) => (
              <option key={name} value={name}>
                {t(labels[name])}
              </option>
            ))}
          </select>
        </label>
      ))}
      {!isSound && (
        <p className="fine" role="status">
          {t('import.columnsRule')}
        </p>
      )}
      <div className="form-actions">
        <Button onClick={cancel}>{t('action.cancel')}</Button>
        <Button look="primary" busy={!isSound} onClick={() => choose(columns)}>
          {t('import.check')}
        </Button>
      </div>
    </>
  );
}

function guess(heading: string): string {
  const plain = heading.toLowerCase().replace(/[^a-z]/g, '');
  if (/mail/.test(plain)) return 'email';
  if (/first|given|vorname/.test(plain)) return 'firstName';
  if (/last|family|sur|nachname/.test(plain)) return 'lastName';
  return columnNames.find((name) => name.toLowerCase() === plain) ?? '-';
}
