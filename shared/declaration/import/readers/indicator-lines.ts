import type { Level1, Level2 } from '../../indicator-tree.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Match, Span } from '../source/span.ts';
import { above, levelOf } from '../words/level-words.ts';
import { natureOf, operatorOf, putMeasure, SIGN_PATTERN } from './measure.ts';

/**
 * The indicator table as lines, cell after cell: what a text made from a PDF has left of it. Levels, the mark 空 and
 * the line with operator, value, unit and nature are told by their form; which of the texts after it is which column,
 * by how such texts begin.
 */

const NOT_APPLICABLE_LINE = /^空(?:\s*空)*$/;
const VALUES = new RegExp(`^(${SIGN_PATTERN})\\s*(\\S+)\\s+(\\S+)\\s+(定[量性](?:指标)?)(?:\\s+(.*))?$`);
const NATURE = /^(定[量性](?:指标)?)(?:\s+(.*))?$/;
/** A value without its unit: `<= 11月30日 定性指标`. */
const BARE_VALUES = new RegExp(`^(${SIGN_PATTERN})\\s*(\\S+)(?:\\s+(定[量性](?:指标)?))?$`);
const CONTENT = /^反映/;
const BASIS = /^(?:根据|依据|按照|参照|数据来源)/;

type TextColumn = 'name' | 'scoring' | 'content' | 'basis';
const INDICATORS = ['performance', 'indicators'];

interface Row {
  level1?: { readonly level: Level1; readonly from: Span };
  level2?: { readonly level: Level2; readonly from: Span };
  readonly number: number;
  hasValues: boolean;
  readonly texts: Map<TextColumn, Span[]>;
}

/** Only what ends in 指标 is a level here: any other line may be a cell. */
const levelIn = (plain: string, year: number) =>
  /指标$|^(?:服务对象)?满意度$/.test(plain.replace(/\s|[(].*$/g, '')) ? levelOf(plain, year) : null;

class Reader {
  readonly rows: Row[] = [];
  private levels: Pick<Row, 'level1' | 'level2'> = {};
  private row: Row | undefined;
  private column: TextColumn | undefined;
  private readonly ledger: Ledger;
  private readonly year: number;

  constructor(ledger: Ledger, year: number) {
    this.ledger = ledger;
    this.year = year;
  }

  read(lines: readonly Paragraph[]): void {
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) continue;
      const next = lines[index + 1]?.span;
      const isWrapped = next?.plain === '指标';
      const own = isWrapped ? null : levelIn(line.span.plain, this.year);
      const wrapped =
        !own && next && next.plain.length < 8 ? levelIn(line.span.plain + next.plain, this.year) : null;
      if (own ?? wrapped) {
        this.enter(own ?? wrapped, wrapped && next ? [line.span, next] : [line.span]);
        index += wrapped ? 1 : 0;
      } else if (NOT_APPLICABLE_LINE.test(line.span.plain)) {
        this.ledger.label(line.span);
        this.end();
      } else if (!this.values(line.span)) this.text(line, lines, index);
    }
    for (const row of this.rows) this.putTexts(row);
  }

  private end(): void {
    this.row = undefined;
    this.column = undefined;
  }

  private enter(level: ReturnType<typeof levelOf>, spans: readonly Span[]): void {
    this.end();
    const [from] = spans;
    if (!level || !from) return;
    if ('level1' in level) this.levels = { level1: { level: level.level1, from } };
    else {
      const level1 = above(level.level2, this.year);
      const { level1: before } = this.levels;
      const printed = before && (level1 === undefined || before.level === level1) ? before : undefined;
      const one = printed ?? (level1 === undefined ? undefined : { level: level1, from });
      this.levels = { ...(one ? { level1: one } : {}), level2: { level: level.level2, from } };
    }
    this.ledger.label(...spans);
  }

  private begin(): Row {
    const row: Row = {
      ...this.levels,
      number: this.rows.length,
      hasValues: false,
      texts: new Map(),
    };
    this.rows.push(row);
    this.row = row;
    this.column = undefined;
    const path = [...INDICATORS, row.number];
    if (row.level1) this.ledger.share([...path, 'level1'], row.level1.level, row.level1.from);
    if (row.level2) this.ledger.share([...path, 'level2'], row.level2.level, row.level2.from);
    return row;
  }

  private values(span: Span): boolean {
    const match = span.match(VALUES);
    const nature = match ? null : span.match(NATURE);
    const bare = (match ?? nature) ? null : span.match(BARE_VALUES);
    const found = match ?? nature ?? bare;
    if (!found || (bare && operatorOf(bare.plain(1)) === undefined)) return false;
    // The row that has just been named, or one whose name is lost.
    const row = this.row !== undefined && !this.row.hasValues ? this.row : this.begin();
    row.hasValues = true;
    this.column = undefined;
    this.measure([...INDICATORS, row.number], found, match ? 'full' : nature ? 'nature' : 'bare');
    const scoring = match?.group(5) ?? nature?.group(2);
    if (scoring && !scoring.isEmpty) this.add(row, 'scoring', scoring);
    return true;
  }

  private measure(path: readonly PropertyKey[], match: Match, kind: 'full' | 'nature' | 'bare'): void {
    if (kind === 'nature') {
      const span = match.group(1);
      const nature = natureOf(match.plain(1));
      if (span && nature) this.ledger.put([...path, 'nature'], nature, span);
      return;
    }
    const [operator, value] = [match.group(1), match.group(2)];
    const [unit, nature] = kind === 'full' ? [match.group(3), match.group(4)] : [undefined, match.group(3)];
    putMeasure(this.ledger, path, { operator, value, unit, nature });
  }

  private add(row: Row, column: TextColumn, span: Span): void {
    const known = this.column === column ? row.texts.get(column) : undefined;
    if (known) known.push(span);
    else row.texts.set(column, [span]);
    this.column = column;
  }

  private text({ span, cut }: Paragraph, lines: readonly Paragraph[], index: number): void {
    const { row } = this;
    const { plain } = span;
    if (cut && !(BASIS.test(plain) && row)) {
      this.ledger.leave(span, { zh: '只剩尾部的单元格文字', en: 'What is left of a cell that was cut off' });
      return;
    }
    if (row === undefined || this.isNextName(row, lines, index)) this.add(this.begin(), 'name', span);
    else if (!row.hasValues) this.add(row, 'name', span);
    else if (this.isQualitativeValue(row, plain))
      this.ledger.put([...INDICATORS, row.number, 'value'], span.text, span);
    else if (CONTENT.test(plain)) this.add(row, 'content', span);
    else if (BASIS.test(plain)) {
      this.add(row, 'basis', span);
      if (cut) {
        const why = { zh: '前文被截断，可能属于另一行', en: 'It may belong to a row that was cut off' };
        this.ledger.remark([...INDICATORS, row.number, 'basis'], why);
      }
    } else this.add(row, this.textColumn(row), span);
  }

  /** Behind 定性指标 a short text is what is to be reached. */
  private isQualitativeValue(row: Row, plain: string): boolean {
    const path = [...INDICATORS, row.number];
    const isQualitative = this.ledger.at([...path, 'nature']) === 'qualitative';
    return (
      isQualitative &&
      this.ledger.at([...path, 'value']) === undefined &&
      plain.length <= 20 &&
      !CONTENT.test(plain) &&
      !BASIS.test(plain)
    );
  }

  /** A text that begins like no column's goes on with the last one, or stands in the next. */
  private textColumn(row: Row): TextColumn {
    if (this.column !== 'content') return this.column ?? 'scoring';
    // Cells are some eleven characters wide: a shorter line is the last of its cell.
    const content = row.texts.get('content')?.at(-1)?.plain ?? '';
    return /情况$|[。;]$/.test(content) || content.length < 10 ? 'basis' : 'content';
  }

  /** After a row's last column a text names the next row if that row's values follow soon, or else goes on. */
  private isNextName(row: Row, lines: readonly Paragraph[], index: number): boolean {
    if (!row.hasValues || this.column === 'name') return false;
    const [first, second] = [lines[index + 1], lines[index + 2]];
    const isValues = (line: Paragraph | undefined): boolean =>
      line !== undefined && (VALUES.test(line.span.plain) || NATURE.test(line.span.plain));
    return row.texts.has('basis') ? isValues(first) || isValues(second) : isValues(first);
  }

  private putTexts({ number, texts }: Row): void {
    for (const [column, spans] of texts) {
      const text = spans.map((span) => span.text).join('');
      this.ledger.put([...INDICATORS, number, column], text, ...spans);
    }
  }
}

/** Reads the rows of a flattened indicator table. */
export function readIndicatorLines(ledger: Ledger, lines: readonly Paragraph[], year: number): void {
  const reader = new Reader(ledger, year);
  reader.read(lines);
  if (reader.rows.length === 0) return;
  ledger.remark(INDICATORS, {
    zh: '表格在文本中已打散：评（扣）分标准、指标内容、设定依据按文字的开头归列',
    en: 'The table has come apart: scoring, meaning and basis were told by how the texts begin',
  });
}
