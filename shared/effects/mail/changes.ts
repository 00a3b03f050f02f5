import { formOfRecord } from '../../declaration/registry.ts';
import { linesOf } from '../../forms/cuts.ts';
import { placeOf } from '../../forms/places.ts';
import type { HistoryEvent } from '../../history/event.ts';
import { cutsSoFar } from '../../project/cuts-so-far.ts';
import { demandRevision, type Loaded } from '../../project/load.ts';
import type { Database } from '../../store/database.ts';
import type { Change } from './compose.tsx';
import { requestOf } from './owed.ts';

/** What a decision changed in a project, or asks to be changed, as a mail tells it. */

/** A project as it stood before a moment: UTC. */
const before = ({ record, requests }: Loaded, at: string): Loaded => ({
  record,
  requests: requests.map((one) => ({ ...one, decisions: one.decisions.filter((made) => made.at < at) })),
});

/** The lines that were cut: by a decision what it left of them, by the approval what all have left. */
async function cutLines(
  database: Database,
  loaded: Loaded,
  { action, at, revision = 0 }: HistoryEvent,
): Promise<Change[]> {
  const made = cutsSoFar(loaded, revision);
  if (made.length === 0) return [];
  const earlier = action === 'approved' ? [] : cutsSoFar(before(loaded, at), revision);
  const wasCut = new Map(earlier.map((cut) => [cut.line, cut.amountFen]));
  const { definition } = await formOfRecord(loaded.record);
  const { declaration } = await demandRevision(database, loaded.record.id, revision);
  const lines = linesOf(definition, declaration);
  return made.flatMap(({ line, amountFen, reason }) => {
    const { name = '', amountFen: requested = 0 } = lines[line] ?? {};
    const was = wasCut.get(line) ?? requested;
    return was === amountFen ? [] : [{ place: { zh: name, en: name }, amounts: [was, amountFen], reason }];
  });
}

/** The fields that a return is about. */
async function fieldsOfReturn(loaded: Loaded, event: HistoryEvent): Promise<Change[]> {
  const { definition } = await formOfRecord(loaded.record);
  const fields = requestOf(loaded, event)?.decisions.at(-1)?.fields ?? [];
  return fields.map((pointer) => ({
    place: { zh: placeOf(definition, pointer, 'zh'), en: placeOf(definition, pointer, 'en') },
  }));
}

/** What the mails of an event tell of single lines and fields. It reads the revision only where lines were cut. */
export async function changesOf(
  database: Database,
  loaded: Loaded,
  event: HistoryEvent,
): Promise<readonly Change[]> {
  if (event.action === 'decided' || event.action === 'approved') return cutLines(database, loaded, event);
  return event.action === 'returned' ? fieldsOfReturn(loaded, event) : [];
}
