import * as z from 'zod';
import type { RefusalToInvoke } from '../iam/iam.ts';
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
    RoleArn: z.string().optional(),
  }),
);

/** What a rule or schedule is to those that it invokes. */
export interface TargetContext {
  readonly lambda: Pick<Lambda, 'nameOf'>;
  readonly refusalToInvoke: RefusalToInvoke;
  /** A line for the person at the terminal. */
  readonly report: (line: string) => void;
}

/**
 * Reads the targets of a rule or schedule; only functions of the template are emulated. One that may not be invoked is
 * told of and left out: the service would try in vain, again and again.
 */
export function readTargets(
  targets: unknown,
  source: { readonly service: string; readonly arn: string },
  { lambda, refusalToInvoke, report }: TargetContext,
): readonly Target[] {
  const parsed = schema.safeParse(targets ?? []);
  if (!parsed.success) throw new Error(`${source.arn}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.flatMap(({ Arn, Input, DeadLetterConfig, RoleArn: roleArn }) => {
    if (!Arn.includes(':lambda:'))
      throw new Error(`${source.arn} targets ${Arn}: only functions are emulated`);
    lambda.nameOf(Arn);
    const refusal = refusalToInvoke({ ...source, roleArn }, Arn);
    if (refusal !== undefined) {
      report(refusal);
      return [];
    }
    return [
      {
        functionArn: Arn,
        input: Input === undefined ? undefined : JSON.parse(Input),
        deadLetterArn: DeadLetterConfig?.Arn,
      },
    ];
  });
}
