import { fieldBlocks, numbered, remainder, sectionBlocks } from '../../document/fields.ts';
import type { Layout } from '../../document/layout.ts';
import { type Block, type DocumentTable, paragraph } from '../../document/model.ts';
import { sentence } from '../../document/texts.ts';
import { fieldAt } from '../../forms/check.ts';
import type { Field, FormDefinition, GroupField, PartOf, Section } from '../../forms/definition.ts';
import type { Declaration } from '../definition.ts';
import { indicatorTable } from './indicator-table.ts';
import {
  activityKeys,
  activityLine,
  appropriationKeys,
  appropriationLine,
  basisKeys,
  basisLine,
  planKeys,
  planLine,
} from './prose.ts';

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

function appropriationBlocks(definition: FormDefinition, part: Part): Block[] {
  const group = groupAt(definition, ['appropriation']);
  const more = remainder(group, part.appropriation, appropriationKeys);
  return [paragraph(appropriationLine(part) + (more === '' ? '' : sentence(more)))];
}

const titleOf = ({ title = '', budgetYear }: Part): string => {
  const year = budgetYear === undefined ? '' : `${budgetYear}年`;
  return `${year}${title}${title.endsWith('项目') ? '' : '项目'}`;
};

/** 项目申报文本: the sections that are worded otherwise than `标签：内容` (domain.md §1, §9). */
export const declarationLayout: Layout = (definition, declaration) => {
  // The draft schema is made from the same definition as the type, which TypeScript cannot see.
  const part = declaration as Part;
  const worded: Readonly<Record<string, () => Block[]>> = {
    // The year stands in the title above.
    title: () => [paragraph(part.title ?? '')],
    basis: () => rowLines(definition, 'basis', part.basis, basisLine, basisKeys),
    activities: () => rowLines(definition, 'activities', part.activities, activityLine, activityKeys),
    appropriation: () => appropriationBlocks(definition, part),
    plan: () => rowLines(definition, 'plan', part.plan, planLine, planKeys),
    performance: () => performanceBlocks(definition, part),
  };
  return {
    title: titleOf(part),
    blocksOf: (section: Section) => worded[section.id]?.() ?? sectionBlocks(section.fields, declaration),
  };
};
