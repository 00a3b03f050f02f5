import * as z from 'zod';

/** A setting that is an amount in fen, or empty for none. */
export const optionalFen = z
  .string()
  .regex(/^\d{0,15}$/)
  .transform((text) => (text === '' ? null : Number(text)));

/** The settings that the rules of a deployment are made of; whoever acts by them is given all of them. */
export const ruleSettings = {
  /** The ids of the forms that can be submitted, separated by commas. */
  FORMS: z.string().min(1),
  COLLECTIVE_THRESHOLD_FEN: optionalFen,
  CODE_THRESHOLD_FEN: optionalFen,
  /** Calendar days after which a returned project that is not handed in again lapses. */
  LAPSE_DAYS: z.coerce.number().int().positive(),
};

const rules = z.object(ruleSettings);
export type RuleSettings = z.infer<typeof rules>;
