import * as z from 'zod';
import type { Answer } from './facts.ts';

/** What services call it that something is not there. */
const notThere = [
  'NotFoundException',
  'ResourceNotFoundException',
  'ENOTFOUND',
  'ENODATA',
  // CloudFormation has no name of its own for a stack that is not there.
  'ValidationError',
];

const reason = z.object({ code: z.string().optional(), message: z.string().optional() });
const named = reason.extend({
  name: z.string().optional(),
  // What failed beneath a `fetch failed`.
  cause: reason.optional().catch(undefined),
});

/** Asks, and takes every outcome for an answer. */
export async function ask<T>(question: () => Promise<Partial<T> | undefined>): Promise<Answer<T>> {
  try {
    const found = await question();
    return found === undefined ? { none: true } : { found };
  } catch (error) {
    const { name = 'Error', cause, ...outer } = named.parse(error);
    const code = outer.code ?? cause?.code;
    if (notThere.some((known) => known === name || known === code)) return { none: true };
    return { failed: `${code ?? name}: ${cause?.message ?? outer.message ?? ''}` };
  }
}
