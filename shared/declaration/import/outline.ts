import type { FormDefinition } from '../../forms/definition.ts';
import { parseOrdinal } from '../../values/chinese-number.ts';
import { unitOfLabel } from './amounts.ts';
import type { Entries, Entry } from './entries.ts';
import { isEnumerated } from './items.ts';
import type { Ledger } from './ledger.ts';
import { indicatorHeads } from './readers/indicator-table.ts';
import { allCells, type Block, type ListPlace, type Paragraph } from './source/blocks.ts';
import type { Span } from './source/span.ts';
import { TableOutline } from './table-outline.ts';
import {
  guessedTopic,
  HAN_NUMBER,
  LONGEST_LABEL,
  labelKey,
  NUMBERING,
  type Topic,
  topicsOf,
} from './words/labels.ts';
import { firstLevelOf, secondLevelOf } from './words/level-words.ts';

/** A document divided at its labels and headings: what each leads to, and what stands under it. */

/** What a heading of the eight sections may lead to; other labels stand inside of sections and forms. */
const SECTIONS: readonly Topic[] = [
  'title',
  'basis',
  'unit',
  'implementer',
  'overview',
  'activities',
  'appropriation',
  'plan',
  'results',
  'performance',
  'necessity',
  'feasibility',
  'end-of-declaration',
  'totalInvestment',
];
/** Sections that a document may have in several parts. */
const REPEATED: readonly Topic[] = [
  'performance',
  'end-of-declaration',
  'appropriation',
  'plan',
  'totalInvestment',
];
/** Sections of one rank are numbered alike: `二、`, `三、`; `第二部分`. */
const RANKED = [
  new RegExp(`^${HAN_NUMBER}(?:\\s?[、.,:]|-{1,2}|\\s+(?=[\\u4E00-\\u9FFF]{2}|(?:19|20)\\d{2}年))`),
  new RegExp(`^第(?:${HAN_NUMBER}|\\d{1,3})[章节部]`),
  new RegExp(`^[【〔〖\\[](?:${HAN_NUMBER}|\\d{1,2})[】〕〗\\]]`),
  /^[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ](?:\s|[、.,:])/,
];
/** Where no other numbers are, these are the sections'. */
const ARABIC = /^\d{1,2}[、.]\s*(?!\d)/;
const ALL_RANKS = [...RANKED, ARABIC];
const IN_BRACKETS = /^[(][一二三四五六七八九十]{1,3}[)]/;
const keyOf = ({ id, depth }: ListPlace): string => `${id}/${depth}`;

/** The number of a heading. */
function orderOf({ plain }: Span): number | undefined {
  const printed = /^第?([一二三四五六七八九十]{1,3}|\d{1,3})/.exec(plain)?.[1];
  return printed === undefined ? undefined : (parseOrdinal(printed) ?? undefined);
}
const areAlike = (one: Paragraph, other: Paragraph): boolean =>
  ALL_RANKS.some((rank) => rank.test(one.span.plain) && rank.test(other.span.plain));

/** Running text, in which a label is one only with a number or with the whole name of a section. */
const PROSE: readonly (Topic | 'opening')[] = [
  'basis',
  'overview',
  'activities',
  'plan',
  'results',
  'necessity',
  'feasibility',
  'appropriation',
  'title',
];
const JUSTIFIED: readonly (Topic | 'opening')[] = ['basis', 'necessity', 'feasibility'];
const GOALS: readonly (Topic | 'opening')[] = [
  'performance',
  'indicators',
  'goals',
  'annualGoal',
  'overallGoal',
  'results',
];
const INDICATOR_CONTEXT: readonly (Topic | 'opening')[] = ['performance', 'indicators'];

const isSection = (topics: readonly Topic[]): boolean => topics.some((topic) => SECTIONS.includes(topic));

const spansOf = (block: Block): Span[] =>
  block.kind === 'table' ? allCells(block).map(({ span }) => span) : [block.span];

interface Pair {
  readonly topics: readonly Topic[];
  readonly label: Span;
  readonly value: Span | undefined;
  readonly isGuessed?: boolean;
}

/** What is longer and bears a number is an item of a list. */
const LONGEST_HEADING = 20;
/** Lines of a label that was written upright. */
const MOST_UPRIGHT = 8;
/** The colon behind a number is none of a label: `第一部分：项目名称`, `一：立项依据：…`. */
const LABELLED = new RegExp(
  `^((?=((?:(?:第(?:${HAN_NUMBER}|\\d{1,2})[章节部]分?|${HAN_NUMBER})\\s*:)?))\\2[^:]{1,40}?)\\s*:\\s*(.*)$`,
  's',
);
/** The line that identifies our own documents. */
const OWN = /^编号\s*[::]\s*\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\s*\(/;
const MONEY_UNIT = /^(?:人民币)?\s*(亿元|百万元|万元|千元|元)$/;
const UNIT_LINE =
  /^(?:\(?\s*(?:金额|货币|计量|资金)?单位\s*[:：]?\s*(?:人民币)?|\()\s*(亿元|百万元|万元|千元|元)\s*\)?$/;
/** A label that no list knows: it ends the field above all the same. */
const UNKNOWN_LABEL = /^(?!其中|包括|分别|具体|如下|合计|共计)[\u4E00-\u9FFF()、/]{2,12}$/;

export class Outline implements Entries {
  readonly entries: Entry[] = [];
  private readonly ledger: Ledger;
  private readonly definition: FormDefinition;
  /** Whether the document has the numbered sections of the official text; else it is a form. */
  private isSectional = false;
  /** How the headings that are known are numbered: others that are numbered so are headings too. */
  private ranks: readonly RegExp[] = [];
  private headingLists: ReadonlySet<string> = new Set();
  /** What headings lead to by their names: no other heading is guessed to lead there. */
  private named: ReadonlySet<Topic | undefined> = new Set();
  private unit: string | null = null;
  private isOver = false;
  /** The number of the last heading of each rank, and of the last item of a list that is numbered like them. */
  private orders: Readonly<Record<number, number>> = {};
  private listed = 0;
  private isOwn = false;
  /** The block behind the one that is read. */
  private next: Block | undefined;

  constructor(ledger: Ledger, definition: FormDefinition) {
    this.ledger = ledger;
    this.definition = definition;
  }

  get current(): Entry {
    return this.entries.at(-1) ?? this.open('opening', [], undefined);
  }

  private get context(): Topic | 'opening' {
    return this.current.topic;
  }

  open(topic: Topic | 'opening', topics: readonly Topic[], label: Span | undefined, isBeside = false): Entry {
    const before = this.entries.at(-1);
    const isMoney = (one: Topic | 'opening' | undefined): boolean =>
      one === 'appropriation' || one === 'plan' || one === 'totalInvestment';
    const inherited = before && isMoney(before.topic) && isMoney(topic) ? before.unit : null;
    const unit = (label && unitOfLabel(label.plain)) ?? inherited ?? this.unit;
    const entry: Entry = { topic, topics, label, unit, lines: [], grids: [], isBeside };
    this.entries.push(entry);
    return entry;
  }

  read(blocks: readonly Block[]): void {
    this.isSectional = this.countHeadings(blocks) >= 2;
    const ranks = RANKED.filter((rank) => this.countHeadings(blocks, rank) >= 2);
    // `（一）` is below `一、` where both are there.
    const others = [IN_BRACKETS, ARABIC].filter((rank) => this.countHeadings(blocks, rank) >= 3).slice(0, 1);
    this.ranks = ranks.length > 0 ? ranks : others;
    this.headingLists = this.listsOfHeadings(blocks);
    this.named = new Set(
      blocks.map((block) => (block.kind === 'table' ? undefined : this.headingTopics(block)[0])),
    );
    this.open('opening', [], undefined);
    this.isOwn = blocks
      .slice(-4)
      .flatMap(spansOf)
      .some(({ plain }) => OWN.test(plain));
    const duplicates = this.duplicateHeadings(blocks);
    for (let index = 0; index < blocks.length; index++) {
      const upright = this.isOver ? 0 : this.uprightLabel(blocks, index);
      index += upright;
      const block = blocks[index];
      if (!block) break;
      this.next = blocks[index + 1];
      if (this.isOver && !this.isIndicatorTable(block)) this.skip(block);
      else if (block.kind === 'table') new TableOutline(this, this.ledger, block).read();
      else this.paragraph(block, duplicates.has(block));
    }
  }

  /** An attachment behind the decisions: `附件：项目绩效目标表`. */
  private isIndicatorTable(block: Block): boolean {
    return block.kind === 'table' && !this.isOwn && indicatorHeads(block).size > 0;
  }

  private skip(block: Block): void {
    const why = {
      zh: '审批和签字不属于申报内容',
      en: 'Decisions and signatures are no part of a declaration',
    };
    for (const span of spansOf(block)) {
      // What our own documents say of the record is printed from it again.
      if (this.isOwn) this.ledger.label(span);
      else this.ledger.leave(span, why);
    }
  }

  /** `总`, `体`, `目`, `标`: a label that was written upright has a line for each character or two. Returns how many it has. */
  private uprightLabel(blocks: readonly Block[], at: number): number {
    const spans: Span[] = [];
    for (let next = blocks[at]; next?.kind === 'paragraph'; next = blocks[at + spans.length]) {
      if (!/^\s*[\u4E00-\u9FFF]{1,2}\s*$/.test(next.span.plain)) break;
      spans.push(next.span);
      if (spans.length > MOST_UPRIGHT) return 0;
    }
    const [first] = spans;
    const whole = spans.map(({ plain }) => plain.trim()).join('');
    const topics = topicsOf(whole);
    if (spans.length < 2 || whole.length < 4 || !first || topics.length === 0) return 0;
    const below = blocks[at + spans.length];
    const leads = below?.kind === 'paragraph' && topicsOf(below.span.plain).length > 0;
    this.ledger.label(...spans);
    const topic = leads ? 'group' : (topics[0] ?? 'group');
    this.open(topic, topic === 'group' ? ['group'] : topics, first);
    return spans.length;
  }

  /** Word's own lists that number two or more headings that are known: what else they number is a heading too. */
  private listsOfHeadings(blocks: readonly Block[]): ReadonlySet<string> {
    const topics = new Map<string, Set<Topic>>();
    for (const block of blocks) {
      if (block.kind === 'table' || !block.list) continue;
      const [topic] = this.headingTopics(block);
      const key = keyOf(block.list);
      if (topic) topics.set(key, new Set([...(topics.get(key) ?? []), topic]));
    }
    return new Set([...topics].flatMap(([key, found]) => (found.size >= 2 ? [key] : [])));
  }

  private countHeadings(blocks: readonly Block[], rank = /^/): number {
    const found = blocks.flatMap((block) => {
      if (block.kind === 'table' || !rank.test(block.span.plain)) return [];
      const topics = this.headingTopics(block);
      return topics.length > 0 ? [topics[0]] : [];
    });
    return new Set(found).size;
  }

  /** What a line leads to as a heading of a section: numbered, or the section's whole name. */
  private headingTopics({ span, listed }: Paragraph): readonly Topic[] {
    const { plain } = span;
    const text = LABELLED.exec(plain)?.[1] ?? plain;
    if (text.length > LONGEST_LABEL) return [];
    const topics = topicsOf(text);
    if (!isSection(topics)) return [];
    const isNumbered = listed || NUMBERING.test(text);
    return isNumbered || this.isTitle(text) ? topics : [];
  }

  private isTitle(plain: string): boolean {
    const key = labelKey(plain);
    return this.definition.sections.some(({ title }) => labelKey(title.zh) === key) && key.length >= 4;
  }

  /**
   * Headings below those of the sections that have a section's name: where the section itself is there by its own
   * title, another line of that meaning belongs to the text.
   */
  private duplicateHeadings(blocks: readonly Block[]): ReadonlySet<Paragraph> {
    const byTopic = Map.groupBy(
      blocks.filter((block) => block.kind !== 'table'),
      (line) => this.headingTopics(line)[0],
    );
    const duplicates = new Set<Paragraph>();
    for (const [topic, lines] of byTopic) {
      if (topic === undefined || REPEATED.includes(topic)) continue;
      const titled = lines.find(({ span }) => this.isTitle(LABELLED.exec(span.plain)?.[1] ?? span.plain));
      const [first] = lines;
      const best = titled ?? first;
      if (!best) continue;
      // What stands before it leads to it.
      for (const line of lines.slice(lines.indexOf(best) + 1))
        if (line !== best && !areAlike(line, best) && !this.isAbove(line, best)) duplicates.add(line);
    }
    return duplicates;
  }

  /** `第五部分：进度安排` behind `（五）建设内容`: numbered as the sections are, and the other is not. */
  private isAbove(line: Paragraph, other: Paragraph): boolean {
    const isRanked = ({ span }: Paragraph): boolean => this.ranks.some((rank) => rank.test(span.plain));
    return isRanked(line) && !isRanked(other);
  }

  private paragraph(line: Paragraph, isDuplicate: boolean): void {
    const unit = UNIT_LINE.exec(line.span.plain.trim())?.[1];
    if (unit !== undefined) {
      this.unit = unit;
      // `资金情况`, and on the next line `（万元）`.
      if (this.current.lines.length === 0) this.current.unit ??= unit;
      this.ledger.label(line.span);
      return;
    }
    const pairs = isDuplicate && this.isSectional ? [] : this.pairsOf(line);
    this.count(line.span, pairs.length > 0);
    if (isDuplicate && this.repeatsHeading(line)) this.ledger.label(line.span);
    else if (pairs.length === 0) this.current.lines.push(line);
    for (const { topics, label, value, isGuessed } of pairs) {
      // What no field takes is named with its label.
      if (topics[0] !== 'known' || !value || value.isEmpty) this.ledger.label(label);
      if (
        value &&
        MONEY_UNIT.test(value.plain.trim()) &&
        /(?:金额|货币|计量|资金)单位$|^单位$/.test(label.plain.replace(/\s/g, ''))
      ) {
        this.unit = MONEY_UNIT.exec(value.plain.trim())?.[1] ?? this.unit;
        this.ledger.label(label, value);
        continue;
      }
      const [topic] = this.leadsToLabels(topics, value) ? (['group'] as const) : topics;
      if (topic === undefined) continue;
      if (topic === 'end-of-declaration') {
        this.isOver = true;
        return;
      }
      const entry = this.open(topic, topics, label, value !== undefined && !value.isEmpty);
      if (isGuessed) entry.isGuessed = true;
      if (value && !value.isEmpty)
        entry.lines.push({ kind: 'paragraph', span: value.trimmed(), listed: false, cut: false });
    }
  }

  /** `一、项目基本情况`, and right below it `（一）项目概况`. */
  private repeatsHeading({ span }: Paragraph): boolean {
    const { current } = this;
    return (
      current.lines.length === 0 &&
      current.grids.length === 0 &&
      !span.plain.includes(':') &&
      topicsOf(span.plain)[0] === current.topic
    );
  }

  /** `项目基本情况` over labelled lines is no text of its own. */
  private leadsToLabels(topics: readonly Topic[], value: Span | undefined): boolean {
    const { next } = this;
    if (topics[0] !== 'overview' || (value && !value.isEmpty) || next?.kind !== 'paragraph') return false;
    const below = topicsOf(LABELLED.exec(next.span.plain)?.[1] ?? next.span.plain);
    return below.length > 0 && (!isSection(below) || below[0] === 'title' || below[0] === 'implementer');
  }

  /** The labels of a line with their values; none where it is content. */
  private pairsOf(line: Paragraph): readonly Pair[] {
    const { span } = line;
    if (span.to - span.from > 20_000) return [];
    if (this.isFormName(span) || this.isLevelHere(span)) return [];
    const isHeading = this.headingTopics(line).length > 0;
    const ranked = isHeading ? null : this.rankedHeading(line);
    if (ranked) return [ranked];
    // A form goes on behind its goals and indicators; in the official text they come last.
    const inIndicators = this.isSectional && INDICATOR_CONTEXT.includes(this.context);
    const inProse = this.isSectional && PROSE.includes(this.context);
    // A sentence is no label, unless it bears a number.
    const isSentence = /[。;]\s*$/.test(span.plain) && !NUMBERING.test(span.plain);
    const whole = isSentence ? [] : topicsOf(span.plain);
    if (whole.includes('end-of-declaration')) return [{ topics: whole, label: span, value: undefined }];
    if (whole.length > 0 && (isHeading || this.takesLabel(whole, inProse, inIndicators)))
      return [{ topics: whole, label: span, value: undefined }];
    const labelled = span.match(LABELLED);
    const left = labelled?.group(1);
    const topics = left ? topicsOf(left.plain) : [];
    if (
      labelled &&
      left &&
      topics.length > 0 &&
      (isHeading || this.takesLabel(topics, inProse, inIndicators, true))
    )
      return this.withMore({ topics: topics, label: left, value: labelled.group(3) });
    if (inProse || inIndicators) return [];
    const blank = this.pairsByBlanks(span);
    if (blank.length > 0) return blank;
    return this.unknownLabel(labelled ? { left, value: labelled.group(3) } : null);
  }

  /** Headings of one rank count up; what counts anew below one of them is a list of its own. */
  private count(span: Span, isHeading: boolean): void {
    const order = orderOf(span);
    if (order === undefined) return;
    const rank = ALL_RANKS.findIndex((one) => one.test(span.plain));
    if (isHeading) {
      // `第二部分` begins the numbers below it anew.
      this.orders = rank === 1 ? { 1: order } : { ...this.orders, [rank]: order };
      this.listed = 0;
    } else if (this.listed + 1 === order) this.listed = order;
  }

  private countsOn(span: Span): boolean {
    const order = orderOf(span);
    const rank = ALL_RANKS.findIndex((one) => one.test(span.plain));
    if (order === undefined || rank < 0) return true;
    return order > (this.orders[rank] ?? 0) && !(this.listed > 0 && order === this.listed + 1);
  }

  /** `2.效益：…` among goals or indicators is a level of these, and no section. */
  private isLevelHere({ plain }: Span): boolean {
    const text = LABELLED.exec(plain)?.[1] ?? plain;
    const isRanked = this.ranks.some((rank) => rank.test(plain));
    return (
      GOALS.includes(this.context) && !isRanked && /^\s*\(?\d/.test(plain) && firstLevelOf(text) !== undefined
    );
  }

  /** A heading of whatever name, numbered like those that are known: it ends the section above. */
  private rankedHeading({ span, list }: Paragraph): Pair | null {
    const isListed = list !== undefined && this.headingLists.has(keyOf(list));
    if (!isListed && !this.ranks.some((rank) => rank.test(span.plain))) return null;
    if (isEnumerated(span.plain)) return null;
    const labelled = span.match(LABELLED);
    const label = labelled?.group(1) ?? span;
    const { plain } = label;
    const isLevel = firstLevelOf(plain) !== undefined || secondLevelOf(plain) !== undefined;
    if (plain.length > LONGEST_HEADING || /[。;,\d]/.test(plain.trim().replace(NUMBERING, '')) || isLevel)
      return null;
    const topics = topicsOf(plain);
    if (topics.length === 0 && !isListed && !this.countsOn(span)) return null;
    const value = labelled?.group(3);
    if (topics.length > 0) return { topics, label, value };
    const guess = guessedTopic(plain);
    return guess === undefined || this.named.has(guess)
      ? { topics: ['known'], label, value }
      : { topics: [guess], label, value, isGuessed: true };
  }

  /** `项目绩效目标表` as the first line names the form, and is no heading in it. */
  private isFormName({ plain }: Span): boolean {
    return (
      this.entries.length === 1 &&
      this.current.lines.length < 3 &&
      /(?:表|书|文本)\s*(?:\(.*\))?$/.test(plain.trim()) &&
      !NUMBERING.test(plain)
    );
  }

  private takesLabel(
    topics: readonly Topic[],
    inProse: boolean,
    inIndicators: boolean,
    hasValue = false,
  ): boolean {
    if (inIndicators) return false;
    if (!inProse) return true;
    // A line of a section's text that tells when.
    if (!hasValue) return false;
    // `申请金额：60万元` among other labels is none of a section's text.
    const own = this.current.label?.plain ?? '';
    const isOther = !isSection(topics) || (topics[0] !== undefined && REPEATED.includes(topics[0]));
    if (this.current.isBeside && isOther && !NUMBERING.test(own)) return true;
    // A title that has its text beside it ends with its line.
    if (this.context === 'title') return this.current.isBeside || !isSection(topics);
    return (
      topics[0] === 'period' ||
      (JUSTIFIED.includes(this.context) && (topics[0] === 'necessity' || topics[0] === 'feasibility'))
    );
  }

  /** `填报单位：…      单位负责人：…`: more labels on the same line, after blanks. */
  private withMore(first: Pair): readonly Pair[] {
    const { value } = first;
    if (!value) return [first];
    const more = value
      .matchAll(/(?<=[\s,;])([^\s:,;]{2,20})\s*:/)
      .filter(
        (match) =>
          topicsOf(match.plain(1)).length > 0 ||
          (UNKNOWN_LABEL.test(match.plain(1)) && this.context !== 'category'),
      );
    const [next] = more;
    if (!next || this.isText(first.topics)) return [first];
    const pairs: Pair[] = [{ ...first, value: value.slice(0, next.start).trimmed() }];
    for (const [index, match] of more.entries()) {
      const label = match.group(1);
      if (!label) continue;
      const topics = topicsOf(label.plain);
      const rest = value.slice(match.end, more[index + 1]?.start ?? value.to - value.from).trimmed();
      pairs.push({ topics: topics.length > 0 ? topics : ['known'], label, value: rest });
    }
    return pairs;
  }

  private isText(topics: readonly Topic[]): boolean {
    return topics.some((topic) => topic !== 'unit' && PROSE.includes(topic) && topic !== 'title');
  }

  /** `主管部门 楼区政府  项目起止时间 2021.1-2021.12`: labels and values parted by blanks alone. */
  private pairsByBlanks(span: Span): readonly Pair[] {
    const tokens = span.matchAll(/\S+/).map(({ whole }) => whole);
    const [first, second] = tokens;
    if (!first || !second || topicsOf(first.plain).length === 0) return [];
    const pairs: { topics: readonly Topic[]; label: Span; from: number; to: number }[] = [];
    for (const [index, token] of tokens.entries()) {
      const topics = topicsOf(token.plain);
      const last = pairs.at(-1);
      // A word right behind a label is its value, unless it leads to something of its own.
      const isLabel =
        topics.length > 0 && (last === undefined || last.to > last.from || index < tokens.length - 1);
      if (isLabel && !(last && this.isText(last.topics) && last.to > last.from)) {
        pairs.push({ topics, label: token, from: token.to, to: token.to });
      } else if (last) last.to = token.to;
    }
    return pairs.map(({ topics, label, from, to }) => ({
      topics,
      label,
      value: to > from ? span.slice(from - span.from, to - span.from).trimmed() : undefined,
    }));
  }

  private unknownLabel(
    labelled: { left: Span | undefined; value: Span | undefined } | null,
  ): readonly Pair[] {
    const { left } = labelled ?? {};
    const context = this.context;
    // What names a unit of money leads to amounts, wherever it stands.
    const isMoney = unitOfLabel(left?.plain ?? '') !== null;
    const inUnit = isMoney || (!PROSE.includes(context) && !INDICATOR_CONTEXT.includes(context));
    if (
      !labelled ||
      !left ||
      !inUnit ||
      context === 'category' ||
      context === 'overallGoal' ||
      context === 'annualGoal' ||
      context === 'profile'
    )
      return [];
    if (!UNKNOWN_LABEL.test(left.plain.replace(/\s/g, ''))) return [];
    // Its value goes with it: neither has a field.
    return [
      {
        topics: ['known'],
        label: left.slice(0, 0),
        value: labelled.value ? left.slice(0, labelled.value.to - left.from) : left,
      },
    ];
  }
}
