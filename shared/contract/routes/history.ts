import { historyQuery, overviewQuery, timelineQuery } from '../bodies.ts';
import { CSV, HTML, NDJSON } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

const fn = 'history';
const auditors = { roles: ['auditor'] } as const;
const exports = [HTML, CSV, NDJSON];
const EXPORT =
  "As CSV or NDJSON an export in pages of up to 500 events: following `Link` gives one file, whose last row or line is the trailer with the count and the sums of both columns of amounts. It is recorded in the caller's own chain before its first page is answered, and goes on for a day.";

export const historyRows = {
  'GET /history': {
    fn,
    summary:
      'Events of all projects, by any side of them; a few seconds behind now, a single chain to its end',
    who: auditors,
    query: historyQuery,
    answers: {
      200: { description: `A page of events. ${EXPORT}`, schema: 'Events', types: exports, next: true },
    },
    problems: ['conflict'],
    records: ['exported'],
  },
  'GET /history/overview': {
    fn,
    summary:
      'What the events of a period come to: waiting times, decisions, amounts, open requests, red flags',
    who: auditors,
    query: overviewQuery,
    answers: { 200: { description: 'The numbers', schema: 'Overview', types: [HTML] } },
  },
  'GET /history/details/{hash}': {
    fn,
    summary: 'The directory or the rules that an event binds by its `detailsHash`',
    who: auditors,
    answers: { 200: { description: 'As they were in force then', types: ['application/json'] } },
    problems: ['not-found'],
  },
  'GET /projects/{id}/history': {
    fn,
    summary: 'All events of a project, oldest first',
    who: 'signed-in',
    query: timelineQuery,
    answers: {
      200: { description: `The events. ${EXPORT}`, schema: 'Events', types: exports, next: true },
    },
    problems: ['not-found', 'conflict'],
    records: ['exported'],
  },
  'GET /projects/{id}/history/verification': {
    fn,
    summary:
      "Check the chain of a project's events. That it was checked is recorded in the caller's own chain",
    who: auditors,
    answers: { 200: { description: 'What the check found', schema: 'Verification' } },
    problems: ['not-found', 'conflict'],
    records: ['verified'],
  },
} as const satisfies RouteRows;
