import * as z from 'zod';
import { Problem } from '../../../shared/contract/problem.ts';
import type { ListParameters } from '../../../shared/contract/routes/projects.ts';
import { digest } from '../../../shared/history/digest.ts';

/** Where a list goes on, bound to what it was asked for: of another question it would answer a third one. */

const cursorSchema = z.lazy(() =>
  z.strictObject({
    q: z.string(),
    /** A place in the lists; absent at their beginning. */
    after: z
      .string()
      .regex(/^\d{4}#\d{4}-\d\d-\d\dT[\d:.]{12}Z#[0-9A-Z-]{1,40}$/)
      .optional(),
    /** In an order by amount, behind which of those that are sorted from that place on. */
    past: z
      .string()
      .regex(/^\d{16} [0-9A-Z-]{1,40}$/)
      .optional(),
  }),
);
export type ListPlace = Omit<z.infer<typeof cursorSchema>, 'q'>;

const markOf = ({ cursor: _c, limit: _l, format: _f, rows: _r, ...asked }: ListParameters): string =>
  digest(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))).slice(0, 16);

/** @throws Problem `invalid-parameter` */
export function readCursor(query: ListParameters): ListPlace {
  const { cursor, year } = query;
  if (cursor === undefined) return {};
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      } catch {
        context.addIssue('not a cursor');
        return z.NEVER;
      }
    })
    .safeParse(cursor);
  const isOurs =
    parsed.success &&
    parsed.data.q === markOf(query) &&
    (year === undefined || (parsed.data.after ?? `${year}#`).startsWith(`${year}#`));
  if (isOurs) return parsed.data;
  throw new Problem('invalid-parameter', {
    detail: {
      zh: '游标不属于这次查询：请从第一页重新开始',
      en: 'The cursor belongs to another query: please begin with the first page',
    },
  });
}

export const writeCursor = (query: ListParameters, place: ListPlace): string =>
  Buffer.from(JSON.stringify({ ...place, q: markOf(query) })).toString('base64url');
