import { formOfRecord } from '../declaration/registry.ts';
import type { HistoryEvent } from '../history/event.ts';
import type { Database } from '../store/database.ts';
import { type Mask, maskFor } from '../values/masking/mask.ts';
import { projectKey } from './keys.ts';
import { loadDraft, loadRevision } from './load.ts';
import { type ProjectRecord, projectRecord } from './records.ts';

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

/** What masks each of several projects, by their ids. */
export async function masksOf(
  database: Database,
  projects: Iterable<string>,
): Promise<(projectId: string | undefined) => Mask> {
  const ids = [...new Set(projects)];
  const masks = new Map<string, Mask>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    await Promise.all(
      ids.slice(start, start + AT_ONCE).map(async (id) => {
        const item = await database.get(database.projects, projectKey(id));
        if (item !== undefined) masks.set(id, await maskOfProject(database, projectRecord.parse(item)));
      }),
    );
  }
  return (id) => masks.get(id ?? '') ?? byForm;
}

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
