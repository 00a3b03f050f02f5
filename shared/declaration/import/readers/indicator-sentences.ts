import type { Level1, Level2 } from '../../indicator-tree.ts';
import { withoutNumber } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Match, Span } from '../source/span.ts';
import { above, LEVEL_POINTS, type LevelFound, levelOf, secondLevelOf } from '../words/level-words.ts';
import { putMeasure, SIGN_WORDS } from './measure.ts';

/** Indicators in sentences below their levels: `数量指标：新建高标准农田面积≥1.2万亩；…`, `（1）建成绿道长度≥40公里（15分）`. */

const INDICATORS = ['performance', 'indicators'];

const WEIGHT =
  /\s*\(\s*(?:(?:权重|分值)\s*:?\s*(\d{1,3}(?:\.\d{1,2})?)\s*[分%]?|(\d{1,3}(?:\.\d{1,2})?)\s*分)\s*\)\s*$/;
const ENDS = ';。,、\\s';
/** A name, a sign or its word, a number. */
const SIGNED = new RegExp(`^(.{2,60}?)\\s*[:,]?\\s*((?:${SIGN_WORDS})\\s*[-±]?\\d.*)$`);
/** A name and what it comes to, with a word or a colon between. */
const REACHED = /^(.{2,60}?)\s*(:|,(?=\s*[-±]?\d)|达到|达|为)\s*(?=\S)(.+)$/;
/** A name by its last word, with a number and a unit right behind it. */
const COUNTED =
  /^([^\d]{2,40}(?:数量|人数|次数|场次|人次|数|率|(?<!年)度|面积|长度|里程|金额|总额|成本|规模|覆盖面|比例|产值|产量|收入|利润|税收|投资额|频次|时长))\s*(\d.*)$/;
/** What speaks of the indicators themselves. */
const ABOUT =
  /^(?:以上|上述|注|说明|备注|附)|指标(?:如下|详见|见附)|[由经][\u4E00-\u9FFF]{2,16}(?:审核|审定|确认|负责)/;
/** A name of Han characters alone, and a number with its unit to the end: `购置装备15台（套）`. */
const ENDED =
  /^([\u4E00-\u9FFF]{3,30}?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*(?:(?<=\D\d{1,2})年$|(?!年|月|日|号)(?:[\u4E00-\u9FFF/]{0,4}(?<![内前后右上下间])(?:\([\u4E00-\u9FFF]{1,2}\))?|%)))$/;
/** A name that says a time, and the time: `项目完成时间2022年12月底前`. */
const TIMED =
  /^([\u4E00-\u9FFF()]{2,20}(?:时间|时限|期限|日期))\s*:?\s*((?:(?:19|20)\d{2}年|\d{1,2}月|年底|全年|当年).*)$/;
const SENTENCE = new RegExp(`[\\u4E00-\\u9FFF)]\\s*(?:${SIGN_WORDS})\\s*\\d`);

/** A level that leads to what stands behind it on the same line. */
const LEADING = /^(?:([^:]{2,16}?)\s*:\s*|(\S{2,12}(?:指标|满意度))\s+)(?=\S)/;
const leadOf = (match: Match | null): Span | undefined => match?.group(1) ?? match?.group(2);

/** `产出指标—数量指标` are two. */
const BETWEEN_LEVELS = /\s*[-/>→]+\s*/;
const isLevel = (plain: string, year: number): boolean =>
  plain.split(BETWEEN_LEVELS).every((part) => levelOf(part, year) !== null);

/** Whether a line is a level, or begins with one that leads to what stands behind it. */
export const beginsWithLevel = (plain: string, year: number): boolean => {
  const [, level] = /^(\S{2,12}(?:指标|满意度))\s+\S.*\d/.exec(plain) ?? [];
  if (level !== undefined && isLevel(level, year)) return true;
  const [lead = '', ...more] = plain.replace(/(?<!^)[(].*$/, '').split(':');
  return (/指标$|满意度$/.test(lead) || /\d/.test(more.join(''))) && isLevel(lead, year);
};

/** Whether lines are sentences, and not the cells of a table that has come apart. */
export function areSentences(lines: readonly Paragraph[], year: number): boolean {
  if (lines.some(({ span }) => /定[量性](?:指标)?(?:\s|$)/.test(span.plain))) return false;
  return lines.some(({ span }) => {
    const lead = leadOf(span.match(LEADING))?.plain;
    return SENTENCE.test(span.plain) || (lead !== undefined && isLevel(lead, year));
  });
}

const styleOf = ({ plain }: Span): string => plain.trim().replace(/[0-9一二三四五六七八九十]+/, '1');

interface Levels {
  readonly level1?: { readonly level: Level1; readonly from: Span };
  readonly level2?: { readonly level: Level2; readonly from: Span };
}

class Sentences {
  private levels: Levels = {};
  /** The number of the line, and how the last of the second level was numbered. */
  private number: Span | undefined;
  private below: string | undefined;
  private readonly ledger: Ledger;
  private readonly year: number;

  constructor(ledger: Ledger, year: number) {
    this.ledger = ledger;
    this.year = year;
  }

  read({ span }: Paragraph): void {
    const { rest, number } = withoutNumber(span);
    this.ledger.label(number);
    this.number = number;
    const bare = rest.trimmed(`${ENDS}:`);
    if (isLevel(bare.plain, this.year)) {
      const points = bare.match(LEVEL_POINTS);
      this.enterAll(points ? bare.slice(0, points.start) : bare);
      return;
    }
    this.readBehindLevels(rest.trimmed());
  }

  private readBehindLevels(span: Span): void {
    const lead = span.match(LEADING);
    const name = leadOf(lead);
    if (lead && name && isLevel(name.plain, this.year)) {
      this.enterAll(name);
      this.readBehindLevels(span.slice(lead.end).trimmed());
      return;
    }
    for (const part of span.split(/[;。]/)) this.indicator(part.trimmed(ENDS));
  }

  private enterAll(levels: Span): void {
    for (const level of levels.split(BETWEEN_LEVELS)) this.enter(level);
  }

  private enter(from: Span): void {
    const found = this.levelOf(from);
    if (!found) return;
    if ('level2' in found && this.number) this.below = styleOf(this.number);
    if ('level1' in found) this.levels = { level1: { level: found.level1, from } };
    else {
      const level1 = above(found.level2, this.year);
      const { level1: before } = this.levels;
      const isOne = level1 === undefined || before?.level === level1 || found.level2 === 'cost';
      const printed = before && isOne ? before : undefined;
      const one = printed ?? (level1 === undefined ? undefined : { level: level1, from });
      this.levels = { ...(one ? { level1: one } : {}), level2: { level: found.level2, from } };
    }
    this.ledger.label(from);
  }

  /** 成本指标 is of either level: numbered like those of the second below 产出指标 it is one of them. */
  private levelOf(from: Span): LevelFound | null {
    const second = secondLevelOf(from.plain);
    const isBelow = this.number !== undefined && this.below === styleOf(this.number);
    if (second === 'cost' && isBelow && this.levels.level1?.level === 'output') return { level2: second };
    return levelOf(from.plain, this.year);
  }

  private indicator(printed: Span): void {
    const { rest, number } = withoutNumber(printed);
    const weight = rest.match(WEIGHT);
    const span = (weight ? rest.slice(0, weight.start) : rest).trimmed(ENDS);
    if (span.isEmpty) return;
    const isUnderLevel = this.levels.level1 !== undefined || this.levels.level2 !== undefined;
    const signed = span.match(SIGNED);
    const reached = signed ? null : span.match(REACHED);
    const counted =
      signed || reached
        ? null
        : (span.match(COUNTED) ?? span.match(TIMED) ?? (isUnderLevel ? span.match(ENDED) : null));
    const name = (signed ?? reached ?? counted)?.group(1)?.trimmed();
    const value = signed?.group(2) ?? reached?.group(3) ?? counted?.group(2);
    // A level leads to what only has a name; a sentence about the indicators is none of them.
    const isNameOnly =
      !name && !/\d/.test(span.plain) && isUnderLevel && span.plain.length <= 30 && !ABOUT.test(span.plain);
    if (!name && !isNameOnly) {
      const why = {
        zh: '看不出哪里是指标名称、哪里是指标值',
        en: 'Where the name ends and the value begins is not certain',
      };
      this.ledger.leave(printed, why);
      return;
    }
    const path = [...INDICATORS, this.ledger.next(INDICATORS)];
    this.ledger.label(number);
    this.putLevels(path);
    const own = name ?? span;
    this.ledger.put([...path, 'name'], own.text, own);
    if (value) putMeasure(this.ledger, path, { value: value.trimmed(ENDS) });
    this.ledger.label(reached?.group(2));
    const points = weight?.group(1) ?? weight?.group(2);
    if (points && this.ledger.put([...path, 'weight'], points.plain, points))
      this.ledger.label(weight?.whole);
  }

  private putLevels(path: readonly PropertyKey[]): void {
    const { level1, level2 } = this.levels;
    if (level1) this.ledger.share([...path, 'level1'], level1.level, level1.from);
    if (level2) this.ledger.share([...path, 'level2'], level2.level, level2.from);
    else if (level1?.level === 'satisfaction') {
      const why = { zh: '满意度指标只有这一类', en: 'There is only this kind' };
      this.ledger.infer([...path, 'level2'], 'service-recipient', why);
    }
  }
}

export function readIndicatorSentences(ledger: Ledger, lines: readonly Paragraph[], year: number): void {
  const reader = new Sentences(ledger, year);
  for (const line of lines) reader.read(line);
}
