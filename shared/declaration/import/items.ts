import { joined, type Line, type Piece } from './pieces.ts';

/** One numbered item of a section, with the lines that belong to it. */
export interface ListItem {
  readonly text: string;
  readonly at: number;
}

const NUMBER = /^\s*[（(]?(?:\d{1,3})[）).．、]\s*/;

/** Takes `1.`, `2、`, `（3）` off a line. A decimal number and a date do not begin an item. */
export const withoutNumber = (text: string): string =>
  /^\d{1,3}\.\d/.test(text) && !/^\d{1,3}\.\d{4}年/.test(text) ? text : text.replace(NUMBER, '');

const isNumbered = (line: Line): boolean => line.listed === true || withoutNumber(line.text) !== line.text;

export const isLine = (piece: Piece): piece is Line => piece.kind === 'line';

/** The items of a section. Where nothing is numbered, every line is one. */
export function listItems(lines: readonly Line[]): ListItem[] {
  const numbered = lines.some(isNumbered);
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last === undefined || !numbered || isNumbered(line)) groups.push([line]);
    else last.push(line);
  }
  return groups.map((group) => ({
    text: joined(group.map((line, index) => (index === 0 ? withoutNumber(line.text) : line.text))),
    at: group[0]?.at ?? 0,
  }));
}
