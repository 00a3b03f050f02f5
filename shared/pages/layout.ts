import type { Field, ListField } from '../forms/definition.ts';

/** One field in a line of the twelve-column grid. */
export interface Cell<F extends Field = Field> {
  readonly field: F;
  readonly span: number;
}

const COLUMNS = 12;
/** Two fields to a line. */
const HALF = 6;
/** A month, a postcode. */
const WORD = 10;
/** Below this a text is a word or a number, above it a sentence. */
const SHORT_TEXT = 20;
const MEDIUM_TEXT = 40;
const LONG_TEXT = 100;

const longestOption = (field: Extract<Field, { kind: 'choice' }>): number =>
  Math.max(...field.options.map((option) => option.label.zh.length));

/** Columns that a field needs in a repeating row. */
function spanInRow(field: Field): number {
  switch (field.kind) {
    case 'money':
    case 'integer':
    case 'decimal':
      return 2;
    case 'choice':
      return longestOption(field) > 4 ? 3 : 2;
    case 'text':
      if (field.multiline) return 6;
      if (field.maxLength <= SHORT_TEXT) return 2;
      if (field.maxLength <= MEDIUM_TEXT) return 3;
      return field.maxLength > LONG_TEXT && field.maxLength <= 200 ? 5 : 4;
    case 'list':
      return isShortTexts(field) ? 5 : COLUMNS;
    case 'files':
    case 'group':
      return COLUMNS;
  }
}

/** A list of words (articles of a law): its inputs stand side by side. */
export const isShortTexts = (field: Field): boolean =>
  field.kind === 'list' &&
  field.of.kind === 'text' &&
  !field.of.multiline &&
  field.of.maxLength <= MEDIUM_TEXT;

/** Columns that a field needs where it stands once. */
function spanAlone(field: Field): number {
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'choice':
      return 3;
    case 'money':
      return HALF;
    case 'text':
      if (field.multiline || field.maxLength > LONG_TEXT) return COLUMNS;
      return field.maxLength <= WORD ? 3 : HALF;
    default:
      return COLUMNS;
  }
}

const isText = (cell: Cell): boolean => cell.field.kind === 'text';

/** Gives what is left of a line to its widest text, if that is as wide as what may be stretched. */
function stretch(line: readonly Cell[], least: number): Cell[] {
  const rest = COLUMNS - line.reduce((sum, cell) => sum + cell.span, 0);
  const widest = line
    .filter((cell) => isText(cell) && cell.span >= least)
    .reduce<Cell | undefined>((a, b) => (a && a.span >= b.span ? a : b), undefined);
  return line.map((cell) => (cell === widest ? { ...cell, span: cell.span + rest } : cell));
}

function pack(fields: readonly Field[], spanOf: (field: Field) => number, least: number): Cell[][] {
  const lines: Cell[][] = [];
  let room = 0;
  for (const field of fields) {
    const span = spanOf(field);
    const line = lines.at(-1);
    if (line === undefined || span > room) {
      lines.push([{ field, span }]);
      room = COLUMNS - span;
    } else {
      line.push({ field, span });
      room -= span;
    }
  }
  return lines.map((line) => stretch(line, least));
}

/** What a level of a form always asks, and what it asks rarely. */
export const partedFields = (fields: readonly Field[]) => ({
  usual: fields.filter(({ folded }) => folded === undefined),
  rare: fields.filter(({ folded }) => folded !== undefined),
});

/** The lines of fields that stand once. */
export const fieldLines = (fields: readonly Field[]): Cell[][] => pack(fields, spanAlone, HALF);

/** The lines of one repeating row. From the second on, labels stand beside their inputs and need room there. */
export const rowLines = (fields: readonly Field[]): Cell[][] =>
  pack(fields, spanInRow, 0).map((line, index) =>
    index > 0 && line.some((cell) => cell.span === 2 && isText(cell)) ? widenShort(line) : line,
  );

/** Moves a column from the widest text of a line to its shortest. */
function widenShort(line: readonly Cell[]): Cell[] {
  const texts = line.filter(isText);
  const widest = Math.max(...texts.map(({ span }) => span));
  const giver = texts.find(({ span }) => span === widest);
  const taker = texts.find(({ span }) => span === 2);
  return line.map((cell) => {
    if (cell === giver) return { ...cell, span: cell.span - 1 };
    return cell === taker ? { ...cell, span: cell.span + 1 } : cell;
  });
}

/**
 * Whether a list reads as a table: rows of two lines at most, so that one heading serves the first line of all. What is
 * rarely used stands below them.
 */
export const isTabular = (list: ListField): boolean =>
  list.of.kind === 'group' &&
  rowLines(partedFields(list.of.fields).usual).length <= 2 &&
  list.of.fields.every((field) => field.kind !== 'group' && (field.kind !== 'list' || isShortTexts(field)));
