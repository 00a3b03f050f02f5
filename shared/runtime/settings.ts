import * as z from 'zod';

/** A setting that is an amount in fen, or empty for none. */
export const optionalFen = z
  .string()
  .regex(/^\d{0,15}$/)
  .transform((text) => (text === '' ? null : Number(text)));
