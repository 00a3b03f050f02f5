import * as z from 'zod';
import { type OpenRequest, openRequest, type ProjectLine, type RequestLine } from '../contract/views.ts';
import { projectStates } from '../history/vocabulary.ts';
import type { Database, Item } from '../store/database.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { provisionally } from '../values/working-days.ts';

/**
 * The lists of the desk, from the indexes: they lag a moment behind the record, and nothing about rights is decided
 * from them.
 */

const projectLine = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(projectStates),
  stage: z.string().optional(),
  revision: z.int(),
  budgetYear: z.int().nullable(),
  requestedFen: z.int().nullable(),
  approvedFen: z.int().optional(),
  createdAt: z.string(),
});

const requestItem = openRequest.omit({ overdue: true, deadlineProvisional: true });

/** A desk shows the newest; whoever needs more searches. */
const MOST_LINES = 200;

async function all(database: Database, index: string, attribute: string, value: string, forward: boolean) {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': attribute },
      ExpressionAttributeValues: { ':value': value },
      ScanIndexForward: forward,
      ExclusiveStartKey: start,
      Limit: MOST_LINES,
    });
    items.push(...page.items);
    start = page.next;
  } while (start && items.length < MOST_LINES);
  return items;
}

/** All projects of a unit, page by page as they are asked for. */
export async function* everyProjectOf(
  database: Database,
  unit: string,
): AsyncGenerator<{ readonly id: string; readonly state: string }> {
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      IndexName: 'by-unit',
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': 'unitId' },
      ExpressionAttributeValues: { ':value': unit },
      ExclusiveStartKey: start,
      Limit: MOST_LINES,
    });
    for (const item of page.items) yield projectLine.parse(item);
    start = page.next;
  } while (start);
}

/** A unit's projects, newest first. */
export async function projectsOfUnit(database: Database, unit: string): Promise<ProjectLine[]> {
  const items = await all(database, 'by-unit', 'unitId', unit, false);
  return items.map((item) => {
    const { stage, approvedFen, ...line } = projectLine.parse(item);
    return { ...line, stage: stage ?? null, approvedFen: approvedFen ?? null };
  });
}

/** What lists are looked at by: the time, and the working calendar. */
interface Today {
  readonly now: Date;
  readonly calendar: Calendar;
}

/** The open requests that ask posts of these units, the most urgent first. */
export async function openRequests(
  database: Database,
  askedUnits: readonly string[],
  { now, calendar }: Today,
): Promise<OpenRequest[]> {
  const lists = await Promise.all(
    askedUnits.map((unit) => all(database, 'by-asked', 'askedUnit', unit, true)),
  );
  return lists
    .flat()
    .map((item) => requestItem.parse(item))
    .map((request) => ({
      ...request,
      overdue: request.deadline < now.toISOString(),
      // When it was asked the index does not say; years are announced in their order, so the last one tells.
      ...provisionally(calendar, request.deadline, request.deadline),
    }))
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1));
}

/** Those of them that ask a person. */
export async function requestsFor(
  database: Database,
  askedUnits: readonly string[],
  person: string,
  today: Today,
): Promise<RequestLine[]> {
  const requests = await openRequests(database, askedUnits, today);
  return requests.flatMap(({ assignees, ...line }) => {
    const own = assignees.find(({ id }) => id === person);
    return own ? [{ ...line, undelivered: own.undeliveredAt !== undefined }] : [];
  });
}
