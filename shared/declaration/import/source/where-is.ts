import type { Lang } from '../../../values/language.ts';
import type { Place } from './place.ts';

const words = {
  zh: {
    line: (line: number) => `第 ${line} 行`,
    row: (table: number, row: number) => `表 ${table} 第 ${row} 行`,
  },
  en: {
    line: (line: number) => `line ${line}`,
    row: (table: number, row: number) => `table ${table} row ${row}`,
  },
} as const;

/** Where something stands, for people: the row of a table, or the line, with the heading that it stands under. */
export function whereIs({ section, line, table, row }: Place, lang: Lang): string {
  const say = words[lang];
  const at = table !== undefined && row !== undefined ? say.row(table, row) : line && say.line(line);
  return [section, at].filter(Boolean).join(' ');
}
