import * as z from 'zod';
import { day } from '../../values/dates.ts';
import { againstLine, issueOf } from '../../values/text-schema.ts';
import { emptyForm } from '../fields.ts';
import { HTML } from '../media-types.ts';
import { programRoles } from '../roles.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'directory';
const who = { roles: ['administrator'] } as const;
const types = [HTML] as const;
const records = ['program-changed'] as const;

/** Its event holds it, and stays small. */
export const LONGEST_PROGRAM_NAME = 60;
const reference = z.string().max(100);
const until = day.describe(
  'The last day in Beijing on which the key holds: today or later, two years at most',
);

/** `POST /directory/programs` */
export const programBody = z.lazy(() =>
  z.strictObject({
    name: z
      .string()
      .max(LONGEST_PROGRAM_NAME)
      .superRefine((text, context) => {
        const words = againstLine(text, true);
        if (words) context.addIssue(issueOf(words));
      }),
    role: z.enum(programRoles),
    person: reference
      .optional()
      .describe('The id of the person whom it acts as: who submits is a person, for separation of duties'),
    unit: reference.optional().describe('USCC, in the person’s place: of a program that reads for a unit'),
    until,
  }),
);
export type ProgramBody = z.infer<typeof programBody>;

/** `POST /directory/programs/{program}/renew` */
export const renewalBody = z.lazy(() => z.strictObject({ until }));

const program = { description: 'The program', schema: 'Program' } as const;

export const programRows = {
  'GET /directory/programs': {
    fn,
    useCase: 'list-programs',
    summary: 'The programs with keys of their own, the newest first',
    who,
    query: z.lazy(() =>
      z.strictObject({
        notice: z.enum(['renewed', 'revoked']).optional().describe('What the page says happened'),
      }),
    ),
    answers: { 200: { description: 'All of them', schema: 'Programs', types } },
  },
  'POST /directory/programs': {
    fn,
    useCase: 'add-program',
    again: 'told',
    summary: 'Give a program a key of its own, which is shown in this answer and never again',
    who,
    body: programBody,
    form: z.lazy(() =>
      z.object({
        name: z.string(),
        role: z.string(),
        person: z.string().optional().describe('An account, a name or a mailbox'),
        unit: z.string().optional().describe('A code, or words of a name'),
        until: z.string(),
      }),
    ),
    answers: { 201: { description: 'The program with its key', schema: 'ProgramKey', types } },
    records,
  },
  'POST /directory/programs/{program}/renew': {
    fn,
    useCase: 'renew-program',
    again: 'harmless',
    summary: 'Let a key hold longer, or less long; one that is revoked stays so',
    who,
    body: renewalBody,
    form: z.lazy(() => z.object({ until: z.string() })),
    answers: { 200: program, 303: movedOn },
    problems: ['not-found', 'stale-version'],
    records,
  },
  'POST /directory/programs/{program}/revoke': {
    fn,
    useCase: 'revoke-program',
    again: 'harmless',
    summary: 'Revoke a key for good, from the next call on; done again it changes nothing',
    who,
    form: emptyForm,
    answers: { 200: program, 303: movedOn },
    problems: ['not-found', 'stale-version'],
    records,
  },
} as const satisfies RouteRows;
