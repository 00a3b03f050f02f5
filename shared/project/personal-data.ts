import { formOfRecord } from '../declaration/registry.ts';
import type { HistoryEvent } from '../history/event.ts';
import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';
import { type Mask, maskFor } from '../values/masking/mask.ts';
import { projectKey } from './keys.ts';
import { loadDraft, loadRevision } from './load.ts';
import type { ProjectRecord } from './records.ts';
import { storedRecord } from './stored.ts';

/**
 * What masks a project's texts: those of its declarations, and whatever was written about it. A comment may name who
 * stood in an earlier revision: the personal data of all of them is known, and that of the draft.
 */
export async function maskOfProject(
  database: Database,
  record: Pick<ProjectRecord, 'id' | 'form' | 'formVersion' | 'flow'>,
): Promise<Mask> {
  const { id, flow } = record;
  const revisions = Array.from({ length: flow.revision }, (_, index) => index + 1);
  const [form, draft, ...handedIn] = await Promise.all([
    formOfRecord(record),
    loadDraft(database, id),
    ...revisions.map((revision) => loadRevision(database, id, revision)),
  ]);
  const known = [draft, ...handedIn].map((content) => form.personalData(content?.declaration ?? {}));
  return maskFor({
    names: known.flatMap(({ names }) => names),
    telephones: known.flatMap(({ telephones }) => telephones),
  });
}

/** So many projects at once keep a page quick and the table calm. */
const AT_ONCE = 25;
/** By its form alone; for what is of no project. */
const byForm = maskFor({ names: [], telephones: [] });

/** Something of each of several projects, by their ids; of one that is not there nothing. */
async function ofEach<Value>(
  database: Database,
  projects: Iterable<string>,
  work: (record: ProjectRecord) => Promise<Value>,
): Promise<Map<string, Value>> {
  const values = await inTurns([...new Set(projects)], AT_ONCE, async (id) => {
    const item = await database.get(database.projects, projectKey(id));
    return item === undefined ? [] : [[id, await work(storedRecord(item))] as const];
  });
  return new Map(values.flat());
}

/** What masks each of several projects, by their ids. */
export async function masksOf(
  database: Database,
  projects: Iterable<string>,
): Promise<(projectId: string | undefined) => Mask> {
  const masks = await ofEach(database, projects, (record) => maskOfProject(database, record));
  return (id) => masks.get(id ?? '') ?? byForm;
}

/** The titles of several projects, by their ids, as somebody may see them who is no party to them. */
export const titlesOf = (database: Database, projects: Iterable<string>): Promise<Map<string, string>> =>
  ofEach(database, projects, async (record) => (await maskOfProject(database, record))(record.title));

/**
 * The title as it was handed in last, as somebody may see it who is no party. Lists keep it; of what was handed in
 * before there were lists it is read from the declarations, where the record has no other.
 */
async function titleHandedIn(database: Database, record: ProjectRecord): Promise<string> {
  const { listing, flow, title } = record;
  if (listing) return listing.maskedTitle ?? listing.title;
  const isHandedIn = flow.state === 'in-review' || flow.state === 'approved' || flow.state === 'rejected';
  return isHandedIn ? (await maskOfProject(database, record))(title) : '';
}

/** The same of several projects, by their ids: one record each. Empty where nothing was ever handed in. */
export const titlesHandedIn = (
  database: Database,
  projects: Iterable<string>,
): Promise<Map<string, string>> => ofEach(database, projects, (record) => titleHandedIn(database, record));

/** An event as its reader may see it: of what it holds, its comment was typed. It does not have its hash any more. */
export const maskedEvent = <Event extends HistoryEvent>(event: Event, mask: Mask): Event =>
  event.comment === undefined ? event : { ...event, comment: mask(event.comment) };

/** Whether some of these events are not as they are stored. */
export const isMasked = (seen: readonly HistoryEvent[], stored: readonly HistoryEvent[]): boolean =>
  seen.some(({ comment }, index) => comment !== stored[index]?.comment);

/** Events of any projects for somebody who is no party to them. */
export async function maskEvents(
  database: Database,
  events: readonly HistoryEvent[],
): Promise<readonly HistoryEvent[]> {
  const commented = events.filter(({ comment }) => comment !== undefined);
  const maskOf = await masksOf(
    database,
    commented.flatMap(({ projectId }) => projectId ?? []),
  );
  return events.map((event) => maskedEvent(event, maskOf(event.projectId)));
}
