import type { ComponentChildren } from 'preact';

export interface Column {
  readonly heading: string;
  /** Figures stand to the right. */
  readonly figure?: boolean;
}

export interface TableRow {
  readonly key: string | number;
  /** One for each column; the first names the row where `named`. */
  readonly cells: readonly ComponentChildren[];
}

interface TableProps {
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** The first cell of each row is its heading. */
  readonly named?: boolean;
  readonly foot?: TableRow;
}

// Roles are said outright: where a table is laid out as cards on a phone, some browsers forget that it is one.
const as = (role: 'table' | 'row' | 'columnheader' | 'rowheader' | 'cell') => ({ role });

/** A table that becomes a list of cards on a narrow screen. */
export function Table({ columns, rows, named = false, foot }: TableProps) {
  return (
    <table {...as('table')} class="rows-table">
      <thead>
        <tr {...as('row')}>
          {columns.map(({ heading, figure }) => (
            <th key={heading} {...as('columnheader')} scope="col" class={figure ? 'num' : undefined}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} columns={columns} row={row} named={named} />
        ))}
      </tbody>
      {foot && (
        <tfoot>
          <Row columns={columns} row={foot} named={named} />
        </tfoot>
      )}
    </table>
  );
}

function Row({ columns, row, named }: { columns: readonly Column[]; row: TableRow; named: boolean }) {
  return (
    <tr {...as('row')}>
      {columns.map(({ heading, figure }, index) =>
        named && index === 0 ? (
          <th key={heading} {...as('rowheader')} scope="row">
            {row.cells[index]}
          </th>
        ) : (
          <td key={heading} {...as('cell')} class={figure ? 'num' : undefined} data-label={heading}>
            {row.cells[index]}
          </td>
        ),
      )}
    </tr>
  );
}
