import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import type { InvokeAsync } from '../lambda/async-invoke.ts';
import { compilePattern } from '../streams/event-pattern.ts';
import { readTargets, type TargetContext } from './targets.ts';

/** What a service of this machine tells the default bus. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  /** When it happened, in milliseconds. */
  readonly time: number;
  readonly resources: readonly string[];
  readonly detail: object;
}

/**
 * Puts an event on the default bus: every rule that it matches invokes its targets.
 * @returns settles when all of them have taken the event, or it was given up and lies in a queue
 */
export type PutEvent = (event: ServiceEvent) => Promise<void>;

const schema = z.object({
  EventPattern: z.unknown().optional(),
  EventBusName: z.literal('default').default('default'),
  State: z.string().default('ENABLED'),
  Targets: z.unknown(),
});

/**
 * The rules with an event pattern. The sources of events on this machine are Step Functions, SES and S3; a rule
 * that waits for something else never fires, which FEATURES.md says.
 */
export function openEventRules(
  options: TargetContext & { readonly resources: Resources; readonly invoke: InvokeAsync },
): PutEvent {
  const { resources, invoke } = options;
  const rules = resources.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { EventPattern, State, Targets } = resource.read(schema);
    if (EventPattern === undefined || State !== 'ENABLED') return [];
    const source = { service: 'events.amazonaws.com', arn: resource.attribute('Arn') };
    return [{ matches: compilePattern(EventPattern), targets: readTargets(Targets, source, options) }];
  });

  return async ({ source, detailType, time, resources: about, detail }) => {
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: resources.account,
      time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: resources.region,
      resources: about,
      detail,
    };
    const targets = rules.flatMap((rule) => (rule.matches(event) ? rule.targets : []));
    await Promise.all(
      targets.map(({ functionArn, input, deadLetterArn }) =>
        invoke(functionArn, input ?? event, { deadLetterArn }),
      ),
    );
  };
}
