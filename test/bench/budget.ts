import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const budgetSchema = z.strictObject({
  units: z.strictObject({
    stateTransitions: z.number(),
    invocations: z.number(),
    writeUnits: z.number(),
    writeUnitsAim: z.number(),
    readUnits: z.number(),
    mails: z.number(),
  }),
  imports: z.strictObject({
    /** Of a function that answers people. */
    ratio: z.number(),
    othersRatio: z.number(),
    /** The bundle of one function, minified. */
    largestKib: z.number(),
  }),
  firstAnswer: z.strictObject({ ratio: z.number(), ratioAim: z.number() }),
  throughput: z.strictObject({
    flowsPerSecond: z.number(),
    flowsPerSecondAim: z.number(),
    shareOfDatabaseAim: z.number(),
    /** Of the host and its database, for each flow. */
    processorMs: z.number(),
    processorMsAim: z.number(),
    /** Medians, while eight clients work. */
    answerMsAim: z.strictObject({ form: z.number(), decisionPage: z.number(), decision: z.number() }),
    /** What 99 of 100 answers keep to, in medians. */
    slowestRatioAim: z.number(),
  }),
  startUp: z.strictObject({ firstSeconds: z.number(), unchangedSeconds: z.number() }),
  memory: z.strictObject({
    residentMb: z.number(),
    residentMbAim: z.number(),
    /** The most while eight clients work. */
    workingMb: z.number(),
    workingMbAim: z.number(),
  }),
  /** What the platform may take beyond what it has while fifty files of 5 MB come at once. */
  attachments: z.strictObject({ memoryMb: z.number() }),
  verify: z.strictObject({
    eventsPerSecond: z.number(),
    eventsPerSecondAim: z.number(),
    memoryRatio: z.number(),
  }),
  /** Of a .docx: seconds of processor, memory of the process, and ratios within one run. */
  files: z.strictObject({
    importSecondsAim: z.number(),
    importRatio: z.number(),
    picturesMb: z.number(),
    textMb: z.number(),
    readRatio: z.number(),
  }),
  declaration: z.strictObject({ rulesMs: z.number(), formPageKib: z.number() }),
  /** From a key to the next paint, in the largest form. */
  typing: z.strictObject({ slowestMs: z.number() }),
  deciding: z.strictObject({
    startedWithinSeconds: z.number(),
    slowestSeconds: z.number(),
    ratio: z.number(),
    processorRatio: z.number(),
  }),
  /** `seconds` of one call that approves as many requests as it takes. */
  batch: z.strictObject({ seconds: z.number() }),
  sweep: z.strictObject({
    spreadUnits: z.number(),
    /** A run with nothing due also asks whether the office has changed. */
    unitsIdle: z.number(),
    unitsPerDue: z.number(),
    longestRunSeconds: z.number(),
    runsOfMany: z.number(),
    itemRatio: z.number(),
  }),
  /** With 2,000 units and 10,000 people, as against the sample directory. */
  office: z.strictObject({
    readUnits: z.number(),
    processorRatio: z.number(),
    changeSpreadUnits: z.number(),
    /** The directory's own pieces that a change rewrites are larger in a larger office. */
    changeOfficeUnits: z.number(),
    unitsPerRequest: z.number(),
    pageUnits: z.number(),
    /** A page of somebody's desk, with all that is read before: the session, the directory, the settings. */
    deskUnits: z.number(),
    deskMs: z.number(),
    deskKib: z.number(),
    pageSpreadUnits: z.number(),
  }),
  history: z.strictObject({ pageSpreadUnits: z.number(), appendSpreadUnits: z.number() }),
  /** `many-projects.ts`: what one answer may read more among a hundred times as many projects. */
  routes: z.strictObject({ spreadUnits: z.number() }),
  export: z.strictObject({ eventsPerSecond: z.number(), eventsPerSecondAim: z.number() }),
});
export type Budget = z.infer<typeof budgetSchema>;

/** What may be used: the one file that says when the run fails. */
export const budget: Budget = budgetSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8')),
);

/** One measured number held against the budget. */
export interface Check {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  /** `most`: the number may not be above the limit; `least`: not below. */
  readonly bound: 'most' | 'least';
  /** A limit fails the run; an aim is only reported. */
  readonly kind: 'limit' | 'aim';
  readonly holds: boolean;
}

export function check(
  what: string,
  measured: number,
  bound: 'most' | 'least',
  limit: number,
  kind: 'limit' | 'aim' = 'limit',
): Check {
  const holds = bound === 'most' ? measured <= limit : measured >= limit;
  return { what, measured, limit, bound, kind, holds };
}

/** What a part of the bench hands back: its numbers as JSON, and what the budget says of them. */
export interface Outcome {
  readonly numbers: unknown;
  readonly checks: readonly Check[];
}
