import type { ComponentChildren } from 'preact';

export interface DataRow {
  readonly key: string;
  /** One for each heading; the first names the row, the others are figures. */
  readonly cells: readonly ComponentChildren[];
}

interface DataTableProps {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly DataRow[];
  readonly foot?: DataRow;
}

/** Short columns of figures: a table on a phone too. */
export function DataTable({ caption, headings, rows, foot }: DataTableProps) {
  return (
    <table class="data-table">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          {headings.map((heading, index) => (
            <th key={heading} scope="col" class={index > 0 ? 'num' : undefined}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Cells key={row.key} row={row} />
        ))}
      </tbody>
      {foot && (
        <tfoot>
          <Cells row={foot} />
        </tfoot>
      )}
    </table>
  );
}

function Cells({ row }: { row: DataRow }) {
  return (
    <tr>
      {row.cells.map((cell, index) =>
        index === 0 ? (
          <th key={row.key} scope="row">
            {cell}
          </th>
        ) : (
          <td key={`${row.key} ${index}`} class="num">
            {cell}
          </td>
        ),
      )}
    </tr>
  );
}

/** A figure that leads to the events behind it; nothing has no link. */
export function Figure({ href, value }: { href: string; value: number }) {
  return value === 0 ? <span class="soft">0</span> : <a href={href}>{value}</a>;
}
