import type { Cell, DocumentTable, Row } from '../../document/model.ts';
import { documentText } from '../../document/texts.ts';
import type { GroupField, PartOf } from '../../forms/definition.ts';
import { childOf } from '../../forms/value-text.ts';
import { figureIn } from '../../values/amount-text.ts';
import { hasDecimals } from '../../values/decimal.ts';
import type { MoneyUnit } from '../../values/money.ts';
import { rawText } from '../../values/text.ts';
import type { Declaration } from '../definition.ts';

/** 资金来源: where the money comes from, all in one unit, so that the column adds up to its total. */

type Source = NonNullable<NonNullable<PartOf<Declaration>['appropriation']>['sources']>[number];

const WIDTHS: Readonly<Record<string, number>> = { source: 26, name: 34, amountFen: 20, requestedFen: 20 };

/** @param row the form's row of a source; a column that no source fills is left out */
export function sourceTable(row: GroupField, sources: readonly Source[], unit: MoneyUnit): DocumentTable {
  const said = unit === 'wan' ? '万元' : '元';
  const columns = row.fields.filter(
    ({ key, required }) => required || sources.some((source) => childOf(source, key) !== undefined),
  );
  const cell = (key: string, value: unknown): Cell => {
    const field = columns.find((one) => one.key === key);
    if (field?.kind !== 'money') return { text: field ? documentText(field, value) : '' };
    const isAmount = typeof value === 'number' && hasDecimals(value, 0);
    return { text: isAmount ? figureIn(unit, value) : rawText(value), align: 'right' };
  };
  const total = sources.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0);
  const rows: Row[] = sources.map((source) => columns.map(({ key }) => cell(key, childOf(source, key))));
  const last: Row = columns.map(({ key }, index) =>
    index === 0 ? { text: '合计', heading: true } : cell(key, key === 'amountFen' ? total : undefined),
  );
  return {
    kind: 'table',
    label: row.label.zh,
    widths: columns.map(({ key }) => WIDTHS[key] ?? 20),
    head: [
      columns.map(({ label, kind }) => ({
        text: kind === 'money' ? `${label.zh}（${said}）` : label.zh,
        heading: true,
      })),
    ],
    body: [...rows, last],
  };
}
