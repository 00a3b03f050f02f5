import { HTML } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

const fn = 'static';

export const staticRows = {
  'GET /assets/{file}': {
    fn,
    useCase: 'serve-asset',
    summary: 'A stylesheet or script of the pages',
    who: 'public',
    answers: { 200: { description: 'The file', types: ['text/css', 'text/javascript'] } },
    problems: ['not-found'],
  },
  'GET /about': {
    fn,
    useCase: 'show-about',
    summary: 'What this is and how to begin, for people',
    who: 'public',
    answers: { 200: { description: 'The page', types: [HTML] } },
  },
  'GET /openapi.json': {
    fn,
    useCase: 'describe-api',
    summary: 'This document',
    who: 'public',
    answers: { 200: { description: 'OpenAPI 3.1', types: ['application/json'] } },
  },
  'GET /health': {
    fn,
    useCase: 'report-health',
    summary: 'Whether the product answers',
    who: 'public',
    answers: { 200: { description: 'It does', schema: 'Health' } },
  },
  'GET /health/ready': {
    fn,
    useCase: 'report-readiness',
    summary: 'Whether the tables answer, and what follows from events is worked off; 503 where not',
    who: 'public',
    answers: { 200: { description: 'They do, and it is', schema: 'Health' } },
    problems: ['not-ready'],
  },
} as const satisfies RouteRows;
