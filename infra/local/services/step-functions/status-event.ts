import type { ServiceEvent } from '../schedules/event-rules.ts';
import type { ExecutionEnd } from './step-functions.ts';

/** What Step Functions tells the default bus of an execution that ended. */
export const statusEvent = (change: ExecutionEnd): ServiceEvent => ({
  source: 'aws.states',
  detailType: 'Step Functions Execution Status Change',
  time: change.stopDate,
  resources: [change.executionArn],
  detail: { ...change, inputDetails: { included: true }, output: change.output ?? null },
});
