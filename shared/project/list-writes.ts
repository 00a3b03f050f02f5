import { canonical } from '../history/canonical.ts';
import type { Database, Write } from '../store/database.ts';
import { totalsWrites } from './list-totals.ts';
import { type ListedLine, lineKeys, type Stood, stoodAs } from './listed-line.ts';

const isSame = (a: Stood, b: Stood): boolean =>
  a.isApart === b.isApart && canonical(a.line) === canonical(b.line);

/**
 * The writes by which lists and their totals follow a project: none where its line stays as it is. What its unit has
 * under way is written beside (`under-way.ts`).
 */
export function listWrites(database: Database, before: Stood | undefined, line: ListedLine): Write[] {
  const after = stoodAs(line);
  if (before && isSame(before, after)) return [];
  const has = lineKeys(after);
  const gone = (before ? lineKeys(before) : []).filter(
    (had) => !has.some(({ pk, sk }) => pk === had.pk && sk === had.sk),
  );
  return [
    ...gone.map((Key) => ({ name: 'list', Delete: { TableName: database.projects, Key } })),
    ...has.map((key) => ({
      name: 'list',
      Put: { TableName: database.projects, Item: { ...key, ...line } },
    })),
    ...totalsWrites(database, before?.line, line),
  ];
}
