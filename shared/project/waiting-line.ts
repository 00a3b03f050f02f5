import * as z from 'zod';
import { findingCounts, type ProjectRecord, type RequestRecord } from './records.ts';

/** An open request as it stands in the list of whomever it asks. */
export const waitingLine = z.lazy(() =>
  z.object({
    title: z.string(),
    unit: z.object({ id: z.string(), name: z.string() }),
    budgetYear: z.int().nullable(),
    requestedFen: z.int(),
    /** What the decisions so far have left of it; null until one was made. */
    approvedFen: z.int().nullable(),
    /** UTC */
    requestedAt: z.string(),
    deadline: z.string(),
    findings: findingCounts.optional(),
    /** In whose place the person is asked. */
    onBehalfOf: z.string().optional(),
    /** Since when the newest mail about it is known not to have arrived. */
    undeliveredAt: z.string().optional(),
    /** When the unit last urged. */
    urgedAt: z.string().optional(),
  }),
);
export type WaitingLine = z.infer<typeof waitingLine>;

/** Whether a request asks a person and still waits for them. */
export const asks = ({ status, assignees, decisions }: RequestRecord, person: string): boolean =>
  status === 'open' &&
  assignees.some(({ id }) => id === person) &&
  !decisions.some(({ by }) => by.id === person);

/** The line of a request that asks a person. */
export function waitingLineOf(
  { unit, budgetYear, findings, flow }: Pick<ProjectRecord, 'unit' | 'budgetYear' | 'findings' | 'flow'>,
  { title, requestedFen, requestedAt, deadline, urgedAt }: RequestRecord,
  { onBehalfOf, undeliveredAt }: RequestRecord['assignees'][number],
): WaitingLine {
  return {
    title,
    unit,
    budgetYear,
    requestedFen,
    approvedFen: flow.approvedFen,
    requestedAt,
    deadline,
    ...(findings === undefined ? {} : { findings }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(undeliveredAt === undefined ? {} : { undeliveredAt }),
    ...(urgedAt === undefined ? {} : { urgedAt }),
  };
}
