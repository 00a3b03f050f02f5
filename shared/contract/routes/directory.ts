import * as z from 'zod';
import { enteredDirectory, enteredPerson, enteredUnit } from '../../workflow/directory.ts';
import { storedSettings } from '../../workflow/settings.ts';
import { HTML } from '../media-types.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'directory';
const administrators = { roles: ['administrator'] } as const;
const stored = { description: 'The directory', schema: 'Directory', etag: true } as const;
const unit = { description: 'The unit', schema: 'Unit', etag: true } as const;
const person = { description: 'The person', schema: 'Person', etag: true } as const;
const administering = { description: 'Who administers', schema: 'Administrators', etag: true } as const;

/** As many lines as a page shows. */
const PAGE = 50;
const listQuery = z.strictObject({
  q: z.string().max(100).optional().describe('Words of a name, an id or an address'),
  limit: z.coerce.number().int().min(1).max(200).default(PAGE),
  cursor: z.string().max(64).optional().describe('`next` of the page before'),
});

/** `PUT /directory/administrators` */
export const administratorsBody = z.array(z.string()).max(20);

/** A change of what its caller has read. */
const change = {
  fn,
  who: administrators,
  ifMatch: 'or-first',
  problems: ['version-required', 'stale-version'],
  records: ['directory-changed'],
} as const;
const removal = {
  ...change,
  ifMatch: 'required',
  answers: { 204: { description: 'It is removed' } },
  problems: ['not-found', 'version-required', 'stale-version', 'invalid-body'],
} as const;

const settings = {
  description: 'The settings in force, also where the office set none',
  schema: 'Settings',
  etag: true,
  types: [HTML],
} as const;
const settingsForm = z
  .object({
    version: z.string().describe('The version that was read, in place of If-Match; 0 before the first'),
    intent: z
      .string()
      .optional()
      .describe('What a button asks for: `add` or `remove:0`, a round; it saves nothing'),
  })
  .catchall(z.string())
  .describe('Beside these the settings by their paths: `lapseDays`, `rounds.0.opensAt`');

export const directoryRows = {
  'GET /directory': {
    fn,
    useCase: 'show-directory',
    summary: 'Units, posts and who holds them',
    who: administrators,
    answers: { 200: stored },
  },
  'PUT /directory': {
    ...change,
    useCase: 'replace-directory',
    summary: 'Replace the directory',
    body: enteredDirectory,
    answers: { 200: stored },
  },
  'GET /directory/units': {
    fn,
    useCase: 'list-units',
    summary: 'The units, in the order of their ids',
    who: administrators,
    query: listQuery,
    answers: { 200: { description: 'A page of units', schema: 'Units', next: true } },
  },
  'GET /directory/units/{unit}': {
    fn,
    useCase: 'show-unit',
    summary: 'A unit with its posts',
    who: administrators,
    answers: { 200: unit },
    problems: ['not-found'],
  },
  'PUT /directory/units/{unit}': {
    ...change,
    useCase: 'put-unit',
    summary: 'Add a unit, or change one',
    body: enteredUnit,
    answers: { 200: unit },
  },
  'DELETE /directory/units/{unit}': {
    ...removal,
    useCase: 'remove-unit',
    summary: 'Remove a unit that has no people and that no other names',
  },
  'GET /directory/people': {
    fn,
    useCase: 'list-people',
    summary: 'The people, in the order of their ids',
    who: administrators,
    query: listQuery,
    answers: { 200: { description: 'A page of people', schema: 'People', next: true } },
  },
  'GET /directory/people/{person}': {
    fn,
    useCase: 'show-person',
    summary: 'A person',
    who: administrators,
    answers: { 200: person },
    problems: ['not-found'],
  },
  'PUT /directory/people/{person}': {
    ...change,
    useCase: 'put-person',
    summary: 'Add a person, or change one',
    body: enteredPerson,
    answers: { 200: person },
  },
  'DELETE /directory/people/{person}': {
    ...removal,
    useCase: 'remove-person',
    summary: 'Remove a person whom no post and no absence names',
  },
  'GET /directory/administrators': {
    fn,
    useCase: 'show-administrators',
    summary: 'Who is told what nobody else can see to',
    who: administrators,
    answers: { 200: administering },
  },
  'PUT /directory/administrators': {
    ...change,
    ifMatch: 'required',
    useCase: 'put-administrators',
    summary: 'Say who administers',
    body: administratorsBody,
    answers: { 200: administering },
  },
  'GET /settings': {
    fn,
    useCase: 'show-settings',
    summary: 'Thresholds, deadlines, days until a lapse, contact and rounds',
    who: administrators,
    query: z.strictObject({ notice: z.enum(['saved']).optional().describe('What the page says happened') }),
    answers: { 200: settings },
  },
  'PUT /settings': {
    fn,
    useCase: 'change-settings',
    summary:
      'Replace the settings; what is left out is as the deployment has it. They hold from the next decision on',
    who: administrators,
    body: storedSettings,
    ifMatch: 'or-first',
    answers: { 200: { ...settings, types: [] } },
    problems: ['version-required', 'stale-version'],
    records: ['settings-changed'],
  },
  // PUT for a page without JavaScript: the form says the version.
  'POST /settings': {
    fn,
    useCase: 'change-settings',
    summary: 'Change the settings from their page',
    who: administrators,
    form: settingsForm,
    answers: { 200: { description: 'The page with one round more or less', types: [HTML] }, 303: movedOn },
    problems: ['version-required', 'stale-version'],
    records: ['settings-changed'],
  },
} as const satisfies RouteRows;
