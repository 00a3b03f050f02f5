import * as z from 'zod';
import { Problem } from '../../shared/contract/problem.ts';

/**
 * How far an export has come. It carries what its pages held so far, so that the trailer on the last page speaks of
 * all of them, and names the event that recorded it.
 */
const exportCursor = z.lazy(() =>
  z.strictObject({
    /** The query's own cursor. */
    c: z.string(),
    /** The number of the `exported` event in the reader's chain. */
    x: z.int().min(1),
    /** How many events, and the sums of their amounts in fen. */
    n: z.int().min(0),
    r: z.int(),
    a: z.int(),
  }),
);
export type ExportCursor = z.infer<typeof exportCursor>;

export const foreignCursor = (cause?: unknown): Problem =>
  new Problem('invalid-parameter', {
    detail: {
      zh: '游标不属于这次查询，请从头开始',
      en: 'The cursor does not belong to this query. Begin it again',
    },
    cause,
  });

/** @throws Problem `invalid-parameter` */
export function readExportCursor(text: string): ExportCursor {
  try {
    return exportCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch (error) {
    throw foreignCursor(error);
  }
}

export const writeExportCursor = (cursor: ExportCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');
