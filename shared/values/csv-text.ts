import { shownText } from './text.ts';

/** Texts in tables for spreadsheets. */

/**
 * Where a cell may begin, for whatever separator a spreadsheet splits lines by in its country (a quote that does not
 * follow that separator does not protect): at the beginning, and behind a semicolon, a tab or the end of a line, with
 * blanks and quotes before it or not.
 */
const BEGINNING = String.raw`(?:^|[;\t\r\n])[\s"\p{Default_Ignorable_Code_Point}]*`;
/**
 * What begins a formula there; the full-width signs are what an input method types, and some spreadsheets take them
 * for the others.
 */
const FORMULA = new RegExp(`(?<=${BEGINNING})(?=[=+\\-@＝＋－＠])`, 'gu');
/** Tabs and line ends are none of a cell's that begins with them: they end the cell before. */
const LEADING = /^[\t\r\n]/;

/** A text as a cell of a CSV, which runs as a formula nowhere. */
export function csvText(text: string): string {
  const safe = shownText(text).replace(FORMULA, "'").replace(LEADING, "'$&");
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Of what another programme may have written: a formula's sign that was already made a text. */
const MADE_TEXT = new RegExp(`(?<=${BEGINNING})(?='+[=+\\-@＝＋－＠])`, 'gu');
const APOSTROPHE = new RegExp(`(?<=${BEGINNING})'(?='*[=+\\-@＝＋－＠])`, 'gu');

/** A cell that `textOfCsv` gives back as it is, also where it has an apostrophe of its own before such a sign. */
export const reversibleCsvText = (text: string): string => csvText(text.replace(MADE_TEXT, "'"));

/** What a cell says that a CSV made safe. */
export const textOfCsv = (cell: string): string => cell.replace(APOSTROPHE, '');
