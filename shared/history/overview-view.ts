import * as z from 'zod';
import { flags } from './red-flags.ts';
import { outcomes } from './vocabulary.ts';

const count = z.int().min(0);
const fen = z.int().min(0);
const utc = z.iso.datetime();
const days = z.number().min(0).describe('Working days of nine hours');

/** What an overview answers to programs: the numbers of its page. */
export const overviewView = z.object({
  asked: z.object({
    from: utc.describe('Inclusive'),
    to: utc.describe('Exclusive'),
    unit: z.string().optional(),
    year: z.int().optional(),
  }),
  counted: z.object({
    from: utc.describe('Later than asked where the period holds more events than are read for one answer'),
    to: utc,
    events: count,
    complete: z.boolean().describe('Whether all that was asked for was counted'),
  }),
  decisions: z.array(
    z.object({ month: z.string().describe('In Beijing'), byOutcome: z.record(z.enum(outcomes), count) }),
  ),
  waits: z.array(
    z.object({
      stage: z.string(),
      count,
      medianDays: days,
      ninthDecileDays: days,
      bins: z.array(z.object({ fromDays: days, toDays: days.nullable(), count })),
    }),
  ),
  amounts: z.array(z.object({ unit: z.string(), projects: count, requestedFen: fen, approvedFen: fen })),
  open: z.object({
    requests: z.array(
      z.object({
        projectId: z.string(),
        stage: z.string(),
        revision: z.int(),
        requestedAt: utc,
        deadline: utc,
        elapsedDays: z.number().min(0).describe('Days of 24 hours since it was asked'),
        deadlineProvisional: z
          .literal(true)
          .optional()
          .describe('Only where the deadline lies in a year whose holidays are not announced yet'),
        days,
        overdue: z.boolean(),
      }),
    ),
    complete: z.boolean(),
  }),
  flags: z.record(z.enum(flags), count),
  splits: z.array(
    z.object({
      unit: z.string(),
      budgetYear: z.int(),
      thresholdFen: fen,
      sumFen: fen,
      parts: z.array(z.object({ projectId: z.string(), seq: z.int(), requestedFen: fen })),
    }),
  ),
});
export type OverviewView = z.infer<typeof overviewView>;
