import type { RefusalToInvoke } from '../iam/iam.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Invoke } from './engine.ts';

/**
 * Invokes functions with the right of the machine's role. The role of a machine that the template has no more is not
 * known here; its executions go on as they would with the role that they keep.
 */
export function invokeByRole(options: {
  readonly machines: readonly { readonly arn: string; readonly roleArn: string }[];
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly refusalToInvoke: RefusalToInvoke;
}): Invoke {
  const { machines, lambda, refusalToInvoke } = options;
  const roles = new Map(machines.map(({ arn, roleArn }) => [arn, roleArn]));
  return async (functionArn, payload, machineArn) => {
    const roleArn = roles.get(machineArn);
    const source = { service: 'states.amazonaws.com', arn: machineArn, roleArn };
    const cause = roleArn === undefined ? undefined : refusalToInvoke(source, functionArn);
    return cause === undefined
      ? lambda.invoke(functionArn, payload)
      : { error: 'Lambda.AWSLambdaException', cause };
  };
}
