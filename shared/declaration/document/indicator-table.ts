import { remainder } from '../../document/fields.ts';
import type { Cell, DocumentTable, Row } from '../../document/model.ts';
import { documentText } from '../../document/texts.ts';
import type { GroupField, PartOf } from '../../forms/definition.ts';
import { childOf } from '../../forms/value-text.ts';
import type { Declaration } from '../definition.ts';
import { cellOf, type IndicatorRow, rowKind, type ValueCell } from '../indicator-rows.ts';
import { levelLabel, treeOf } from '../indicator-tree.ts';

/**
 * 绩效指标: levels as merged cells, a heading row for each of them. 空 stands where a cell does not apply and nowhere
 * else; a cell that is still missing stays empty.
 */

type Performance = NonNullable<PartOf<Declaration>['performance']>;

interface Kind {
  readonly level: string;
  /** Stored where the heading has something of its own: a weight, the reason why there is no indicator. */
  heading?: IndicatorRow;
  readonly indicators: IndicatorRow[];
}
interface Branch {
  readonly level: string;
  heading?: IndicatorRow;
  readonly kinds: Map<string, Kind>;
}

/** What the row's fields are called, and which the table's columns show. */
interface Columns {
  readonly row: GroupField;
  readonly extra: readonly Extra[];
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The indicators under their levels, in the order of the year's tree; what the tree does not know comes last. */
function branchesOf(indicators: readonly IndicatorRow[], budgetYear: number): Branch[] {
  const { levels } = treeOf(budgetYear);
  const branches = new Map<string, Branch>();
  const branch = (level: string): Branch =>
    entry(branches, level, () => ({ level, kinds: new Map<string, Kind>() }));
  // 效益指标 without an indicator is still a line of the table: that there is none is to be seen.
  for (const level of Object.keys(levels)) branch(level);
  for (const row of indicators) {
    const of = branch(row.level1 ?? '');
    const kind = rowKind(row);
    if (kind === 'level1') {
      of.heading = row;
      continue;
    }
    const level2 = row.level2 ?? '';
    const under = entry(of.kinds, level2, (): Kind => ({ level: level2, indicators: [] }));
    if (kind === 'level2') under.heading = row;
    else under.indicators.push(row);
  }
  const known = new Map<string, readonly string[]>(Object.entries(levels));
  return [...branches.values()].map(({ kinds, ...of }) => {
    const order = known.get(of.level) ?? [];
    const rank = ({ level }: Kind): number => {
      const at = order.indexOf(level);
      return at < 0 ? order.length : at;
    };
    return { ...of, kinds: new Map([...kinds].sort(([, a], [, b]) => rank(a) - rank(b))) };
  });
}

const label = (level: string): string => (level === '' ? '' : levelLabel(level).zh);
const text = (content: string | undefined): Cell => ({ text: content ?? '' });
const centred = (content: string): Cell => ({ text: content, align: 'center' });

/** What a choice's value is called; 指标属性 is printed as 定量指标. */
function called(columns: Columns, key: ValueCell, value: string): string {
  const field = columns.row.fields.find((one) => one.key === key);
  if (field === undefined) return value;
  return key === 'nature' ? `${documentText(field, value)}指标` : documentText(field, value);
}

function valueCell(columns: Columns, row: IndicatorRow, key: ValueCell): Cell {
  const cell = cellOf(row, key);
  if (cell.state === 'not-applicable') return centred('空');
  return centred(cell.state === 'missing' ? '' : called(columns, key, cell.text));
}

const valueKeys = ['operator', 'value', 'unit', 'nature'] as const;
/** Columns that are there only where a row has something in them. */
const EXTRA = { lastYearValue: '上年值', term: '期限', weight: '权重' } as const;
type Extra = keyof typeof EXTRA;
const EXTRA_KEYS: readonly Extra[] = ['lastYearValue', 'term', 'weight'];

const knownKeys = ['level1', 'level2', 'name', ...valueKeys, ...EXTRA_KEYS, 'scoring', 'content', 'basis'];

function explained(columns: Columns, row: IndicatorRow | undefined): Cell[] {
  const { scoring, content, basis } = row ?? {};
  const more = row === undefined ? '' : remainder(columns.row, row, knownKeys);
  return [text(scoring), text([content ?? '', more].filter((part) => part !== '').join('\n')), text(basis)];
}

function extraCells({ row: { fields }, extra }: Columns, row: IndicatorRow | undefined): Cell[] {
  return extra.map((key) => {
    const field = fields.find((one) => one.key === key);
    return centred(field ? documentText(field, childOf(row, key)) : '');
  });
}

function headingCells(columns: Columns, heading: IndicatorRow | undefined): Cell[] {
  return [
    ...valueKeys.map(() => centred('空')),
    ...extraCells(columns, heading),
    ...explained(columns, heading),
  ];
}

const indicatorCells = (columns: Columns, row: IndicatorRow): Cell[] => [
  text(row.name),
  ...valueKeys.map((key) => valueCell(columns, row, key)),
  ...extraCells(columns, row),
  ...explained(columns, row),
];

function kindRows(columns: Columns, { level, heading, indicators }: Kind): Row[] {
  const rows = indicators.map((row) => indicatorCells(columns, row));
  return [
    [
      { text: label(level), heading: true, rows: rows.length + 1 },
      text(''),
      ...headingCells(columns, heading),
    ],
    ...rows,
  ];
}

function branchRows(columns: Columns, { level, heading, kinds }: Branch): Row[] {
  const rows = [...kinds.values()].flatMap((kind) => kindRows(columns, kind));
  return [
    [
      { text: label(level), heading: true, rows: rows.length + 1 },
      { text: '', columns: 2 },
      ...headingCells(columns, heading),
    ],
    ...rows,
  ];
}

const HEADINGS = [
  '一级指标',
  '二级指标',
  '三级指标',
  '指标性质',
  '指标值',
  '度量单位',
  '指标属性',
  '上年值',
  '期限',
  '权重',
  '评（扣）分标准',
  '指标内容',
  '绩效指标值设定依据及数据来源',
] as const;
/** Parts of the page's width: numbers and units are short, what explains them is not. */
const WIDTHS: Readonly<Record<(typeof HEADINGS)[number], number>> = {
  一级指标: 9,
  二级指标: 9,
  三级指标: 13,
  指标性质: 6,
  指标值: 7,
  度量单位: 8.5,
  指标属性: 9,
  上年值: 6,
  期限: 6,
  权重: 6.5,
  '评（扣）分标准': 12.5,
  指标内容: 12.5,
  绩效指标值设定依据及数据来源: 13.5,
};

export function indicatorTable(
  { indicators = [] }: Performance,
  budgetYear: number,
  row: GroupField,
): DocumentTable {
  const extra = EXTRA_KEYS.filter((key) => indicators.some((one) => childOf(one, key) !== undefined));
  const columns: Columns = { row, extra };
  const absent = new Set<string>(EXTRA_KEYS.filter((key) => !extra.includes(key)).map((key) => EXTRA[key]));
  const headings = HEADINGS.filter((heading) => !absent.has(heading));
  return {
    kind: 'table',
    label: '绩效指标',
    widths: headings.map((heading) => WIDTHS[heading]),
    head: [
      [{ text: '绩效指标', heading: true, columns: headings.length }],
      headings.map((heading) => ({ text: heading, heading: true })),
    ],
    body: branchesOf(indicators, budgetYear).flatMap((branch) => branchRows(columns, branch)),
    dense: true,
  };
}
