import * as z from 'zod';
import type { PartOf } from '../../forms/definition.ts';
import { type Declaration, definition } from '../definition.ts';
import type { IndicatorRow } from '../indicator-rows.ts';
import type { Imported } from './imported.ts';
import { listItems, withoutNumber } from './items.ts';
import { Ledger } from './ledger.ts';
import { importedOf, Notes } from './notes.ts';
import { readBasis } from './readers/basis.ts';
import { putMeasure } from './readers/measure.ts';
import { readPlanItem } from './readers/plan-line.ts';
import { paragraphOf } from './source/blocks.ts';
import { Piece, Span } from './source/span.ts';
import { levelOf } from './words/level-words.ts';

/**
 * The raw extraction of a printed declaration: what was read off the paper, cell by cell, with what is certain, what
 * was inferred and what is lost. What is lost stays missing in the draft; what somebody only guessed is not filled in.
 */

const text = z.object({ value: z.string().nullable() });
const amount = z.object({ fen: z.int() });
const numbered = z.object({ text: z.string(), line: z.int().optional() });
const cell = z.object({ status: z.string(), note: z.string().optional() });

const indicator = z.object({
  level1: z.string().nullable(),
  level2: z.string().nullable(),
  name: z.string().nullable(),
  operator: z.string().nullable(),
  value_text: z.string().nullable(),
  unit: z.string().nullable(),
  nature: z.string().nullable(),
  scoring: z.string().nullable(),
  content: z.string().nullable(),
  basis: z.string().nullable(),
  inferred_operator: z.string().optional(),
  inferred_value: z.number().optional(),
  inferred_period: z.string().optional(),
  inferred_content: z.string().optional(),
  cells: z.record(z.string(), cell).default({}),
});

const goal = { status: z.string().optional(), provenance: z.string().optional() };

const extraction = z.object({
  document: z.object({ budget_year: z.object({ value: z.int() }) }),
  project_name: text,
  basis: z.object({
    items: z.array(numbered).default([]),
    documents: z.array(
      z.object({
        title: z.string(),
        doc_number: z.string().nullable(),
        articles: z.array(z.string()).optional(),
      }),
    ),
  }),
  unit: z.object({
    ...{ name: text, org_code: text.extend({ label: z.string() }), address: text, phone: text },
    ...{ legal_person: text, funding_source: text, profile: text },
  }),
  overview: numbered,
  implementation_content: z.array(
    numbered.extend({
      normalized_start: z.string().nullish(),
      normalized_deadline: z.string().nullish(),
    }),
  ),
  funding: z.object({ fund_type: z.string(), amount }),
  budget_lines: z.array(
    numbered.extend({
      name: z.string(),
      amount: amount,
      unit_price: amount.nullish(),
      quantity: z.int().nullish(),
      quantity_unit: z.string().nullish(),
    }),
  ),
  effects: numbered,
  performance: z.object({
    overall_goal: z.object({ ...goal, from: z.int(), to: z.int(), text: z.string() }),
    annual_goal: z.object({ ...goal, year: z.int(), items: z.array(z.string()) }),
    indicators: z.array(indicator),
    unplaced_fragments: z.array(numbered).default([]),
  }),
});
type Extraction = z.infer<typeof extraction>;

/** Leaves out what is null: in an extraction it means lost. */
const present = <T extends Record<string, unknown>>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>;
  };

const guessed = { zh: '提取时的推断，未填入草稿', en: 'A guess of the extraction, not filled in' };
const saidInferred = (why: string | undefined) => ({
  zh: `提取时标为推断${why === undefined ? '' : `：${why}`}`,
  en: `The extraction calls it inferred${why === undefined ? '' : `: ${why}`}`,
});

const CELL_KEYS = ['name', 'operator', 'value', 'unit', 'nature', 'scoring', 'content', 'basis'] as const;

const spanOf = (value: string): Span => new Span(new Piece(value, {}));

/** Operator, value, unit and nature as the cells of a printed table are read. */
function measureOf(source: Extraction['performance']['indicators'][number]) {
  const ledger = new Ledger(definition);
  const cell = (value: string | null): Span | undefined => (value === null ? undefined : spanOf(value));
  putMeasure(ledger, ['performance', 'indicators', 0], {
    operator: cell(source.operator),
    value: cell(source.value_text),
    unit: cell(source.unit),
    nature: cell(source.nature),
  });
  const [row] = ledger.content().performance?.indicators ?? [];
  return { row: row ?? {}, remarks: ledger.inferred };
}

function readIndicator(
  source: Extraction['performance']['indicators'][number],
  year: number,
  index: number,
  notes: Notes,
): IndicatorRow {
  const path = ['performance', 'indicators', index];
  for (const key of CELL_KEYS) {
    const said = source.cells[key];
    if (said?.status === 'inferred') notes.infer([...path, key], saidInferred(said.note));
  }
  for (const guess of [
    source.inferred_operator,
    source.inferred_value === undefined
      ? undefined
      : `${source.inferred_period ?? ''} ${source.inferred_value}`.trim(),
    source.inferred_content,
  ]) {
    if (guess !== undefined) notes.leave(`${source.name ?? ''}：${guess}`, guessed);
  }
  const { row, remarks } = measureOf(source);
  for (const { why } of remarks) notes.infer([...path, 'value'], why);
  const { nature, operator, value, unit } = row;
  return present({
    ...(levelOf(source.level1 ?? '', year) ?? {}),
    ...(levelOf(source.level2 ?? '', year) ?? {}),
    name: source.name,
    nature,
    operator,
    value,
    unit,
    scoring: source.scoring,
    content: source.content,
    basis: source.basis,
  });
}

function readGoals({ performance }: Extraction, notes: Notes) {
  const { overall_goal: overall, annual_goal: annual } = performance;
  if (overall.status === 'inferred') {
    notes.infer(['performance', 'overallGoal', 'text'], saidInferred(overall.provenance));
  }
  if (annual.status === 'inferred') {
    notes.infer(['performance', 'annualGoal', 'items'], saidInferred(annual.provenance));
  }
  return {
    overallGoal: { from: overall.from, to: overall.to, text: overall.text },
    annualGoal: {
      year: annual.year,
      items: annual.items.map((item) => withoutNumber(spanOf(item)).rest.text),
    },
  };
}

/** Documents as they were extracted; what stands between them is only told. */
function readDocuments({ basis }: Extraction, notes: Notes) {
  const lines = basis.items.map((item) => paragraphOf(item.text, item.line ?? 0));
  const ledger = new Ledger(definition);
  readBasis(ledger, lines);
  for (const { text: words, why, at } of ledger.notPlaced(lines.map(({ span }) => span.piece)))
    notes.leave(words, why, at?.line);
  return basis.documents.map(({ title, doc_number: number, articles }) =>
    present({ title, number, articles }),
  );
}

/** What explains a line, apart from its name, its amount and its calculation. */
function descriptionOf(line: string): string | undefined {
  const ledger = new Ledger(definition);
  for (const item of listItems([paragraphOf(line, 0)])) readPlanItem(ledger, item);
  return ledger.content().plan?.[0]?.description;
}

function readPlan({ budget_lines: lines }: Extraction) {
  return lines.map((line) => {
    const description = descriptionOf(line.text);
    return present({
      name: line.name,
      amountFen: line.amount.fen,
      unitPriceFen: line.unit_price?.fen,
      quantity: line.quantity,
      quantityUnit: line.quantity_unit,
      description,
    });
  });
}

function readUnit({ unit }: Extraction, notes: Notes) {
  if (unit.org_code.label === '组织机构代码') {
    const why = { zh: '原文的名称是“组织机构代码”', en: 'It is called 组织机构代码 in the source' };
    notes.infer(['unit', 'uscc'], why);
  }
  return present({
    name: unit.name.value,
    uscc: unit.org_code.value,
    address: unit.address.value,
    phone: unit.phone.value,
    legalRepresentative: unit.legal_person.value,
    fundingSource: unit.funding_source.value,
    profile: unit.profile.value,
  });
}

export const isExtraction = (json: unknown): boolean =>
  z.object({ project_name: z.unknown(), performance: z.object({ indicators: z.unknown() }) }).safeParse(json)
    .success;

/** @throws z.ZodError where the extraction has another shape. */
export function importExtraction(json: unknown): Imported {
  const source = extraction.parse(json);
  const notes = new Notes();
  const year = source.document.budget_year.value;
  const content: PartOf<Declaration> = {
    ...present({ title: source.project_name.value }),
    budgetYear: year,
    basis: readDocuments(source, notes),
    unit: readUnit(source, notes),
    overview: source.overview.text,
    activities: source.implementation_content.map((item) =>
      present({ content: item.text, start: item.normalized_start, due: item.normalized_deadline }),
    ),
    appropriation: { fund: source.funding.fund_type, amountFen: source.funding.amount.fen },
    plan: readPlan(source),
    results: source.effects.text,
    performance: {
      ...readGoals(source, notes),
      indicators: source.performance.indicators.map((row, index) => readIndicator(row, year, index, notes)),
    },
  };
  for (const { text: fragment, line } of source.performance.unplaced_fragments) {
    notes.leave(
      fragment,
      { zh: '只剩尾部的单元格文字', en: 'What is left of a cell that was cut off' },
      line,
    );
  }
  return importedOf(definition, content, notes);
}
