import * as z from 'zod';
import { isOver, projectStates } from '../history/vocabulary.ts';
import { committedFen } from '../workflow/rounds.ts';
import { listPk } from './keys.ts';
import type { ProjectRecord } from './records.ts';

/**
 * A project as lists show it: as it was handed in last, so that nobody but its unit reads a draft there. What was never
 * handed in stands in its unit's own list alone. While a project goes on, its unit's list has it from what the unit has
 * under way (`under-way.ts`): one item says both. In earlier releases each had its own.
 */

export const listedLine = z.lazy(() =>
  z.object({
    id: z.string(),
    form: z.string(),
    title: z.string(),
    /** The title for whoever is no party to the project, where it is another one. */
    maskedTitle: z.string().optional(),
    unit: z.object({ id: z.string(), name: z.string() }),
    /** The unit whose posts decide on it. */
    finance: z.string().optional(),
    budgetYear: z.int().nullable(),
    /** When it was first handed in; begun, where it never was. UTC. */
    at: z.string(),
    isHandedIn: z.boolean(),
    state: z.enum(projectStates),
    stage: z.string().optional(),
    revision: z.int(),
    round: z.string().optional(),
    requestedFen: z.int().nullable(),
    /** What is left of it, while it counts: in review and approved. */
    leftFen: z.int().nullable(),
  }),
);
export type ListedLine = z.infer<typeof listedLine>;

export function lineOf(record: Omit<ProjectRecord, 'head'>): ListedLine {
  const { id, form, unit, flow, listing, finance, round } = record;
  const { state, revision } = flow;
  return {
    ...{ id, form, unit, state, revision },
    title: listing?.title ?? record.title,
    ...(listing?.maskedTitle === undefined ? {} : { maskedTitle: listing.maskedTitle }),
    ...(finance === undefined ? {} : { finance }),
    budgetYear: listing ? listing.budgetYear : record.budgetYear,
    at: listing?.at ?? record.createdAt,
    isHandedIn: listing !== undefined,
    ...(state === 'in-review' ? { stage: flow.stage } : {}),
    ...(round === undefined ? {} : { round }),
    requestedFen: listing ? flow.requestedFen : record.requestedFen,
    leftFen: state === 'in-review' || state === 'approved' ? committedFen(flow) : null,
  };
}

/** The lists, by whose they are. What is handed in to nobody has one as well: it is found there by those who see all. */
export const listOf = {
  unit: (id: string) => `U#${id}`,
  finance: (id: string) => `F#${id}`,
} as const;
const NO_FINANCE = '-';

export const financeOf = ({ finance }: Pick<ListedLine, 'finance'>): string => finance ?? NO_FINANCE;

/** Where a line stands in every list: by its budget year, then by its time. A draft's year is no year yet. */
export const placeOf = ({ isHandedIn, budgetYear, at, id }: ListedLine): string =>
  `${isHandedIn && budgetYear !== null ? budgetYear : '0000'}#${at}#${id}`;

/** A line, and whether it is an item of its unit's list: otherwise that has it from what the unit has under way. */
export interface Stood {
  readonly line: ListedLine;
  readonly isApart: boolean;
}

export const stoodAs = (line: ListedLine): Stood => ({ line, isApart: isOver(line.state) });

/** The keys of a line's items in the lists. */
export const lineKeys = ({ line, isApart }: Stood): { readonly pk: string; readonly sk: string }[] =>
  [
    ...(isApart ? [listOf.unit(line.unit.id)] : []),
    ...(line.isHandedIn ? [listOf.finance(financeOf(line))] : []),
  ].map((list) => ({ pk: listPk(list), sk: placeOf(line) }));
