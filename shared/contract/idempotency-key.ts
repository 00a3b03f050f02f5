import * as z from 'zod';

/** Clients take random ids of some 40 characters; a much longer one would not fit into the key of a table. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .describe('The same call twice has one effect. 1 to 200 visible ASCII characters');
