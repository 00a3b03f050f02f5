import * as z from 'zod';
import { enteredDirectory, enteredPerson, enteredUnit } from '../../workflow/directory.ts';
import type { RouteRows } from '../route.ts';

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
} as const satisfies RouteRows;
