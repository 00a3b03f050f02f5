/** What can happen to a project, in any order: people, the stream, Step Functions, the schedule, time and crashes. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as z from 'zod';
import { decideRequest } from '../../../functions/decisions/decide-request.ts';
import { decideSeveral } from '../../../functions/decisions/decide-several.tsx';
import type { DecisionInput } from '../../../functions/decisions/decision-input.ts';
import type { Deps as DecisionDeps } from '../../../functions/decisions/deps.ts';
import { openAsked } from '../../../functions/decisions/open-asked.ts';
import { openLink } from '../../../functions/decisions/open-link.ts';
import type { OpenedRequest } from '../../../functions/decisions/opened.ts';
import { reassign, transferRequest } from '../../../functions/decisions/reassign.ts';
import { renewLink } from '../../../functions/decisions/renew-link.ts';
import { takeBack } from '../../../functions/decisions/take-back.ts';
import { decisionViewOf } from '../../../functions/decisions/view.ts';
import { recall, withdraw } from '../../../functions/projects/drafts.ts';
import { object } from '../../../functions/projects/objection.ts';
import { submitDraft } from '../../../functions/projects/submit.ts';
import { urge } from '../../../functions/projects/urge.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { decisionResult } from '../../../shared/contract/views.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';
import { loadDraft } from '../../../shared/project/load.ts';
import { markOpened } from '../../../shared/project/opened-mark.ts';
import { ConditionRefused } from '../../../shared/store/database.ts';
import { Crash, type Process } from './process.ts';
import { type Consumer, MailDown, type MayBeAway, type Office, type World } from './world.ts';

const pick = fc.nat(1_000);
const HOUR = 3_600;

const deciders = fc.constantFrom('reviewer', 'reviewer2', 'approver', 'approver2');

const decision = fc.record({
  kind: fc.constant('decide' as const),
  link: pick,
  outcome: fc.constantFrom<Outcome>('approve', 'approve', 'approve', 'return', 'reject'),
  cuts: fc.boolean(),
  toPreviousStage: fc.boolean(),
  stale: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** What people do and what the platform does of itself. */
const usual = [
  { weight: 10, arbitrary: decision },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('go on' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('call' as const), which: pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      consumer: fc.constantFrom<Consumer>('advance-flow', 'send-mail'),
      which: pick,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('recall' as const, 'submit' as const, 'submit' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('urge' as const, 'object' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take back' as const), person: deciders }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('transfer' as const), from: deciders, to: deciders }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), person: deciders }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('from list' as const), person: deciders, twice: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), link: pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reassign' as const),
      to: fc.constantFrom('reviewer', 'reviewer2', 'approver2'),
    }),
  },
] as const;

/** What goes wrong, and what waits for time to pass. */
const disturbances = [
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time out' as const), which: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      consumer: fc.constantFrom<Consumer>('advance-flow', 'send-mail'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('away' as const),
      who: fc.constantFrom<MayBeAway>('reviewer', 'approver'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(6 * 60, 6 * 60, 3 * 24 * HOUR, 8 * 24 * HOUR, 30 * 24 * HOUR),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('mail down' as const), times: fc.integer({ min: 1, max: 3 }) }),
  },
] as const;

const action = fc.oneof(...usual, ...disturbances);
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

export const offices: fc.Arbitrary<Office> = fc.record({
  quorum: fc.constantFrom<Office['quorum']>('any', 'any', 'all', 2),
  hasHead: fc.boolean(),
  isCollective: fc.boolean(),
  asksForCode: fc.boolean(),
});

export interface Step {
  readonly action: Action;
  /** After how many calls of the database its process dies; undefined for one that lives. */
  readonly dies?: number | undefined;
}

const rounds = (step: fc.Arbitrary<Step>): fc.Arbitrary<readonly (readonly Step[])[]> =>
  fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 14 });

/** Steps that happen at once, interleaved call by call by the scheduler. */
export const steps = rounds(
  fc.record({
    action,
    dies: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 8 }) },
    ),
  }),
);

/** Steps of a day on which nothing goes wrong. */
export const undisturbedSteps = rounds(fc.record({ action: fc.oneof(...usual) }));

/** What a person was told of their decision. */
export interface Answered {
  readonly requestId: string;
  readonly person: string;
  readonly answer: 'done' | 'crash' | Problem['code'];
}

const of = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

/** What is supplied where the stage asks for it. */
export const suppliedAt = (stage: string) =>
  stage === 'collective-decision'
    ? { supplied: { minutesNumber: '2026年第3次', meetingDate: '2026-03-02' } }
    : {};

/** Decides; where the amount asks for a code, with the one that is mailed. */
export async function decideWithCode(
  world: World,
  deps: DecisionDeps,
  opened: OpenedRequest,
  input: DecisionInput,
  requestId: string,
): Promise<void> {
  try {
    await decideRequest(deps, opened, input, requestId);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'code-required') throw error;
    const mail = world.mails.findLast(({ person, tag }) => tag === '验证码' && person === opened.assignee.id);
    const code = /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
    if (code === undefined) throw error;
    await decideRequest(deps, opened, { ...input, code }, requestId);
  }
}

async function decide(
  world: World,
  at: Process,
  step: Extract<Action, { kind: 'decide' }>,
  answers: Answered[],
) {
  const links = world.mails.filter(({ token }) => token !== undefined);
  // The newest links most often, so that runs get somewhere.
  const mail = step.link % 3 === 0 ? of(links, step.link) : links.at(-1 - (step.link % 2));
  if (mail?.token === undefined) return;
  const requestId = randomUUID();
  const note = (answer: Answered['answer']) => answers.push({ requestId, person: mail.person, answer });
  try {
    const deps = world.decisionParts(at);
    const opened = await openLink(deps, mail.token, undefined);
    const view = await decisionViewOf(deps, opened, 'zh');
    const line = step.link % 3;
    const input = {
      outcome: step.outcome,
      contentHash: step.stale ? '0'.repeat(64) : view.contentHash,
      ...(step.outcome === 'approve' ? {} : { comment: '请补充第三项支出的测算依据和标准' }),
      ...(step.outcome === 'approve' && step.cuts
        ? { cuts: [{ line, amountFen: 1_000_000 + step.link, reason: '按上年执行数核定金额' }] }
        : {}),
      ...(step.outcome === 'return' && step.toPreviousStage ? { to: 'previous-stage' as const } : {}),
      ...(step.outcome === 'approve' ? suppliedAt(opened.request.stage) : {}),
    };
    await decideWithCode(world, deps, opened, input, requestId);
    note('done');
  } catch (error) {
    note(error instanceof Crash ? 'crash' : error instanceof Problem ? error.code : 'internal');
    throw error;
  }
}

async function ofUnit(world: World, at: Process, kind: 'recall' | 'submit' | 'withdraw'): Promise<void> {
  const deps = world.projectParts(at);
  const member = await world.member(at, 'submitter', 'submitter');
  const { version } = (await world.loaded()).record;
  const call = [member, world.id, version] as const;
  if (kind === 'recall') await recall(deps, ...call, randomUUID());
  else if (kind === 'withdraw') await withdraw(deps, ...call, randomUUID());
  else {
    const draft = await loadDraft(at.database, world.id);
    if (draft) await submitDraft(deps, form, ...call, draft, randomUUID());
  }
}

const signedIn = (person: string) => ({
  person: { id: person, name: person, roles: ['reviewer', 'approver'], via: 'session' } as const,
  headers: {},
  cookies: new Map<string, string>(),
});

/** The request of the project as one of those who are asked opens it, signed in. */
const openedBy = (world: World, at: Process, person: string) =>
  openAsked(world.decisionParts(at), world.id, signedIn(person));

/** Its page is shown to them: from then on it is read. */
async function look(world: World, at: Process, person: string): Promise<void> {
  const { request, assignee } = await openedBy(world, at, person);
  await markOpened(at.database, request, assignee.id, world.decisionParts(at).now());
}

/** Approves from a list, where it may stand twice: each is answered for itself, also where the process dies between. */
async function fromList(
  world: World,
  at: Process,
  { person, twice }: Extract<Action, { kind: 'from list' }>,
  answers: Answered[],
): Promise<void> {
  const deps = world.decisionParts(at);
  const { contentHash } = await decisionViewOf(deps, await openedBy(world, at, person), 'zh');
  const one = { project: world.id, outcome: 'approve', contentHash } as const;
  const requestId = randomUUID();
  const { json } = await decideSeveral(deps, {
    ...{ routeKey: 'POST /decisions', path: {}, query: {}, lang: 'zh', accepts: 'json', address: '' },
    ...{ ...signedIn(person), requestId, body: { decisions: twice ? [one, one] : [one] } },
  });
  const results = z.object({ results: z.array(decisionResult) }).parse(json).results;
  const [first, second] = results.map(({ status, code }) => (status === 200 ? 'done' : (code ?? '')));
  const isDone = first === 'done' || second === 'done';
  if (results.some(({ code }) => code === 'internal') && !at.died()) throw new Error('A batch failed');
  answers.push({
    requestId,
    person,
    answer: at.died() ? 'crash' : isDone ? 'done' : (first as Problem['code']),
  });
}

async function fromUnit(world: World, at: Process, kind: 'urge' | 'object'): Promise<void> {
  const deps = world.projectParts(at);
  const opened = {
    form,
    loaded: await world.loaded(),
    member: await world.member(at, 'submitter', 'submitter'),
  };
  if (kind === 'urge') await urge(deps, opened, undefined, randomUUID());
  else await object(deps, opened, '核减后无法完成年度目标', randomUUID());
}

async function setAway(world: World, at: Process, who: MayBeAway): Promise<void> {
  const away = new Set(world.away);
  if (!away.delete(who)) away.add(who);
  try {
    await world.setAway(at, away);
  } catch (error) {
    // Somebody else changed the directory meanwhile: the page tells that, and has saved nothing.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

export async function giveTo(world: World, at: Process, to: string): Promise<void> {
  const { flow } = (await world.loaded()).record;
  if (flow.state !== 'in-review') return;
  const call = {
    routeKey: 'POST /projects/{id}/reassignment',
    path: { id: world.id },
    query: {},
    headers: {},
    cookies: new Map<string, string>(),
    body: undefined,
    person: { id: 'administrator', name: 'administrator', roles: ['administrator'], via: 'bearer' },
    requestId: randomUUID(),
    lang: 'zh',
    accepts: 'json',
    address: '',
  } as const;
  await reassign(world.decisionParts(at), call, await world.loaded(), {
    stage: flow.stage,
    to,
    comment: '岗位调整，改由他人办理',
  });
}

/** Everything that is on its way arrives once: the stream's next records, the calls that Step Functions owes. */
export async function goOn(world: World, at: () => Process): Promise<boolean> {
  let moved = false;
  for (const consumer of ['advance-flow', 'send-mail'] as const) {
    for (const event of await world.undelivered(consumer)) {
      await world.deliver(at(), consumer, event);
      moved = true;
    }
  }
  for (const execution of world.executions.all.filter(({ owesCall }) => owesCall)) {
    await world.call(at(), execution);
    moved = true;
  }
  return moved;
}

async function perform(world: World, at: Process, step: Action, answers: Answered[]): Promise<void> {
  const running = world.executions.all.filter(({ status }) => status === 'RUNNING');
  switch (step.kind) {
    case 'decide':
      return decide(world, at, step, answers);
    case 'go on':
      // Far enough for the next link to be mailed.
      for (let round = 0; round < 3 && (await goOn(world, () => at)); round++);
      return;
    case 'call': {
      const execution = of(
        running.filter(({ owesCall }) => owesCall),
        step.which,
      );
      return execution && world.call(at, execution);
    }
    case 'time out': {
      const execution = of(running, step.which);
      return execution && world.executions.timeOut(execution);
    }
    case 'deliver': {
      const event = of(await world.events(), step.which);
      return event && world.deliver(at, step.consumer, event);
    }
    case 'lose': {
      const [next] = await world.undelivered(step.consumer);
      return next && world.lose(step.consumer, next);
    }
    case 'recall':
    case 'submit':
    case 'withdraw':
      return ofUnit(world, at, step.kind);
    case 'sweep':
      return world.sweep(at);
    case 'renew': {
      const mail = of(
        world.mails.filter(({ token }) => token !== undefined),
        step.link,
      );
      if (mail?.token === undefined) return;
      const deps = world.decisionParts(at);
      await renewLink(deps, await openLink(deps, mail.token, undefined), randomUUID());
      return;
    }
    case 'reassign':
      return giveTo(world, at, step.to);
    case 'urge':
    case 'object':
      return fromUnit(world, at, step.kind);
    case 'look':
      return look(world, at, step.person);
    case 'from list':
      return fromList(world, at, step, answers);
    case 'take back':
      await takeBack(world.decisionParts(at), await openedBy(world, at, step.person), randomUUID());
      return;
    case 'transfer': {
      const given = { to: step.to, comment: '出差期间请代为办理' };
      const opened = await openedBy(world, at, step.from);
      return transferRequest(world.decisionParts(at), opened, given, randomUUID());
    }
    case 'away':
      return setAway(world, at, step.who);
    case 'wait':
      return world.wait(step.seconds);
    case 'mail down':
      return world.mailServerFails(step.times);
  }
}

/** What is refused, dies or is tried again; everything else is a fault that the test must show. */
const isExpected = (error: unknown): boolean =>
  error instanceof Crash ||
  error instanceof MailDown ||
  (error instanceof Problem && error.code !== 'internal') ||
  (error instanceof AggregateError && error.errors.every(isExpected));

export async function take(world: World, step: Step, answers: Answered[]): Promise<void> {
  try {
    await perform(world, world.process(step.dies), step.action, answers);
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}
