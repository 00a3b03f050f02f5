import * as z from 'zod';
import { canonical } from '../history/canonical.ts';
import { isOver } from '../history/vocabulary.ts';
import { inTurns } from '../runtime/in-turns.ts';
import { ConditionRefused, type Database, type Item, readPartition, type Write } from '../store/database.ts';
import { UNDER_WAY_HEAD, underWayKey } from './keys.ts';
import { type ListedLine, lineOf as listedAs, listedLine } from './listed-line.ts';
import { everyProjectOf } from './lists.ts';
import { loadProject } from './load.ts';
import { findingCounts, type ProjectRecord, type RequestRecord } from './records.ts';

/**
 * What a unit has under way, drafts and what is in review: items beside the records, written in the same transactions.
 * Each says as well how its unit's list has the project.
 */

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

/** What a line says of how lists have its project, as far as its unit has not changed that since it was handed in. */
const saidOf = (id: string, line: Line): Partial<ListedLine> => {
  const { title, unit, budgetYear, state, stage, revision, requestedFen } = line;
  return { id, title, unit, budgetYear, state, revision, requestedFen, ...(stage === null ? {} : { stage }) };
};

/** What lists say of a project and its line does not: a unit's desk reads it as well, and pays for it by size. */
function unsaidOf(listed: ListedLine, line: Line): Item {
  const said: Item = saidOf(listed.id, line);
  return Object.fromEntries(
    Object.entries(listed).filter(
      ([name, value]) => !(name in said) || canonical(said[name]) !== canonical(value),
    ),
  );
}

/** Undefined of what has ended. In an earlier release the unit's list had a line of its own. */
function itemOf(standing: Standing): Item | undefined {
  const line = lineOf(standing);
  const { record } = standing;
  return (
    line && {
      ...underWayKey(line.unit.id, record.id),
      ...{ projectId: record.id, line },
      ...(record.oneLine ? { listed: unsaidOf(listedAs(record), line) } : {}),
    }
  );
}

/** What a change of a project writes, so that its unit's list has it as it is then. */
export function underWayWrites(database: Database, before: Standing | null, after: Standing): Write[] {
  const [was, is] = [before ? itemOf(before) : undefined, itemOf(after)];
  const TableName = database.projects;
  const put: Write[] = is ? [{ name: 'under-way', Put: { TableName, Item: is } }] : [];
  if (!before || !was) return put;
  const { pk, sk } = was;
  if (pk !== is?.pk) return [{ name: 'under-way', Delete: { TableName, Key: { pk, sk } } }, ...put];
  return canonical(was) === canonical(is) ? [] : put;
}

/** Some that an earlier release began at once: each is read alone. */
const AT_ONCE = 12;

/** Lists a project that an earlier release began, unless a change has listed it. What ended meanwhile is let go again. */
async function list(database: Database, unit: string, id: string): Promise<void> {
  const loaded = await loadProject(database, id);
  const item = loaded && itemOf(loaded);
  const { pk } = underWayKey(unit, id);
  if (item?.pk !== pk) return;
  try {
    await database.put(database.projects, item, 'attribute_not_exists(pk)');
  } catch (error) {
    if (error instanceof ConditionRefused) return;
    throw error;
  }
  // A change that came in between has written the item itself, unless it had to take one away that was not there yet.
  const after = await loadProject(database, id);
  const left = after && itemOf(after);
  if (left?.pk !== pk) await database.delete(database.projects, underWayKey(unit, id));
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

const underWayItem = z.lazy(() =>
  z.object({
    projectId: z.string(),
    line: underWayLine,
    /** How its unit's list has it, as far as the line does not say it; earlier releases wrote none. */
    listed: z.record(z.string(), z.unknown()).optional(),
  }),
);

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
    const { projectId, line } = underWayItem.parse(item);
    return { projectId, ...line };
  });
  return { lines, more: next !== undefined };
}

function listedIn(item: Item): ListedLine | undefined {
  const { projectId, line, listed } = underWayItem.parse(item);
  return listed && listedLine.parse({ ...saidOf(projectId, line), ...listed });
}

/** As an earlier release wrote it: how lists have it stands in its record, unless they do not have it yet. */
async function listedByRecord(database: Database, id: string): Promise<ListedLine[]> {
  const loaded = await loadProject(database, id, 'eventually');
  return loaded?.record.listed === undefined ? [] : [listedAs(loaded.record)];
}

/** How a unit's list has a project that it has under way; undefined where nothing says so. */
export async function listedUnderWay(
  database: Database,
  unit: string,
  id: string,
): Promise<ListedLine | undefined> {
  const item = await database.get(database.projects, underWayKey(unit, id));
  return item && listedIn(item);
}

/** How a unit's list has all that the unit has under way, in no order; by the cheaper read, as lists are read. */
export async function allListedUnderWay(database: Database, unit: string): Promise<ListedLine[]> {
  const { pk } = underWayKey(unit, '');
  let items = await readPartition(database, pk, undefined, 'eventually');
  if (items[0]?.sk !== UNDER_WAY_HEAD) {
    await complete(database, unit);
    items = await readPartition(database, pk);
  }
  const [, ...rest] = items;
  return (
    await inTurns(rest, AT_ONCE, async (item) => {
      const line = listedIn(item);
      return line ? [line] : listedByRecord(database, underWayItem.parse(item).projectId);
    })
  ).flat();
}
