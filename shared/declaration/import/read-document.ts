import type { FormDefinition } from '../../forms/definition.ts';
import type { Words } from '../../values/language.ts';
import { definition } from '../definition.ts';
import { amountsIn } from './amounts.ts';
import type { Entry, Grid } from './entries.ts';
import type { Imported } from './imported.ts';
import { withoutNumber } from './items.ts';
import { Ledger } from './ledger.ts';
import { Outline } from './outline.ts';
import { readActivities } from './readers/activities.ts';
import { readBasis } from './readers/basis.ts';
import { amountOfCell } from './readers/cell-amount.ts';
import { Funding } from './readers/funding.ts';
import { FundingTable, readSourcesAbove, readYears } from './readers/funding-table.ts';
import { readFundingLine } from './readers/funding-text.ts';
import { type GoalKind, goalLabelOf, putGoal, putGoalYears } from './readers/goals.ts';
import { beginsWithLevel } from './readers/indicator-sentences.ts';
import { IndicatorTable, indicatorHeads } from './readers/indicator-table.ts';
import { putCategory, putContinuity, putEnd, putPeriod } from './readers/kind.ts';
import { labelFormName, type Opening, readOpening } from './readers/opening.ts';
import { People, type UnitTopic } from './readers/people.ts';
import { namesIndicators, readPerformanceLines } from './readers/performance.ts';
import { areExpenses, isSum, readPlan } from './readers/plan-list.ts';
import { readPlanTable } from './readers/plan-table.ts';
import { readProse } from './readers/prose.ts';
import { readSchedule } from './readers/schedule-table.ts';
import { allCells, type Block, type Paragraph } from './source/blocks.ts';
import { number, sourceOf } from './source/source-block.ts';
import type { Match, Piece, Span } from './source/span.ts';
import { withTextTables } from './source/text-tables.ts';
import { labelKey, type Topic } from './words/labels.ts';

/** Reads a declaration in whatever layout: the official text of eight sections, or a form (domain.md §9). */

/** In groups too, and in small letters: both are written so. */
const USCC = /(?<![0-9A-Z])[0-9A-HJ-NP-RTUW-Y](?:\s?[0-9A-HJ-NP-RTUW-Y]){17}(?![0-9A-Z])/i;
const codeOf = (span: Span): string => span.plain.replace(/\s/g, '').toUpperCase();
const CODED_TITLE = /^\s*([0-9A-Z]{15,40})\s*[-_]\s*(\S.*)$/s;

type LineReader = (entry: Entry, spans: readonly Span[]) => unknown;

class Reading {
  private readonly ledger: Ledger;
  private readonly people: People;
  private readonly funding = new Funding();
  private readonly outline: Outline;
  private opening: Opening = {};
  private year: number | undefined;

  constructor(form: FormDefinition) {
    this.ledger = new Ledger(form);
    this.people = new People(this.ledger);
    this.outline = new Outline(this.ledger, form);
  }

  read(blocks: readonly Block[], notes: readonly Paragraph[]): Imported {
    const { ledger, outline } = this;
    const pieces = piecesOf([...blocks, ...notes]);
    number(pieces);
    outline.read(blocks);
    nameSections(outline.entries);
    const openings = outline.entries.filter(({ topic }) => topic === 'opening').flatMap(({ lines }) => lines);
    this.opening = readOpening(ledger, openings);
    this.readYear();
    this.pairGoals();
    for (const entry of outline.entries) this.entry(entry);
    this.people.settle();
    this.useOpening(openings);
    const unit = ledger.at(['unit', 'name']);
    this.funding.settle(ledger, typeof unit === 'string' ? unit : undefined);
    for (const { span } of notes) ledger.leave(span, { zh: '脚注或尾注', en: 'A footnote or endnote' });
    return {
      declaration: ledger.content(),
      ...ledger.account(),
      notPlaced: ledger.notPlaced(pieces),
      structure: ledger.structure,
      source: sourceOf([...blocks, ...notes]),
    };
  }

  /** The budget year comes first: months without a year, and whose amounts are whose, go by it. */
  private readYear(): void {
    const { ledger } = this;
    const labelled = this.outline.entries
      .find(({ topic }) => topic === 'budgetYear')
      ?.lines[0]?.span.match(/((?:19|20)\d{2})\s*年?度?/);
    const printed = labelled?.group(1) ?? this.opening.year;
    if (printed) {
      ledger.put(['budgetYear'], Number(printed.plain), printed);
      ledger.label(labelled?.whole);
    } else this.inferYear();
    const year = ledger.at(['budgetYear']);
    this.year = typeof year === 'number' ? year : undefined;
  }

  private inferYear(): void {
    const places: readonly (readonly [Topic, RegExp, Words])[] = [
      [
        'appropriation',
        /((?:19|20)\d{2})\s*年度?(?:预算)?\s*(?:计划|拟)?(安排|申请|申报|投资)/,
        { zh: '取自资金安排情况', en: 'Taken from the appropriation' },
      ],
      ['annualGoal', /((?:19|20)\d{2})\s*年/, { zh: '取自年度目标', en: 'Taken from the goals of the year' }],
      [
        'performance',
        /预算年度\s*\(((?:19|20)\d{2})年?/,
        { zh: '取自年度目标', en: 'Taken from the goals of the year' },
      ],
      ['title', /^((?:19|20)\d{2})\s*年/, { zh: '取自项目名称', en: 'Taken from the title' }],
    ];
    const [period] = this.outline.entries
      .filter(({ topic }) => topic === 'period')
      .flatMap(({ lines }) => lines);
    const years =
      period && period.span.plain.length < 60 ? period.span.matchAll(/(?<!\d)(?:19|20)\d{2}(?!\d)/g) : [];
    const [first] = years;
    if (first && years.every(({ whole }) => whole.plain === first.whole.plain)) {
      const why = { zh: '取自项目起止时间', en: 'Taken from when the project begins and ends' };
      this.ledger.infer(['budgetYear'], Number(first.whole.plain), why);
      return;
    }
    for (const [topic, pattern, why] of places) {
      const entries = this.outline.entries.filter((entry) => entry.topic === topic);
      const spans = entries.flatMap(({ label, lines }) => [
        ...(label ? [label] : []),
        ...lines.map(({ span }) => span),
      ]);
      const found = oneYear(
        spans.flatMap((span) => (span.plain.length > 5_000 ? [] : span.matchAll(pattern))),
      );
      // Its source stands in another field, or will.
      if (found && this.ledger.infer(['budgetYear'], Number(found.plain), why)) return;
    }
  }

  private entry(entry: Entry): void {
    const { topic, lines, grids } = entry;
    this.people.between(topic);
    for (const grid of grids) this.grid(grid);
    const spans = lines.map(({ span }) => span);
    if (entry.isGuessed && entry.label) this.sayGuess(entry.topic, entry.label);
    this.readers[this.topicOf(entry)]?.(entry, spans);
  }

  /** A heading in words of its own: whoever checks the draft looks whether it leads there. */
  private sayGuess(topic: Topic | 'opening', label: Span): void {
    const name = label.text.trim();
    const why = { zh: `由标题“${name}”推断`, en: `Inferred from the heading ${name}` };
    this.ledger.remark([topic], why, label);
  }

  /** Two labels of goals after each other, then two lines: each label has its line. */
  private pairGoals(): void {
    const { entries } = this.outline;
    for (const [index, first] of entries.entries()) {
      const second = entries[index + 1];
      const isPair =
        first.topic === 'overallGoal' &&
        second?.topic === 'annualGoal' &&
        !first.isBeside &&
        !second.isBeside;
      if (!isPair || first.lines.length > 0 || second.lines.length !== 2) continue;
      const [line] = second.lines.splice(0, 1);
      if (line) first.lines.push(line);
      const why: Words = {
        zh: '两个目标的名称在前、正文在后，按次序配对',
        en: 'Both labels stand before both texts: paired in their order',
      };
      this.ledger.remark(['performance', 'overallGoal', 'text'], why);
      this.ledger.remark(['performance', 'annualGoal', 'items'], why);
    }
  }

  /** What a label that may lead to several things leads to here. */
  private topicOf({ topic, topics, lines, isBeside, label }: Entry): Topic | 'opening' {
    const [first] = lines;
    if (topics.includes('implementer') || topics.includes('applicant') || topics.includes('projectUnit')) {
      if (/项目单位|所属单位|项目建设单位/.test(label?.plain.replace(/\s/g, '') ?? '')) return 'projectUnit';
      const isNamed = isBeside || (first && /^[^《》。;:\d]{2,30}$/.test(first.span.plain));
      if (topics.includes('implementer') && isNamed) return 'implementer';
      if (topics.includes('applicant') && isNamed) return 'applicant';
      return topics.includes('unit') ? 'unit' : topic;
    }
    return topic;
  }

  private grid(grid: Grid): void {
    switch (grid.kind) {
      case 'indicators': {
        const columns = grid.head === null ? undefined : indicatorHeads(grid.table).get(grid.head);
        if (columns)
          new IndicatorTable(this.ledger, this.year ?? 0).read(grid.table, columns, grid.from, grid.to);
        return;
      }
      case 'funding':
        new FundingTable(this.funding, this.ledger, grid, this.year).read();
        return;
      case 'plan':
        readPlanTable(this.ledger, grid, this.funding, this.year);
        return;
      case 'schedule':
        readSchedule(this.ledger, grid, this.year);
        return;
      case 'sources':
        readSourcesAbove(this.funding, this.ledger, grid);
        return;
      case 'years':
        readYears(this.funding, this.ledger, grid, this.year);
        return;
    }
  }

  /** What reads the lines of an entry, by what its label leads to; a label without a reader has no field. */
  private readonly readers: Partial<Readonly<Record<Topic | 'opening', LineReader>>> = {
    title: (entry, spans) => this.title(entry, spans),
    code: (_, spans) => this.one(['kind', 'code'], spans),
    category: (_, spans) => putCategory(this.ledger, spans),
    continuity: (_, spans) => putContinuity(this.ledger, spans),
    period: (_, spans) => putPeriod(this.ledger, spans, this.year),
    start: (_, [first]) => putEnd(this.ledger, 'start', first, this.year),
    end: (_, [first]) => putEnd(this.ledger, 'end', first, this.year),
    supervisor: (_, [first]) => first && this.people.supervisor(first),
    office: (_, spans) => this.one(['kind', 'office'], spans),
    lead: (_, spans) => this.people.person('lead', spans.slice(0, 2)),
    leadAndPhone: (_, spans) => this.people.person('lead', spans.slice(0, 2)),
    contact: (_, spans) => this.people.person('contact', spans.slice(0, 2)),
    contactAndPhone: (_, spans) => this.people.person('contact', spans.slice(0, 2)),
    head: (_, spans) => this.people.person('head', spans.slice(0, 1)),
    phone: (entry, spans) =>
      this.people.phone(spans, entry.label ? labelKey(entry.label.plain) : '', this.isInUnit(entry)),
    mobile: (_, spans) => this.people.mobile(spans),
    unitName: (_, [first]) => first && this.unit('unitName', first),
    implementer: (_, [first]) => first && this.unit('implementer', first),
    applicant: ({ label }, [first]) =>
      first && this.people.unit(isDepartment(label) ? 'department' : 'applicant', first),
    projectUnit: (_, [first]) => first && this.unit('projectUnit', first),
    uscc: ({ label }, [first]) => this.uscc(first, label),
    address: ({ label }, spans) => this.joined(['unit', 'address'], spans, label, ['地址']),
    postcode: (_, spans) => this.one(['unit', 'postcode'], spans),
    legalRepresentative: ({ label }, spans) => {
      this.people.person('legalRepresentative', spans.slice(0, 1));
      if (this.ledger.at(['unit', 'legalRepresentative']) !== undefined)
        this.calledOtherwise(['unit', 'legalRepresentative'], label, ['法人代表']);
    },
    // `经费来源` leads to amounts as well.
    fundingSource: (entry, spans) =>
      spans.some(({ plain }) => /\d\s*(?:亿|万)?元/.test(plain))
        ? this.appropriation(entry)
        : this.named(['unit', 'fundingSource'], spans[0], entry.label, ['经费来源']),
    profile: ({ lines }) => readProse(this.ledger, ['unit', 'profile'], lines, false),
    basis: ({ lines }) => readBasis(this.ledger, lines),
    necessity: ({ lines }) => readProse(this.ledger, ['justification', 'necessity'], lines, false),
    feasibility: ({ lines }) => readProse(this.ledger, ['justification', 'feasibility'], lines, false),
    overview: ({ lines }) => readProse(this.ledger, ['overview'], lines, true),
    group: ({ topics, lines }) =>
      topics.includes('overview') && readProse(this.ledger, ['overview'], lines, true),
    results: ({ lines }) => this.results(lines),
    activities: ({ lines }) => readActivities(this.ledger, lines, this.year),
    appropriation: (entry) => this.appropriation(entry),
    totalInvestment: (entry, spans) => this.investment(entry, spans),
    plan: (entry) => this.plan(entry),
    overallGoal: (entry) => this.goal('overall', entry),
    annualGoal: (entry) => this.goal('annual', entry),
    performance: ({ lines }) => readPerformanceLines(this.ledger, lines, this.year),
    indicators: ({ lines }) => readPerformanceLines(this.ledger, lines, this.year),
    goals: ({ lines }) => readPerformanceLines(this.ledger, lines, this.year),
  };

  private isInUnit(entry: Entry): boolean {
    const at = this.outline.entries.indexOf(entry);
    const before = this.outline.entries
      .slice(0, at)
      .findLast(
        ({ topics }) =>
          topics.includes('unit') ||
          topics.includes('overview') ||
          topics.includes('title') ||
          topics.includes('basis'),
      );
    return before?.topics.includes('unit') === true && !before.isBeside;
  }

  private one(path: readonly PropertyKey[], [first]: readonly Span[]): void {
    if (first) this.ledger.put(path, first.text, first);
  }

  private joined(
    path: readonly PropertyKey[],
    spans: readonly Span[],
    label: Span | undefined,
    usual: readonly string[],
  ): void {
    if (spans.length === 0) return;
    if (this.ledger.put(path, spans.map(({ text }) => text).join(''), ...spans))
      this.calledOtherwise(path, label, usual);
  }

  private named(
    path: readonly PropertyKey[],
    first: Span | undefined,
    label: Span | undefined,
    usual: readonly string[],
  ): void {
    if (first && this.ledger.put(path, first.text, first)) this.calledOtherwise(path, label, usual);
  }

  /** Older forms have other names for a field; what they are is said. */
  private calledOtherwise(
    path: readonly PropertyKey[],
    label: Span | undefined,
    usual: readonly string[],
  ): void {
    const name = label?.text.replace(/\s/g, '') ?? '';
    if (!usual.includes(name))
      this.ledger.remark(path, { zh: `原文的名称是“${name}”`, en: `It is called ${name} in the source` });
  }

  /** A unit, and what a sentence says of it behind its name: `…，地址：…，联系电话：…`. */
  private unit(topic: UnitTopic, span: Span): void {
    this.people.unit(topic, span);
    const code = /[,;(]/.test(span.plain) ? span.match(USCC)?.whole : undefined;
    if (code) this.ledger.put(['unit', 'uscc'], codeOf(code), code);
    const address = span.match(/[,;。]\s*(?:单位|办公|通讯)?地址\s*:?\s*([^,;。)]{2,60})/)?.group(1);
    if (address) this.ledger.put(['unit', 'address'], address.text, address);
    const phone = span.match(/[,;。]\s*(?:联系|办公|单位)?电话\s*:?\s*(\d[\d-]{6,17})/)?.group(1);
    if (phone) this.people.phone([phone], '单位电话', true);
    for (const rest of span.free())
      if (
        this.ledger.at(['unit', 'uscc']) !== undefined &&
        /^\(?(?:统一)?社会信用代码\s*:?$/.test(rest.plain.trim())
      )
        this.ledger.label(rest);
  }

  private uscc(first: Span | undefined, label: Span | undefined): void {
    const code = first?.match(USCC)?.whole;
    const value = code ?? first;
    if (!first || !value || !this.ledger.put(['unit', 'uscc'], code ? codeOf(code) : value.plain, value))
      return;
    this.calledOtherwise(['unit', 'uscc'], label, ['统一社会信用代码']);
    // `（统一社会信用代码）` behind it says what it is.
    for (const rest of first.free()) if (/信用代码|组织机构代码/.test(rest.plain)) this.ledger.label(rest);
  }

  private title({ isBeside }: Entry, spans: readonly Span[]): void {
    const own = isBeside ? spans.slice(0, 1) : spans;
    const [first] = own;
    const coded = first?.match(CODED_TITLE);
    const [code, name] = [coded?.group(1), coded?.group(2)];
    if (code && name) {
      this.ledger.put(['kind', 'code'], code.plain, code);
      this.ledger.put(['title'], name.text.trim(), name);
    } else if (first) this.ledger.put(['title'], own.map(({ text }) => text.trim()).join(''), ...own);
  }

  /** `2022年预算资金`, `本年度申请`: of the budget year, beside sums of several. */
  private isOfYear(label: Span | undefined): boolean {
    const printed = label?.plain.replace(/\s/g, '') ?? '';
    const year = /(?:19|20)\d{2}(?=年)/.exec(printed)?.[0];
    return year === undefined ? /^(?:本年|当年|年度)/.test(printed) : Number(year) === this.year;
  }

  private appropriation({ label, lines, unit }: Entry): void {
    // Expenses below a heading of money; beside them their sum, and other labels.
    const listed = lines.filter((line) => isSum(line) || withoutNumber(line.span).number !== undefined);
    const areListed = areExpenses(listed, unit) && !/来源|筹/.test(label?.plain ?? '');
    if (areListed) readPlan(this.ledger, listed, unit);
    const own = areListed ? lines.filter((line) => isSum(line) || !listed.includes(line)) : lines;
    for (const { span } of own) {
      if (span.plain.length > 20_000) continue;
      readFundingLine(this.funding, this.ledger, span, unit, this.year, this.isOfYear(label));
      this.ledger.leave(span, { zh: '资金安排情况中的其他文字', en: 'Other words there' });
    }
  }

  /** `实施计划：1-3月完成招标，4-12月实施`: times without any amount are no spending. */
  private plan({ lines, unit }: Entry): void {
    const areTimes = lines.some(({ span }) => /\d{1,2}月|季度|[上下]半年|全年|年底/.test(span.plain));
    const haveMoney = lines.some(({ span }) => /[元万]|\d\s*[。;]?\s*$/.test(span.plain));
    if (areTimes && !haveMoney) readActivities(this.ledger, lines, this.year);
    else readPlan(this.ledger, lines, unit);
  }

  private investment(entry: Entry, spans: readonly Span[]): void {
    const { unit } = entry;
    const [first] = spans;
    // `投资估算与资金筹措：项目总投资186.8万元，其中：…`
    if (first && amountsIn(first).length > 1) {
      this.appropriation(entry);
      return;
    }
    const amount = first ? amountOfCell(first, unit) : null;
    if (amount) this.funding.say('totalInvestment', amount);
  }

  /** `预期绩效` may hold goals and indicators below headings of their own. */
  private results(lines: readonly Paragraph[]): void {
    const year = this.year ?? 0;
    const at = lines.findIndex(
      ({ span }) =>
        goalLabelOf(span)?.rest.isEmpty || namesIndicators(span) || beginsWithLevel(span.plain, year),
    );
    const own = at < 0 ? lines : lines.slice(0, at);
    if (own.length > 0) readProse(this.ledger, ['results'], own, true);
    if (at >= 0) readPerformanceLines(this.ledger, lines.slice(at), this.year);
  }

  private goal(of: GoalKind, { label, lines }: Entry): void {
    const named = label ? goalLabelOf(label) : null;
    const years = label?.matchAll(/(?:19|20)\d{2}/).map(({ whole }) => whole) ?? [];
    if (named || years.length > 0) putGoalYears(this.ledger, of, years);
    // `产出指标—数量指标：…` below the goals is none of them.
    const at = lines.findIndex(({ span }) => beginsWithLevel(span.plain, this.year ?? 0));
    putGoal(this.ledger, of, at < 0 ? lines : lines.slice(0, at), this.year);
    if (at >= 0) readPerformanceLines(this.ledger, lines.slice(at), this.year);
  }

  /** What the document's head says, where no section has said it. */
  private useOpening(lines: readonly Paragraph[]): void {
    const { ledger, opening } = this;
    const { unitName, title } = opening;
    const fromHead: Words = { zh: '取自标题上方的单位名称', en: "Taken from the document's head" };
    if (title) {
      const known = ledger.at(['title']);
      const isSame = typeof known === 'string' && same(known, title.text);
      if (isSame) ledger.label(title);
      else
        ledger.infer(['title'], title.text, { zh: '取自标题', en: "Taken from the document's head" }, title);
    }
    if (unitName) {
      if (ledger.at(['unit', 'name']) === unitName.text) ledger.label(unitName);
      else ledger.infer(['unit', 'name'], unitName.text, fromHead, unitName);
    }
    if (opening.year) {
      const line = lines.find(({ span }) => span.piece === opening.year?.piece)?.span;
      for (const rest of line?.free() ?? [])
        if (/^\(?年?度?\)?$|^项目$|^年度?$/.test(rest.plain)) ledger.label(rest);
      if (Number(opening.year.plain) === this.year) ledger.label(opening.year);
    }
    for (const { span } of lines)
      for (const rest of span.free()) if (/^项目$/.test(rest.plain)) ledger.label(rest);
    labelFormName(ledger, lines);
  }
}

/** The one year that matches name; of several the one that something is asked for in. */
function oneYear(matches: readonly Match[]): Span | undefined {
  const asked = matches.filter((match) => /申请|申报/.test(match.plain(2)));
  const years = (asked.length > 0 ? asked : matches).map((match) => match.group(1));
  return new Set(years.map((year) => year?.plain)).size === 1 ? years[0] : undefined;
}

/** `申报部门`: beside a 项目单位 of its own, the one above that. */
const isDepartment = (label: Span | undefined): boolean => /部门/.test(label?.plain ?? '');

/** A title with or without its year and 项目. */
const bareTitle = (text: string): string =>
  text
    .replace(/\s/g, '')
    .replace(/^(?:19|20)\d{2}年度?/, '')
    .replace(/项目$/, '');
const same = (a: string, b: string): boolean => bareTitle(a) === bareTitle(b);

/** Every piece of the source once, in its order. */
function piecesOf(blocks: readonly Block[]): Piece[] {
  const pieces = blocks.flatMap((block) =>
    block.kind === 'table' ? allCells(block).map(({ piece }) => piece) : [block.span.piece],
  );
  return [...new Set(pieces)];
}

/** Each piece knows the heading that it stands under. */
function nameSections(entries: readonly Entry[]): void {
  for (const { label, lines, grids } of entries) {
    if (!label) continue;
    const section = label.text.trim().slice(0, 40);
    const pieces = [
      ...lines.map(({ span }) => span.piece),
      ...grids.flatMap(({ table, from, to }) =>
        allCells(table)
          .filter(({ row }) => row >= from && row < to)
          .map(({ piece }) => piece),
      ),
    ];
    for (const piece of pieces) if (piece.at.section === undefined) piece.at = { ...piece.at, section };
  }
}

export function readDocument(blocks: readonly Block[], notes: readonly Paragraph[] = []): Imported {
  return new Reading(definition).read(withTextTables(blocks), notes);
}
