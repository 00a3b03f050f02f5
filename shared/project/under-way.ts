import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import { isOver } from '../history/vocabulary.ts';
import { inTurns } from '../runtime/in-turns.ts';
import { ConditionRefused, type Database, type Item, type Write } from '../store/database.ts';
import { UNDER_WAY_HEAD, underWayKey } from './keys.ts';
import { everyProjectOf } from './lists.ts';
import { loadProject } from './load.ts';
import { findingCounts, type ProjectRecord, type RequestRecord } from './records.ts';

/** What a unit has under way, drafts and what is in review: items beside the records, written in the same transactions. */

const underWayLine = z.lazy(() =>
  z.object({
    title: z.string(),
    unit: z.object({ id: z.string(), name: z.string() }),
    budgetYear: z.int().nullable(),
    state: z.enum(['draft', 'returned', 'in-review']),
    stage: z.string().nullable(),
    revision: z.int(),
    requestedFen: z.int().nullable(),
    /** UTC: when it was handed in, of what is drafted when it was begun. */
    since: z.string(),
    findings: findingCounts.optional(),
    /** Who is asked now, since when and until when; absent where nobody is. */
    asked: z
      .object({
        names: z.array(z.string()),
        requestedAt: z.string(),
        deadline: z.string(),
        undelivered: z.literal(true).optional(),
      })
      .optional(),
    /** When the unit last urged. */
    urgedAt: z.string().optional(),
  }),
);
type Line = z.infer<typeof underWayLine>;
export type UnderWay = Line & { readonly projectId: string };

/** Who has it: of several those who have not decided yet. */
function askedIn(requests: readonly RequestRecord[]): Pick<Line, 'asked'> {
  const open = requests.find(({ status }) => status === 'open');
  if (!open) return {};
  const waitedFor = open.assignees.filter(({ id }) => !open.decisions.some(({ by }) => by.id === id));
  const isUndelivered = waitedFor.some(({ undeliveredAt }) => undeliveredAt !== undefined);
  return {
    asked: {
      names: waitedFor.map(({ name }) => name),
      requestedAt: open.requestedAt,
      deadline: open.deadline,
      ...(isUndelivered ? { undelivered: true as const } : {}),
    },
  };
}

function urgedIn(requests: readonly RequestRecord[]): Pick<Line, 'urgedAt'> {
  const urged = requests.flatMap(({ urgedAt }) => urgedAt ?? []).sort();
  const last = urged.at(-1);
  return last === undefined ? {} : { urgedAt: last };
}

/** A project with its requests. */
interface Standing {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
}

/** Undefined of what has ended. */
function lineOf({ record, requests }: Standing): Line | undefined {
  const { title, unit, budgetYear, flow, findings, createdAt, savedAt } = record;
  const facts = { title, unit, budgetYear, revision: flow.revision, ...urgedIn(requests) };
  switch (flow.state) {
    case 'draft':
    case 'returned': {
      const { requestedFen } = record;
      return { ...facts, state: flow.state, stage: null, requestedFen, since: createdAt };
    }
    case 'in-review': {
      const { state, stage, requestedFen } = flow;
      const counted = findings === undefined ? {} : { findings };
      return {
        ...facts,
        ...{ state, stage, requestedFen, since: savedAt },
        ...counted,
        ...askedIn(requests),
      };
    }
    default:
      return undefined;
  }
}

const itemOf = (id: string, line: Line): Item => ({ ...underWayKey(line.unit.id, id), projectId: id, line });

/** What a change of a project writes, so that its unit's list has it as it is then. */
export function underWayWrites(database: Database, before: Standing | null, after: Standing): Write[] {
  const { id } = after.record;
  const [was, is] = [before ? lineOf(before) : undefined, lineOf(after)];
  const isSame = was !== undefined && is !== undefined && canonical(was) === canonical(is);
  const isElsewhere = was !== undefined && was.unit.id !== is?.unit.id;
  const TableName = database.projects;
  return [
    ...(isElsewhere ? [{ name: 'under-way', Delete: { TableName, Key: underWayKey(was.unit.id, id) } }] : []),
    ...(is && !isSame ? [{ name: 'under-way', Put: { TableName, Item: itemOf(id, is) } }] : []),
  ];
}

/** Some that an earlier release began at once: each is read alone. */
const AT_ONCE = 12;

/** Lists a project that an earlier release began, unless a change has listed it. What ended meanwhile is let go again. */
async function list(database: Database, unit: string, id: string): Promise<void> {
  const loaded = await loadProject(database, id);
  const line = loaded && lineOf(loaded);
  if (!line || line.unit.id !== unit) return;
  try {
    await database.put(database.projects, itemOf(id, line), 'attribute_not_exists(pk)');
  } catch (error) {
    if (error instanceof ConditionRefused) return;
    throw error;
  }
  // A change that came in between has written the item itself, unless it had to take one away that was not there yet.
  const after = await loadProject(database, id);
  const left = after && lineOf(after);
  if (left?.unit.id !== unit) await database.delete(database.projects, underWayKey(unit, id));
}

/** Once for each unit: what was under way before there was this list is listed. */
async function complete(database: Database, unit: string): Promise<void> {
  const ids: string[] = [];
  for await (const { id, state } of everyProjectOf(database, unit)) if (!isOver(state)) ids.push(id);
  await inTurns(ids, AT_ONCE, (id) => list(database, unit, id));
  await database.put(database.projects, underWayKey(unit, UNDER_WAY_HEAD));
}

/** More than any unit works on at a time; some 400 KB. */
const MOST_LINES = 1_000;

const listed = z.lazy(() => z.object({ projectId: z.string(), line: underWayLine }));

export interface UnderWayList {
  readonly lines: readonly UnderWay[];
  /** Whether there are more than were read. */
  readonly more: boolean;
}

/** What a unit (USCC) has under way, read strongly. It costs that, however much has ended. */
export async function underWayOf(database: Database, unit: string): Promise<UnderWayList> {
  const { pk } = underWayKey(unit, '');
  const { items, next } = await database.query({
    TableName: database.projects,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    Limit: MOST_LINES + 1,
  });
  const [head, ...rest] = items;
  if (head?.sk !== UNDER_WAY_HEAD) {
    await complete(database, unit);
    return underWayOf(database, unit);
  }
  const lines = rest.map((item) => {
    const { projectId, line } = listed.parse(item);
    return { projectId, ...line };
  });
  return { lines, more: next !== undefined };
}
