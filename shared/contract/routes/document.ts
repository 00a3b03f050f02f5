import { documentQuery } from '../bodies.ts';
import { HTML, WORD } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

export const documentRows = {
  'GET /projects/{id}/document': {
    fn: 'document',
    summary: 'The official document of a project, in Chinese: a page to print, or a Word file',
    who: 'signed-in',
    query: documentQuery,
    answers: { 200: { description: 'The document', types: [HTML, WORD] } },
    problems: ['not-found'],
  },
} as const satisfies RouteRows;
