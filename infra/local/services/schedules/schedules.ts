import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';
import { type Clock, createAlarm } from '../../clock.ts';
import { tryWrite } from '../../disk.ts';
import type { InvokeAsync } from '../lambda/async-invoke.ts';
import { parseSchedule } from './expressions.ts';
import { readTargets, type Target, type TargetContext } from './targets.ts';

export interface Schedules {
  close(): void;
}

const ruleSchema = z.object({
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.unknown(),
});
const scheduleSchema = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.literal('UTC').default('UTC'),
  State: z.string().default('ENABLED'),
  Target: z.unknown(),
});

interface Schedule {
  readonly id: string;
  readonly expression: string;
  readonly targets: readonly Target[];
  readonly ruleArn: string;
}

/**
 * Fires every schedule of the template by the host's clock. When each one fired last is remembered: one that fell due
 * while the host was down, or that the clock was advanced past, fires once, at once.
 */
export function openSchedules(
  options: TargetContext & {
    readonly resources: Resources;
    readonly database: DatabaseSync;
    readonly clock: Clock;
    readonly invoke: InvokeAsync;
  },
): Schedules {
  const { resources, database, clock, invoke } = options;
  database.exec('CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY, fired INTEGER NOT NULL) STRICT');
  const select = database.prepare('SELECT fired FROM schedules WHERE id = ?');
  const upsert = database.prepare(
    'INSERT INTO schedules VALUES (?, ?) ON CONFLICT DO UPDATE SET fired = excluded.fired',
  );

  const alarms = readSchedules(resources, options).map(({ id, expression, targets, ruleArn }) => {
    const next = parseSchedule(expression);
    const remember = (time: number) => void upsert.run(id, Math.trunc(time));
    const fire = (): void => {
      const now = clock.now();
      // Not remembered, it fires once more after a restart.
      tryWrite(() => remember(now));
      for (const { functionArn, input, deadLetterArn } of targets)
        void invoke(functionArn, input ?? scheduledEvent(resources, ruleArn, now), { deadLetterArn });
      alarm.set(next(now));
    };
    // A period is as long as it is; what the calendar names waits for it, and does not come twice if that is turned back.
    const isPeriod = expression.startsWith('rate(');
    const alarm = createAlarm(clock, fire, isPeriod ? 'steadily' : undefined);
    const fired = select.get(id)?.fired;
    // The first period begins with the first start, as it begins with a deployment.
    if (fired === undefined) remember(clock.now());
    const due = next(typeof fired === 'number' ? fired : clock.now());
    // The clock may have been put back while the host was down.
    alarm.set(isPeriod ? Math.min(due, next(clock.now())) : due);
    return alarm;
  });
  return {
    close: () => {
      for (const alarm of alarms) alarm.clear();
    },
  };
}

function readSchedules(resources: Resources, context: TargetContext): readonly Schedule[] {
  const rules = resources.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { ScheduleExpression: expression, State, Targets } = resource.read(ruleSchema);
    if (expression === undefined || State !== 'ENABLED') return [];
    return [scheduleOf(resource, 'events.amazonaws.com', expression, Targets, context)];
  });
  const schedules = resources.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression: expression, State, Target } = resource.read(scheduleSchema);
    if (State !== 'ENABLED') return [];
    return [scheduleOf(resource, 'scheduler.amazonaws.com', expression, [Target], context)];
  });
  return [...rules, ...schedules];
}

function scheduleOf(
  resource: Resource,
  service: string,
  expression: string,
  targets: unknown,
  context: TargetContext,
): Schedule {
  const ruleArn = resource.attribute('Arn');
  return {
    id: resource.id,
    expression,
    ruleArn,
    targets: readTargets(targets, { service, arn: ruleArn }, context),
  };
}

function scheduledEvent(resources: Resources, ruleArn: string, now: number): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: resources.account,
    time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: resources.region,
    resources: [ruleArn],
    detail: {},
  };
}
