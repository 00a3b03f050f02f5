/** A project in a small world: the real use cases over the real tables; Step Functions, the stream and the mail in memory. */
import { randomUUID } from 'node:crypto';
import { advanceFlow } from '../../../functions/advance-flow/advance-flow.ts';
import type { Deps as DecisionDeps } from '../../../functions/decisions/deps.ts';
import type { Deps as ProjectDeps } from '../../../functions/projects/deps.ts';
import { submitDeclaration } from '../../../functions/projects/submit.ts';
import { requestDecision } from '../../../functions/request-decision/request-decision.ts';
import { sendMail } from '../../../functions/send-mail/send-mail.ts';
import { sweep } from '../../../functions/sweep/sweep.ts';
import { makesAMail, startsMovesOrKeeps } from '../../../infra/constructs/stream-consumers.ts';
import type { Role } from '../../../shared/contract/roles.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import type { Delivery } from '../../../shared/effects/mail/delivery.ts';
import type { Mail } from '../../../shared/effects/mail/transport.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { openLimits } from '../../../shared/http/limits.ts';
import { loadMember, type Member } from '../../../shared/identity/member.ts';
import { type Loaded, loadProject } from '../../../shared/project/load.ts';
import { rulesInForce } from '../../../shared/project/rules-in-force.ts';
import type { Database } from '../../../shared/store/database.ts';
import { loadDirectory } from '../../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../../shared/store/directory/save.ts';
import { type DirectorySnapshot, snapshotOf } from '../../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../../shared/store/history-store.ts';
import { beijingDay } from '../../../shared/values/working-days.ts';
import type { Directory } from '../../../shared/workflow/directory.ts';
import { defaultStages, type Stage } from '../../../shared/workflow/stages.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aStore, usualTaken } from '../../builders/object-store.ts';
import { type Execution, type ExecutionModel, modelExecutions } from './executions.ts';
import { type Received, receive } from './mailbox.ts';
import { Crash, type Process, startProcess } from './process.ts';

const unit = '11530121MB1584810X';
const finance = '11530121MB100023X0';
const ofUnit = ['submitter', 'head'];
const ids = [
  ...ofUnit,
  'reviewer',
  'reviewer2',
  'approver',
  'approver2',
  'secretary',
  'administrator',
] as const;

/** The office that a run begins with. */
export interface Office {
  /** How many of the two reviewers must approve. */
  readonly quorum: NonNullable<Stage['quorum']>;
  /** Whether the declaring unit has a head, who signs off first. */
  readonly hasHead: boolean;
  /** Whether the amount asks for a collective decision. */
  readonly isCollective: boolean;
  /** Whether the amount asks for a code with each decision. */
  readonly asksForCode: boolean;
}

/** Two stages, at each of which one approval is enough. */
export const plainOffice: Office = { quorum: 'any', hasHead: false, isCollective: false, asksForCode: false };

/** Who can be away, and who decides for them meanwhile: the other reviewer is asked anyway. */
const standIns = { reviewer: undefined, approver: 'approver2' } as const;
export type MayBeAway = keyof typeof standIns;

const absenceOf = (id: string, day: string, away: ReadonlySet<string>) => {
  const delegate = id === 'approver' ? standIns.approver : undefined;
  const to = `${Number(day.slice(0, 4)) + 1}-12-31`;
  return away.has(id) ? { absences: [{ from: day, to, ...(delegate ? { delegate } : {}) }] } : {};
};

/**
 * Two hold the reviewer's post: either decides, and they may contradict each other.
 * @param away the ids of those who are away from a day on (YYYY-MM-DD, Beijing)
 */
const directoryOf = ({ hasHead }: Office, day: string, away: ReadonlySet<string>): Directory => ({
  administrators: ['administrator'],
  units: [
    {
      id: unit,
      name: '申报单位（示例）',
      finance,
      ...(hasHead ? { posts: [{ post: 'head', holder: 'head' }] } : {}),
    },
    {
      id: finance,
      name: '示例财政局（示例）',
      posts: [
        { post: 'reviewer', holder: 'reviewer' },
        { post: 'reviewer', holder: 'reviewer2' },
        { post: 'approver', holder: 'approver' },
        { post: 'secretary', holder: 'secretary' },
      ],
    },
  ],
  people: ids.map((id) => ({
    id,
    name: id,
    email: `${id}@countersign.example`,
    unit: ofUnit.includes(id) ? unit : finance,
    ...absenceOf(id, day, away),
  })),
});

const settingsOf = ({ isCollective, asksForCode }: Office) => ({
  FORMS: form.definition.id,
  COLLECTIVE_THRESHOLD_FEN: isCollective ? 1 : null,
  CODE_THRESHOLD_FEN: asksForCode ? 1 : null,
  LAPSE_DAYS: 60,
  CONTACT: '',
});

/** The stages as an office has them that asks for more than one approval: data of the form, which everything reads there. */
function askForQuorum(quorum: Office['quorum']): void {
  Reflect.set(
    form,
    'stages',
    defaultStages.map((stage) => (stage.id === 'finance-review' ? { ...stage, quorum } : stage)),
  );
}

/** A mail server that is down for a while: it is tried again. */
export class MailDown extends Error {
  override readonly name = 'MailDown';
}

export type Consumer = 'advance-flow' | 'send-mail';
const wants = { 'advance-flow': startsMovesOrKeeps, 'send-mail': makesAMail } as const;

const isTold = ({ detailsHash, ...event }: HistoryEvent): boolean =>
  detailsHash !== undefined || ('reopens' in event && event.reopens !== undefined);

const isWanted = (consumer: Consumer, event: HistoryEvent): boolean =>
  (wants[consumer].actions?.includes(event.action) ?? true) ||
  (isTold(event) && (wants[consumer].whereTold?.includes(event.action) ?? false));

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
  /** The administrator writes into the directory who is away from today on. */
  setAway(process: Process, away: ReadonlySet<string>): Promise<void>;
  readonly away: ReadonlySet<string>;
}

export async function openWorld(real: Database, office: Office, turn: () => Promise<void>): Promise<World> {
  askForQuorum(office.quorum);
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
  const settings = settingsOf(office);
  const rules = rulesInForce(real, settings, now);
  let away: ReadonlySet<string> = new Set();
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
    ...{ store: aStore(), taken: usualTaken },
  });
  const events = () => eventsOf(real, id);

  const setDirectory = async (
    database: Database,
    before: DirectorySnapshot,
    people: ReadonlySet<string>,
  ): Promise<void> => {
    const at = now();
    await replaceDirectory(database, before, directoryOf(office, beijingDay(at), people), {
      actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
      at: at.toISOString(),
      requestId: randomUUID(),
    });
  };
  await setDirectory(real, snapshotOf(real), away);
  const beginning = startProcess(
    real,
    () => id,
    async () => {},
  );
  const submission = { declaration: { ...aDeclaration() }, unread: {} };
  const { record } = await submitDeclaration(
    projectParts(beginning),
    form,
    await member(beginning, 'submitter', 'submitter'),
    submission,
    randomUUID(),
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
      baseUrl: 'http://localhost:3000',
      database: asking.database,
      now,
      rules,
      limits: openLimits(asking.database, 1, now),
      transport: transportOf(asking),
      ...{ store: aStore(), taken: usualTaken },
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
    sweep: (worker) => sweep({ delivery: delivery(worker), executions, store: aStore() }, {}),
    get away() {
      return away;
    },
    async setAway({ database }, people) {
      await setDirectory(database, await loadDirectory(database), people);
      away = people;
    },
  };
}
