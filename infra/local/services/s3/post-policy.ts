import * as z from 'zod';
import { S3Refusal } from './refusal.ts';

/** The fields of a form, by their names in lower case. */
export type Fields = Readonly<Record<string, string>>;

/** What somebody has signed that a form must be. */
export interface Policy {
  /** Milliseconds. */
  readonly expiration: number;
  readonly conditions: readonly Condition[];
}

type Condition =
  | { readonly is: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly is: 'length'; readonly min: number; readonly max: number };

const value = z.union([z.string(), z.number()]).transform(String);
const bytes = z.coerce.number().int().nonnegative();
const conditionSchema = z.union([
  z
    .record(z.string(), value)
    .refine((one) => Object.keys(one).length === 1)
    .transform((one): Condition[] =>
      Object.entries(one).map(([name, wanted]) => ({ is: 'eq', field: name.toLowerCase(), value: wanted })),
    ),
  z
    .tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), value])
    .transform(([is, name, wanted]): Condition[] => [
      { is, field: name.slice(1).toLowerCase(), value: wanted },
    ]),
  z
    .tuple([z.literal('content-length-range'), bytes, bytes])
    .transform(([, min, max]): Condition[] => [{ is: 'length', min, max }]),
]);
const policySchema = z.strictObject({
  expiration: z.iso.datetime().transform((text) => Date.parse(text)),
  conditions: z.array(conditionSchema).transform((all) => all.flat()),
});

/** @param text the form's field, JSON in base64 @throws S3Refusal for what is none */
export function readPolicy(text: string): Policy {
  try {
    return policySchema.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : 'Invalid JSON.';
    throw new S3Refusal(400, 'InvalidPolicyDocument', `Invalid Policy: ${cause}`);
  }
}

/** Fields that no policy has to name. */
const isFree = (name: string): boolean =>
  ['file', 'policy', 'x-amz-signature'].includes(name) || name.startsWith('x-ignore-');

/**
 * Holds the fields of a form against the policy that it came with: each condition must hold, and each field must be
 * named by one. The bucket counts as a field.
 *
 * @returns how long the file may be, in bytes
 * @throws S3Refusal in S3's own words
 */
export function demandPolicy(
  { expiration, conditions }: Policy,
  fields: Fields,
  now: number,
): { readonly min: number; readonly max: number } {
  if (now >= expiration) throw denied('Policy expired.');
  let [min, max] = [0, Number.POSITIVE_INFINITY];
  const named = new Set<string>();
  for (const condition of conditions) {
    if (condition.is === 'length') {
      // Of several, all hold.
      [min, max] = [Math.max(min, condition.min), Math.min(max, condition.max)];
      continue;
    }
    named.add(condition.field);
    if (!holds(condition, fields[condition.field] ?? '')) {
      const words = [condition.is, `$${condition.field}`, condition.value];
      throw denied(`Policy Condition failed: ${JSON.stringify(words)}`);
    }
  }
  const extra = Object.keys(fields).filter((name) => !named.has(name) && !isFree(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
  return { min, max };
}

function holds(
  { is, field, value: wanted }: Exclude<Condition, { readonly is: 'length' }>,
  given: string,
): boolean {
  if (is === 'eq') return given === wanted;
  // Several types at once are a list, and each has to fit.
  const all = field === 'content-type' ? given.split(',') : [given];
  return all.every((one) => one.startsWith(wanted));
}

const denied = (why: string): S3Refusal =>
  new S3Refusal(403, 'AccessDenied', `Invalid according to Policy: ${why}`);
