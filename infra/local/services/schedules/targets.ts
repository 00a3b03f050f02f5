import * as z from 'zod';
import type { Lambda } from '../lambda/lambda.ts';

/** Where an event goes. */
export interface Target {
  readonly functionArn: string;
  /** Stands in for the event, where the target has an input of its own. */
  readonly input: unknown;
  readonly deadLetterArn: string | undefined;
}

const schema = z.array(
  z.object({
    Arn: z.string(),
    Input: z.string().optional(),
    InputPath: z.undefined('an input path is not emulated').optional(),
    InputTransformer: z.undefined('an input transformer is not emulated').optional(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  }),
);

/** Reads the targets of a rule or schedule; only functions of the template are emulated. */
export function readTargets(
  targets: unknown,
  usedBy: string,
  lambda: Pick<Lambda, 'nameOf'>,
): readonly Target[] {
  const parsed = schema.safeParse(targets ?? []);
  if (!parsed.success) throw new Error(`${usedBy}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.map(({ Arn, Input, DeadLetterConfig }) => {
    if (!Arn.includes(':lambda:')) throw new Error(`${usedBy} targets ${Arn}: only functions are emulated`);
    lambda.nameOf(Arn);
    return {
      functionArn: Arn,
      input: Input === undefined ? undefined : JSON.parse(Input),
      deadLetterArn: DeadLetterConfig?.Arn,
    };
  });
}
