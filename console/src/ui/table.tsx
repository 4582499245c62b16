// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';
import type { List } from '../data/resource';
import type { LoadedList } from '../data/use_resource';
import { t } from '../language/language';
import { Button } from './button';

export interface Column<T> {
  /** Heading; unseen columns (of buttons, say) still need one for those who listen. */
  title: string;
  unseen?: boolean;
  cell: (row: T) => ReactNode;
  className?: string;
}

interface Props<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}

/**
 * Rows under headings; on narrow screens each row becomes a block with its headings inside. The roles are spelled
 * out because browsers drop a table's own when its display changes.
 */
export function Table<T>({ caption, columns, rows, keyOf }: Props<T>) {
  return (
    <table role="table" className="table">
      <caption className="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.title} role="columnheader" scope="col" className={column.className}>
              {column.unseen ? <span className="unseen">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column, i) => (
              <td key={column.title} role="cell" className={column.className}>
                {i > 0 && !column.unseen && (
                  <span className="cell-title" aria-hidden="true">
                    {column.title}
                  </span>
                )}
                <div className="cell-body">{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The button for the next page of a list; nothing when all is there. */
export function More<T>({ of }: { of: LoadedList<T> & { value: List<T> | undefined } }) {
  if (!of.value?.nextCursor) return null;
  return (
    <p className="more">
      <Button busy={of.isLoading} onClick={of.loadMore}>
        {t('action.more')}
      </Button>
    </p>
  );
}
