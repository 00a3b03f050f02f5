import type { ChainHead } from '../history/chain.ts';
import type { HistoryEvent } from '../history/event.ts';
import type { Database, Write } from '../store/database.ts';
import type { Round } from '../workflow/rounds.ts';
import type { After } from './after.ts';
import { writesOf } from './items.ts';
import { listWrites } from './list-writes.ts';
import { lineOf } from './listed-line.ts';
import { lineBefore } from './listing.ts';
import type { Loaded } from './load.ts';
import type { ProjectRecord } from './records.ts';
import { roundWrites } from './round-totals.ts';

/** What a change is written with, beside what follows from its command. */
interface Written {
  /** Where the chain ends with it. */
  readonly head: ChainHead;
  /** The events that are appended with it. */
  readonly events: readonly HistoryEvent[];
  /** When `sweep` next looks at the project: UTC; absent where that stays as the record has it. */
  readonly dueAt?: string;
  /** Those whose ceilings hold for it. */
  readonly rounds: readonly Round[];
}

/** A project as a change leaves it, with every write of the one transaction but those of the edge. @throws ContentTooLarge */
export async function composed(
  database: Database,
  before: Loaded | null,
  after: After,
  { head, events, dueAt, rounds }: Written,
): Promise<{ readonly record: ProjectRecord; readonly writes: readonly Write[] }> {
  const lists = listWrites(database, await lineBefore(database, before), lineOf(after.record));
  const record: ProjectRecord = {
    ...after.record,
    listed: (before?.record.listed ?? 0) + (lists.length > 0 ? 1 : 0),
    oneLine: true,
    head: { seq: head.seq, hash: head.hash },
    ...(dueAt === undefined ? {} : { dueAt }),
  };
  return {
    record,
    writes: [
      ...writesOf(database, before, record, after, events),
      ...roundWrites(database, before?.record, record, rounds),
      ...lists,
    ],
  };
}
