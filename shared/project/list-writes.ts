import { canonical } from '../history/canonical.ts';
import type { Database, Write } from '../store/database.ts';
import { totalsWrites } from './list-totals.ts';
import { type ListedLine, lineKeys } from './listed-line.ts';

/** The writes by which lists and their totals follow a project: none where its line stays as it is. */
export function listWrites(database: Database, before: ListedLine | undefined, after: ListedLine): Write[] {
  if (before && canonical(before) === canonical(after)) return [];
  const has = lineKeys(after);
  const gone = (before ? lineKeys(before) : []).filter(
    (had) => !has.some(({ pk, sk }) => pk === had.pk && sk === had.sk),
  );
  return [
    ...gone.map((Key) => ({ name: 'list', Delete: { TableName: database.projects, Key } })),
    ...has.map((key) => ({
      name: 'list',
      Put: { TableName: database.projects, Item: { ...key, ...after } },
    })),
    ...totalsWrites(database, before, after),
  ];
}
