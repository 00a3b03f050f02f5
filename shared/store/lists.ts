import * as z from 'zod';
import { type ProjectLine, projectStates, type RequestLine } from '../project/views.ts';
import type { Database, Item } from './database.ts';

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

const requestLine = z.object({
  projectId: z.string(),
  title: z.string(),
  unitName: z.string(),
  stage: z.string(),
  revision: z.int(),
  requestedFen: z.int().nullable(),
  deadline: z.string(),
  assignees: z.array(z.object({ id: z.string() })),
});

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

/** A unit's projects, newest first. */
export async function projectsOfUnit(database: Database, unit: string): Promise<ProjectLine[]> {
  const items = await all(database, 'by-unit', 'unitId', unit, false);
  return items.map((item) => {
    const { stage, approvedFen, ...line } = projectLine.parse(item);
    return { ...line, stage: stage ?? null, approvedFen: approvedFen ?? null };
  });
}

/** The open requests that ask a person, the most urgent first. */
export async function requestsFor(
  database: Database,
  askedUnits: readonly string[],
  person: string,
): Promise<RequestLine[]> {
  const lists = await Promise.all(
    askedUnits.map((unit) => all(database, 'by-asked', 'askedUnit', unit, true)),
  );
  return lists
    .flat()
    .map((item) => requestLine.parse(item))
    .filter((line) => line.assignees.some((assignee) => assignee.id === person))
    .map(({ assignees: _, ...line }) => line)
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1));
}
