import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { type Clock, createAlarm } from '../../clock.ts';
import { tryWrite } from '../../disk.ts';
import type { InvokeAsync } from '../lambda/async-invoke.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { parseSchedule } from './expressions.ts';
import { readTargets, type Target } from './targets.ts';

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
export function openSchedules(options: {
  readonly resources: Resources;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly lambda: Pick<Lambda, 'nameOf'>;
  readonly invoke: InvokeAsync;
}): Schedules {
  const { resources, database, clock, lambda, invoke } = options;
  database.exec('CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY, fired INTEGER NOT NULL) STRICT');
  const select = database.prepare('SELECT fired FROM schedules WHERE id = ?');
  const upsert = database.prepare(
    'INSERT INTO schedules VALUES (?, ?) ON CONFLICT DO UPDATE SET fired = excluded.fired',
  );

  const alarms = readSchedules(resources, lambda).map(({ id, expression, targets, ruleArn }) => {
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
    const alarm = createAlarm(clock, fire);
    const fired = select.get(id)?.fired;
    // The first period begins with the first start, as it begins with a deployment.
    if (fired === undefined) remember(clock.now());
    alarm.set(next(typeof fired === 'number' ? fired : clock.now()));
    return alarm;
  });
  return {
    close: () => {
      for (const alarm of alarms) alarm.clear();
    },
  };
}

function readSchedules(resources: Resources, lambda: Pick<Lambda, 'nameOf'>): readonly Schedule[] {
  const rules = resources.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { ScheduleExpression: expression, State, Targets } = resource.read(ruleSchema);
    if (expression === undefined || State !== 'ENABLED') return [];
    const ruleArn = `arn:aws:events:${resources.region}:${resources.account}:rule/${resource.name}`;
    return [{ id: resource.id, expression, targets: readTargets(Targets, resource.id, lambda), ruleArn }];
  });
  const schedules = resources.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
    const { ScheduleExpression: expression, State, Target } = resource.read(scheduleSchema);
    if (State !== 'ENABLED') return [];
    const ruleArn = `arn:aws:scheduler:${resources.region}:${resources.account}:schedule/default/${resource.name}`;
    return [{ id: resource.id, expression, targets: readTargets([Target], resource.id, lambda), ruleArn }];
  });
  return [...rules, ...schedules];
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
