import * as z from 'zod';
import { HTML, PDF, TEXT, WORD } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

/** `GET /projects/{id}/document` */
export const documentQuery = z.lazy(() =>
  z.strictObject({
    format: z
      .enum(['docx', 'pdf', 'txt'])
      .optional()
      .describe('A Word file, a PDF or a plain text in place of the page'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('The content hash on a printed document: the page says whether it matches'),
  }),
);
export type DocumentParameters = z.infer<typeof documentQuery>;

export const documentRows = {
  'GET /projects/{id}/document': {
    fn: 'document',
    useCase: 'show-document',
    summary:
      'The official document of a project, in Chinese: a page to print, a Word file, a PDF, or a plain text',
    who: 'signed-in',
    programs: true,
    query: documentQuery,
    answers: { 200: { description: 'The document', types: [HTML, WORD, PDF, TEXT] } },
    problems: ['not-found'],
  },
} as const satisfies RouteRows;
