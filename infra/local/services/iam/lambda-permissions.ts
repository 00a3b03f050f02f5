import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { arnLike } from './pattern.ts';

/** Whether a service may invoke a function on behalf of a resource, by what the template permits it. */
export type Permits = (service: string, sourceArn: string, functionArn: string) => boolean;

const schema = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** Reads every `AWS::Lambda::Permission`. What a function's policy says of one alias holds for no other. */
export function readPermissions(resources: Resources): Permits {
  const permissions = resources.ofType('AWS::Lambda::Permission').map((resource) => {
    const { FunctionName, Principal, SourceArn, SourceAccount } = resource.read(schema);
    const isOurs = SourceAccount === undefined || SourceAccount === resources.account;
    const covers = SourceArn === undefined ? () => true : arnLike(SourceArn);
    return { target: targetOf(FunctionName), service: Principal, covers: isOurs ? covers : () => false };
  });
  return (service, sourceArn, functionArn) =>
    permissions.some(
      (one) => one.service === service && one.target === targetOf(functionArn) && one.covers(sourceArn),
    );
}

/** `name` or `name:alias`, of either or of an ARN. */
function targetOf(functionArn: string): string {
  return functionArn.startsWith('arn:') ? functionArn.split(':').slice(6).join(':') : functionArn;
}
