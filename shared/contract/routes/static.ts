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
} as const satisfies RouteRows;
