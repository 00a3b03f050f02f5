import * as z from 'zod';
import { findingKinds } from './finding.ts';

const broken = {
  seq: z.int(),
  reason: z.string(),
  kind: z.enum(findingKinds).optional(),
  field: z.string().optional().describe('The member that was changed, where it can be told'),
};

/** What a verification of one chain answers. */
export const verificationView = z.object({
  valid: z.boolean(),
  events: z.int(),
  head: z.object({ seq: z.int(), hash: z.string() }),
  firstBroken: z.object(broken).optional(),
  findings: z.array(z.object({ ...broken, to: z.int().optional() })).optional(),
  checkpoint: z
    .object({ number: z.int(), hash: z.string(), at: z.string(), covers: z.int() })
    .optional()
    .describe('The last checkpoint that has the chain, and up to which event'),
});
export type VerificationView = z.infer<typeof verificationView>;
