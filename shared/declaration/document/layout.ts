import { fieldBlocks, numbered, remainder, sectionBlocks } from '../../document/fields.ts';
import type { Layout } from '../../document/layout.ts';
import { type Block, type DocumentTable, paragraph } from '../../document/model.ts';
import { sentence, titleInYear } from '../../document/texts.ts';
import type { Field, FormDefinition, GroupField, PartOf, Section } from '../../forms/definition.ts';
import { fieldAt } from '../../forms/field-at.ts';
import { childOf } from '../../forms/value-text.ts';
import type { Declaration } from '../definition.ts';
import { indicatorTable } from './indicator-table.ts';
import {
  activityKeys,
  activityLine,
  appropriationKeys,
  appropriationLine,
  basisKeys,
  basisLine,
  lastYearLine,
  planKeys,
  planLine,
  termText,
  totalInvestmentLine,
  unitOfAmounts,
  yearsLine,
} from './prose.ts';
import { sourceTable } from './source-table.ts';

type Part = PartOf<Declaration>;

const groupAt = (definition: FormDefinition, path: readonly PropertyKey[]): GroupField => {
  const field: Field | undefined = fieldAt(definition, path);
  if (field?.kind !== 'group') throw new Error(`The form has no group at ${path.join('.')}`);
  return field;
};

/** Numbered lines of a list's rows, with whatever field of theirs the wording does not know. */
function rowLines<Row>(
  definition: FormDefinition,
  list: string,
  rows: readonly Row[] | undefined,
  say: (row: Row) => string,
  known: readonly string[],
): Block[] {
  const group = groupAt(definition, [list, 0]);
  return numbered(
    (rows ?? []).map((row) => {
      const more = remainder(group, row, known);
      return sentence(say(row)) + (more === '' ? '' : sentence(more));
    }),
  );
}

function goalTable({ overallGoal, annualGoal }: NonNullable<Part['performance']>): DocumentTable {
  const { from, to, text = '' } = overallGoal ?? {};
  const { year, items = [] } = annualGoal ?? {};
  const years = from === undefined && to === undefined ? '' : `\n(${from ?? ''}年-${to ?? ''}年)`;
  return {
    kind: 'table',
    label: '项目目标',
    widths: [7, 24, 69],
    head: [],
    body: [
      [{ text: '项目目标', heading: true, rows: 2 }, { text: `总体目标${years}`, heading: true }, { text }],
      [
        { text: `预算年度${year === undefined ? '' : `\n(${year}年)`}目标`, heading: true },
        { text: items.map((item, index) => `${index + 1}.${item}`).join('\n') },
      ],
    ],
  };
}

function performanceBlocks(definition: FormDefinition, part: Part): Block[] {
  const performance = part.performance ?? {};
  const row = groupAt(definition, ['performance', 'indicators', 0]);
  const shown = ['overallGoal', 'annualGoal', 'indicators'];
  const others = groupAt(definition, ['performance']).fields.filter(({ key }) => !shown.includes(key));
  const year = part.budgetYear ?? performance.annualGoal?.year ?? 0;
  return [
    goalTable(performance),
    indicatorTable(performance, year, row),
    ...fieldBlocks(others, performance),
  ];
}

/** What a section asks beside what its wording knows: version 1 asks less. */
const others = (section: Section, declaration: unknown, known: readonly string[]): Block[] =>
  section.fields
    .filter(({ key }) => !known.includes(key))
    .flatMap((field) =>
      field.kind === 'group'
        ? fieldBlocks(field.fields, childOf(declaration, field.key))
        : fieldBlocks([field], declaration),
    );

/** The title; the year stands in the document's own. Then the kind of project, its months as one term. */
function titleBlocks(section: Section, part: Part): Block[] {
  const { start: _, end: __, ...kind } = part.kind ?? {};
  const term = termText(part.kind ?? {});
  return [
    paragraph(part.title ?? ''),
    ...others(section, { kind }, ['title', 'budgetYear']),
    ...(term === '' ? [] : [paragraph(`项目起止：${term}`)]),
  ];
}

function appropriationBlocks(definition: FormDefinition, part: Part): Block[] {
  const group = groupAt(definition, ['appropriation']);
  const { appropriation = {} } = part;
  const { sources = [], lastYear, totalInvestmentFen, years = [] } = appropriation;
  const unit = unitOfAmounts(part);
  const more = remainder(group, appropriation, appropriationKeys);
  const total = totalInvestmentFen === undefined ? '' : totalInvestmentLine(totalInvestmentFen, unit);
  const lines = [
    lastYear === undefined ? '' : lastYearLine(lastYear, unit),
    total,
    years.length === 0 ? '' : `分年度资金：${yearsLine(years, unit)}`,
    more,
  ];
  return [
    paragraph(appropriationLine(part, unit)),
    ...(sources.length === 0
      ? []
      : [sourceTable(groupAt(definition, ['appropriation', 'sources', 0]), sources, unit)]),
    ...lines.filter((line) => line !== '').map((line) => paragraph(sentence(line))),
  ];
}

const titleOf = ({ title = '', budgetYear }: Part): string =>
  `${titleInYear(title, budgetYear)}${title.endsWith('项目') ? '' : '项目'}`;

/** 项目申报文本: the sections that are worded otherwise than `标签：内容` (domain.md §1, §9). */
export const declarationLayout: Layout = (definition, declaration) => {
  // The draft schema is made from the same definition as the type, which TypeScript cannot see.
  const part = declaration as Part;
  const unit = unitOfAmounts(part);
  const worded: Readonly<Record<string, (section: Section) => Block[]>> = {
    title: (section) => titleBlocks(section, part),
    basis: (section) => [
      ...rowLines(definition, 'basis', part.basis, basisLine, basisKeys),
      ...others(section, part, ['basis']),
    ],
    activities: () => rowLines(definition, 'activities', part.activities, activityLine, activityKeys),
    appropriation: () => appropriationBlocks(definition, part),
    plan: () => rowLines(definition, 'plan', part.plan, (line) => planLine(line, unit), planKeys),
    performance: () => performanceBlocks(definition, part),
  };
  return {
    title: titleOf(part),
    blocksOf: (section: Section) =>
      worded[section.id]?.(section) ?? sectionBlocks(section.fields, declaration),
  };
};
