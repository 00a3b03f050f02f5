import {
  above,
  levelOf,
  natureOf,
  OPERATOR_PATTERN,
  operatorOf,
  type Row,
  valueAndUnit,
} from './indicator.ts';
import type { Notes } from './notes.ts';
import type { Line } from './pieces.ts';

/**
 * The indicator table as lines, cell after cell: what a text made from a PDF has left of it. Levels, the mark 空 and
 * the line with operator, value, unit and nature are told by their form; which of the texts after it is which column,
 * by how such texts begin.
 */

const NOT_APPLICABLE_LINE = /^空(?:\s*空)*$/;
const VALUES = new RegExp(`^(${OPERATOR_PATTERN})\\s*(\\S+)\\s+(\\S+)\\s+(定[量性](?:指标)?)(?:\\s+(.*))?$`);
const NATURE = /^(定[量性](?:指标)?)(?:\s+(.*))?$/;
const CONTENT = /^反映/;
const BASIS = /^(?:根据|依据|按照|参照|数据来源)/;

type TextColumn = 'scoring' | 'content' | 'basis';

const hasValues = (row: Row): boolean => row.nature !== undefined || row.operator !== undefined;
const isValueLine = ({ text }: Line): boolean => VALUES.test(text) || NATURE.test(text);

/** A level's name, also one that is wrapped over two lines. */
function levelAt(lines: readonly Line[], index: number, year: number) {
  const text = lines[index]?.text ?? '';
  const own = levelOf(text, year);
  if (own) return { level: own, length: 1 };
  const wrapped = levelOf(text + (lines[index + 1]?.text ?? ''), year);
  return wrapped ? { level: wrapped, length: 2 } : null;
}

class Reader {
  readonly rows: Row[] = [];
  private levels: Pick<Row, 'level1' | 'level2'> = {};
  private row: Row | undefined;
  private column: TextColumn | undefined;
  private readonly year: number;
  private readonly notes: Notes;

  constructor(year: number, notes: Notes) {
    this.year = year;
    this.notes = notes;
  }

  read(lines: readonly Line[]): void {
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) continue;
      const found = levelAt(lines, index, this.year);
      if (found) {
        this.enter(found.level);
        index += found.length - 1;
      } else if (NOT_APPLICABLE_LINE.test(line.text)) this.end();
      else if (!this.values(line)) this.text(line, lines.slice(index + 1));
    }
  }

  private end(): void {
    this.row = undefined;
    this.column = undefined;
  }

  private enter(level: NonNullable<ReturnType<typeof levelOf>>): void {
    this.end();
    if ('level1' in level) this.levels = { level1: level.level1 };
    else {
      const level1 = above(level.level2, this.year) ?? this.levels.level1;
      this.levels = { ...(level1 === undefined ? {} : { level1 }), level2: level.level2 };
    }
  }

  private begin(row: Row): Row {
    this.row = { ...this.levels, ...row };
    this.column = undefined;
    this.rows.push(this.row);
    return this.row;
  }

  /** The row that values belong to: the one that has just been named, or one whose name is lost. */
  private awaiting(): Row {
    return this.row !== undefined && !hasValues(this.row) ? this.row : this.begin({});
  }

  private values({ text }: Line): boolean {
    const nature = NATURE.exec(text);
    const match = VALUES.exec(text);
    if (!match && !nature) return false;
    const row = this.awaiting();
    const said = natureOf(match?.[4] ?? nature?.[1] ?? '');
    if (said !== undefined) row.nature = said;
    if (match) this.measure(row, match);
    const scoring = match?.[5] ?? nature?.[2] ?? '';
    if (scoring !== '') this.put(row, 'scoring', scoring);
    return true;
  }

  private measure(row: Row, [, sign = '', printed = '', printedUnit = '']: RegExpExecArray): void {
    const operator = operatorOf(sign);
    if (operator !== undefined) row.operator = operator;
    const { value, unit, why } = valueAndUnit(printed, printedUnit);
    if (value !== undefined) row.value = value;
    if (unit !== undefined) row.unit = unit;
    if (why) this.notes.infer([...this.pathOf(row), 'value'], why);
  }

  private pathOf(row: Row): PropertyKey[] {
    return ['performance', 'indicators', this.rows.indexOf(row)];
  }

  private put(row: Row, column: TextColumn, text: string): void {
    row[column] = this.column === column ? `${row[column] ?? ''}${text}` : text;
    this.column = column;
  }

  private text(line: Line, after: readonly Line[]): void {
    const { row } = this;
    const { text } = line;
    if (line.cut && !(BASIS.test(text) && row)) {
      const why = { zh: '只剩尾部的单元格文字', en: 'What is left of a cell that was cut off' };
      this.notes.leave(text, why, line.at);
      return;
    }
    if (row === undefined || this.isNextName(row, after)) this.begin({ name: text });
    else if (!hasValues(row)) row.name = `${row.name ?? ''}${text}`;
    else if (CONTENT.test(text)) this.put(row, 'content', text);
    else if (BASIS.test(text)) {
      this.put(row, 'basis', text);
      if (line.cut) {
        const why = { zh: '前文被截断，可能属于另一行', en: 'It may belong to a row that was cut off' };
        this.notes.infer([...this.pathOf(row), 'basis'], why);
      }
    } else this.put(row, this.column ?? 'scoring', text);
  }

  /** After a row's last column a text names the next row if that row's values follow soon, or else goes on. */
  private isNextName(row: Row, after: readonly Line[]): boolean {
    if (this.column !== 'basis' || row.basis === undefined) return false;
    return after.slice(0, 2).some(isValueLine);
  }
}

/** Reads the rows of a flattened indicator table. */
export function readIndicatorLines(lines: readonly Line[], year: number, notes: Notes): Row[] {
  const reader = new Reader(year, notes);
  reader.read(lines);
  if (reader.rows.length > 0) {
    notes.infer(['performance', 'indicators'], {
      zh: '表格在文本中已打散：评（扣）分标准、指标内容、设定依据按文字的开头归列',
      en: 'The table has come apart: scoring, meaning and basis were told by how the texts begin',
    });
  }
  return reader.rows;
}
