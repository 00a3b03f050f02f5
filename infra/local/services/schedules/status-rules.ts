import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import type { InvokeAsync } from '../lambda/async-invoke.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { compilePattern } from '../streams/event-pattern.ts';
import { readTargets } from './targets.ts';

/** How an execution of a state machine ended. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: string;
  readonly input: string;
  readonly output?: string;
  readonly startDate: number;
  readonly stopDate: number;
}

const schema = z.object({
  EventPattern: z.unknown().optional(),
  EventBusName: z.literal('default').default('default'),
  State: z.string().default('ENABLED'),
  Targets: z.unknown(),
});

/**
 * The rules with an event pattern. The one source of events on this machine is Step Functions' execution status;
 * a rule that waits for something else never fires, which FEATURES.md says.
 */
export function openStatusRules(options: {
  readonly resources: Resources;
  readonly lambda: Pick<Lambda, 'nameOf'>;
  readonly invoke: InvokeAsync;
}): (change: StatusChange) => void {
  const { resources, lambda, invoke } = options;
  const rules = resources.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { EventPattern, State, Targets } = resource.read(schema);
    if (EventPattern === undefined || State !== 'ENABLED') return [];
    return [{ matches: compilePattern(EventPattern), targets: readTargets(Targets, resource.id, lambda) }];
  });

  return (change) => {
    const event = statusEvent(resources, change);
    for (const { matches, targets } of rules)
      if (matches(event))
        for (const { functionArn, input, deadLetterArn } of targets)
          void invoke(functionArn, input ?? event, { deadLetterArn });
  };
}

function statusEvent(resources: Resources, change: StatusChange): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: resources.account,
    time: new Date(change.stopDate).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: resources.region,
    resources: [change.executionArn],
    detail: { ...change, inputDetails: { included: true }, output: change.output ?? null },
  };
}
