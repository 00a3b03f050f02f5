import * as z from 'zod';
import { cannedOpinions } from '../../workflow/canned-opinions.ts';
import { person } from '../../workflow/directory.ts';
import { wholeNumber } from '../fields.ts';
import { HTML } from '../media-types.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'directory';

/** What somebody says of themselves; all else of a person is an administrator's to say. */
export const ownChoices = z.lazy(() =>
  z.strictObject({
    language: z.enum(['zh', 'en']).describe('Of mails, and of pages where the browser chose none'),
    mail: z.enum(['each', 'daily']).describe('A mail for each matter, or one digest on each working day'),
    followsUnit: z.boolean().describe('Whether the person is told what becomes of all projects of the unit'),
    absences: person.unwrap().shape.absences.unwrap().describe('Days in Beijing, both included'),
  }),
);
export type OwnChoices = z.infer<typeof ownChoices>;

const shownOnly = z.unknown().optional().describe('As `GET` shows it; nothing follows from it');
/** `PUT /me`: what `GET /me` shows can be sent back whole. */
const meBody = z.lazy(() =>
  ownChoices.unwrap().extend({
    followsUnit: ownChoices.unwrap().shape.followsUnit.optional().describe('Absent: as it is'),
    opinions: cannedOpinions.optional().describe('Absent: as they are'),
    person: shownOnly,
    roles: shownOnly,
    posts: shownOnly,
    standsInFor: shownOnly,
    sessions: shownOnly,
  }),
);

const PAGE = 20;

const me = { description: 'Who is signed in', schema: 'Me', etag: true } as const;
const types = [HTML] as const;

export const meRows = {
  'GET /me': {
    fn,
    useCase: 'show-me',
    summary: 'One’s own choices, absences and canned opinions, roles, posts and sessions',
    who: 'signed-in',
    query: z.lazy(() =>
      z.strictObject({
        notice: z.enum(['saved', 'opinions']).optional().describe('What the page says happened'),
      }),
    ),
    answers: { 200: { ...me, types } },
  },
  'PUT /me': {
    fn,
    useCase: 'put-me',
    again: 'told',
    summary: 'Change one’s own choices, absences and canned opinions',
    who: 'signed-in',
    body: meBody,
    ifMatch: 'required',
    answers: { 200: me },
    problems: ['version-required', 'stale-version'],
    records: ['directory-changed'],
  },
  'POST /me': {
    fn,
    useCase: 'put-me',
    again: 'told',
    summary: 'Change one’s own choices and absences from the page',
    who: 'signed-in',
    form: z.lazy(() =>
      z
        .object({
          version: z.string().describe('The version that was read, in place of If-Match'),
          intent: z
            .string()
            .optional()
            .describe('What a button asks for: `save`, or a change of rows: `add`, `remove:2`'),
          language: z.string(),
          mail: z.string(),
          followsUnit: z.string().optional(),
        })
        .catchall(z.string())
        .describe('Beside these the absences by their paths: `absences.0.from`'),
    ),
    answers: { 200: { description: 'The page with rows more or less', types }, 303: movedOn },
    problems: ['version-required', 'stale-version', 'invalid-body'],
    records: ['directory-changed'],
  },
  'POST /me/opinions': {
    fn,
    useCase: 'put-opinions',
    again: 'told',
    summary: 'Replace one’s own canned opinions (常用意见) from the page; programs use `PUT /me`',
    who: 'signed-in',
    form: z.lazy(() =>
      z.object({
        version: z.string().describe('The version that was read, in place of If-Match'),
        opinions: z.string().describe('One on each line'),
      }),
    ),
    answers: { 303: movedOn },
    problems: ['version-required', 'stale-version', 'invalid-body'],
  },
  'GET /me/decisions': {
    fn,
    useCase: 'list-own-decisions',
    summary: 'What one has decided, the newest first',
    who: 'signed-in',
    query: z.lazy(() =>
      z.strictObject({
        limit: wholeNumber(1, 100).default(PAGE),
        cursor: z.string().max(2_000).optional().describe('`next` of the page before'),
      }),
    ),
    answers: { 200: { description: 'A page of decisions', schema: 'OwnDecisions', next: true, types } },
  },
} as const satisfies RouteRows;
