/** A project in a small world: the real use cases over the real tables; Step Functions, the stream and the mail in memory. */
import { randomUUID } from 'node:crypto';
import { advanceFlow } from '../../../functions/advance-flow/advance-flow.ts';
import type { Deps as DecisionDeps } from '../../../functions/decisions/deps.ts';
import type { Deps as ProjectDeps } from '../../../functions/projects/deps.ts';
import { submitDeclaration } from '../../../functions/projects/submit.ts';
import { requestDecision } from '../../../functions/request-decision/request-decision.ts';
import { sendMail } from '../../../functions/send-mail/send-mail.ts';
import { sweep } from '../../../functions/sweep/sweep.ts';
import { makesAMail, startsOrMovesTheFlow } from '../../../infra/constructs/stream-consumers.ts';
import type { Role } from '../../../shared/contract/roles.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import type { Delivery } from '../../../shared/effects/mail/deliver.ts';
import type { Mail } from '../../../shared/effects/mail/transport.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { openLimits } from '../../../shared/http/limits.ts';
import { loadMember, type Member } from '../../../shared/identity/member.ts';
import { type Loaded, loadProject } from '../../../shared/project/load.ts';
import { rulesInForce } from '../../../shared/project/rules-in-force.ts';
import type { Database } from '../../../shared/store/database.ts';
import { replaceDirectory } from '../../../shared/store/directory/save.ts';
import { snapshotOf } from '../../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../../shared/store/history-store.ts';
import type { Directory } from '../../../shared/workflow/directory.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { type Execution, type ExecutionModel, modelExecutions } from './executions.ts';
import { type Received, receive } from './mailbox.ts';
import { Crash, type Process, startProcess } from './process.ts';

const unit = '11530121MB1584810X';
const finance = '11530121MB100023X0';
const ids = ['submitter', 'reviewer', 'reviewer2', 'approver', 'approver2', 'administrator'] as const;

/** Two hold the reviewer's post: either decides, and they may contradict each other. */
const directory: Directory = {
  administrators: ['administrator'],
  units: [
    { id: unit, name: '申报单位（示例）', finance },
    {
      id: finance,
      name: '示例财政局（示例）',
      posts: [
        { post: 'reviewer', holder: 'reviewer' },
        { post: 'reviewer', holder: 'reviewer2' },
        { post: 'approver', holder: 'approver' },
      ],
    },
  ],
  people: ids.map((id) => ({
    id,
    name: id,
    email: `${id}@countersign.example`,
    unit: id === 'submitter' ? unit : finance,
  })),
};

const settings = {
  FORMS: form.definition.id,
  COLLECTIVE_THRESHOLD_FEN: null,
  CODE_THRESHOLD_FEN: null,
  LAPSE_DAYS: 60,
  CONTACT: '',
};

/** A mail server that is down for a while: it is tried again. */
export class MailDown extends Error {
  override readonly name = 'MailDown';
}

export type Consumer = 'advance-flow' | 'send-mail';
const wants = { 'advance-flow': startsOrMovesTheFlow, 'send-mail': makesAMail } as const;

const isWanted = (consumer: Consumer, { action, detailsHash }: HistoryEvent): boolean =>
  (wants[consumer].actions?.includes(action) ?? true) ||
  (detailsHash !== undefined && (wants[consumer].withDetails?.includes(action) ?? false));

export interface World {
  readonly id: string;
  readonly executions: ExecutionModel;
  readonly mails: Received[];
  /** Mails that said what was not so when they were composed. */
  readonly wrong: string[];
  now(): Date;
  wait(seconds: number): void;
  mailServerFails(times: number): void;
  process(diesAfter?: number): Process;
  decisionParts(process: Process): DecisionDeps;
  projectParts(process: Process): ProjectDeps;
  member(process: Process, id: string, role: Role): Promise<Member>;
  events(): Promise<HistoryEvent[]>;
  loaded(): Promise<Loaded>;
  /** What a consumer has not had yet. */
  undelivered(consumer: Consumer): Promise<HistoryEvent[]>;
  deliver(process: Process, consumer: Consumer, event: HistoryEvent): Promise<void>;
  /** A record that the stream gives up on, or that ages out: nobody processes it. */
  lose(consumer: Consumer, event: HistoryEvent): void;
  call(process: Process, execution: Execution): Promise<void>;
  sweep(process: Process): Promise<void>;
}

export async function openWorld(real: Database, turn: () => Promise<void>): Promise<World> {
  // A Monday morning in Beijing; it moves with every call, so that no two things happen at once.
  let time = Date.parse('2026-03-02T01:00:00.000Z');
  const now = (): Date => new Date(++time);
  let id = '';
  let mailFailures = 0;
  const executions = modelExecutions(
    form.stages.map((stage) => stage.id),
    now,
  );
  const mails: Received[] = [];
  const wrong: string[] = [];
  const rules = rulesInForce(real, settings, now);
  const delivered: Record<Consumer, Set<number>> = { 'advance-flow': new Set(), 'send-mail': new Set() };

  const process = (diesAfter?: number): Process => startProcess(real, () => id, turn, diesAfter);
  const transportOf = (sender: Process) => async (mail: Mail) => {
    if (mailFailures > 0) {
      mailFailures -= 1;
      throw new MailDown('not now');
    }
    const { received, wrong: why } = receive(mail, sender.seen());
    mails.push(received);
    if (why !== undefined) wrong.push(why);
  };
  const delivery = (sender: Process): Delivery => ({
    database: sender.database,
    transport: transportOf(sender),
    now,
    rules,
    settings: { BASE_URL: 'https://countersign.example' },
  });
  const member = (asking: Process, person: string, role: Role) =>
    loadMember(asking.database, { id: person, name: person, roles: [role], via: 'bearer' });
  const projectParts = (asking: Process): ProjectDeps => ({
    database: asking.database,
    forms: [form.definition.id],
    now,
    rules,
    limits: openLimits(asking.database, 1, now),
  });
  const events = () => eventsOf(real, id);

  await replaceDirectory(real, snapshotOf(real), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    at: now().toISOString(),
    requestId: randomUUID(),
  });
  const beginning = startProcess(
    real,
    () => id,
    async () => {},
  );
  const submission = { declaration: { ...aDeclaration() }, unread: {} };
  const record = await submitDeclaration(
    projectParts(beginning),
    form,
    await member(beginning, 'submitter', 'submitter'),
    submission,
    { requestId: randomUUID(), idempotencyKey: undefined },
  );
  id = record.id;

  return {
    id,
    executions,
    mails,
    wrong,
    now,
    wait(seconds) {
      time += seconds * 1000;
    },
    mailServerFails(times) {
      mailFailures = times;
    },
    process,
    projectParts,
    decisionParts: (asking) => ({
      database: asking.database,
      now,
      rules,
      limits: openLimits(asking.database, 1, now),
      transport: transportOf(asking),
    }),
    member,
    events,
    async loaded() {
      const loaded = await loadProject(real, id);
      if (!loaded) throw new Error('The project is gone');
      return loaded;
    },
    undelivered: async (consumer) =>
      (await events()).filter((event) => isWanted(consumer, event) && !delivered[consumer].has(event.seq)),
    async deliver(worker, consumer, event) {
      if (!isWanted(consumer, event)) return;
      if (consumer === 'send-mail') await sendMail(delivery(worker), event);
      else await advanceFlow({ database: worker.database, executions }, event);
      delivered[consumer].add(event.seq);
    },
    lose(consumer, event) {
      delivered[consumer].add(event.seq);
    },
    async call(worker, execution) {
      const payload = executions.payloadOf(execution);
      try {
        await requestDecision({ database: worker.database, executions, now, rules }, payload);
        executions.called(execution, payload.token, true);
      } catch (error) {
        executions.called(execution, payload.token, false);
        if (!(error instanceof Crash)) throw error;
      }
    },
    sweep: (worker) => sweep({ delivery: delivery(worker), executions }, {}),
  };
}
