import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventBody } from '../../shared/history/event.ts';
import { normalMailbox } from '../../shared/values/mailbox.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import type { Directory, FormerMailbox } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { nothingYet } from '../../shared/workflow/flow.ts';
import { defaultStages, type Stage } from '../../shared/workflow/stages.ts';
import { anyDirectory as directory, anyPerson as id, leftBehind } from '../builders/directories.ts';
import {
  aWorld,
  by,
  byProgram,
  isEnded,
  nothing,
  opened,
  type Story,
  step,
  unit,
  usual,
} from '../builders/workflow.ts';
import { tries } from '../support/tries.ts';

/**
 * The laws of the workflow, over any directory, any change of it, and any sequence of commands. What a law says is
 * computed here a second time, from all versions of the directory, and not by the core's own functions.
 */

const stages: fc.Arbitrary<readonly Stage[]> = fc
  .constantFrom<NonNullable<Stage['quorum']>>('any', 'any', 'all', 2)
  .map((quorum) => defaultStages.map((one) => (one.id === 'finance-review' ? { ...one, quorum } : one)));

const which = fc.nat(20);
/** What happens next; who is meant follows from the state, mostly, so that runs get somewhere. */
const move = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('office' as const), directory }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('save', 'save', 'recall', 'recall', 'withdraw'),
      who: id,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('object'), who: id }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('urge'), who: id }) },
  {
    weight: 5,
    // Mostly with a change of the first line alone, the one that returns name.
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      who: id,
      changes: fc.constantFrom(0, 0, 0, 0, 1),
      /** Who gave the program its key, where one does it. */
      keyBy: fc.option(id, { nil: undefined, freq: 2 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('request' as const) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      which,
      who: fc.option(id, { nil: undefined, freq: 3 }),
      outcome: fc.constantFrom(
        'approve',
        'approve',
        'approve',
        'approve',
        'return',
        'return',
        'send-back',
        'reject',
      ),
      /** Whether a return names what is to be changed. */
      names: fc.constantFrom(true, true, true, false),
      stale: fc.constantFrom(false, false, false, true),
      /** The line that an approval cuts. */
      cut: fc.option(fc.nat(2), { nil: undefined, freq: 2 }),
    }),
  },
  {
    weight: 4,
    // By an administrator, or by whoever is asked.
    arbitrary: fc.record({ kind: fc.constant('reassign' as const), who: id, to: id, isOwn: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), who: id }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('take-back' as const),
      who: fc.option(id, { nil: undefined, freq: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('remind', 'lapse'), who: id }) },
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

const answer = { which: 0, who: undefined, names: true, stale: false, cut: undefined } as const;
/** A second stage that returns what a first one approved, with a cut or without: left to chance that is rare. */
const returned = (cut: number | undefined): readonly Move[] => [
  { kind: 'submit', who: 'p0', changes: 0, keyBy: undefined },
  { kind: 'request' },
  { kind: 'decide', outcome: 'approve', ...answer, cut },
  { kind: 'request' },
  { kind: 'decide', outcome: 'return', ...answer },
  { kind: 'submit', who: 'p0', changes: 0, keyBy: undefined },
];

const takenBack: readonly Move[] = [
  { kind: 'submit', who: 'p0', changes: 0, keyBy: undefined },
  { kind: 'request' },
  { kind: 'decide', outcome: 'approve', ...answer },
  { kind: 'take-back', who: undefined },
];

const history = fc.record({
  directory,
  stages,
  moves: fc
    .tuple(
      fc.constantFrom<readonly Move[]>([], [], returned(undefined), returned(1), takenBack),
      fc.array(move, { minLength: 10, maxLength: 60, size: 'max' }),
    )
    .map(([first, then]) => [...first, ...then]),
});

/** A cut of a line by a tenth of what it began with, as long as there is something left. */
function cutOf({ record, requests }: NonNullable<Story['loaded']>, line: number) {
  const made = requests
    .filter(({ revision }) => revision === record.flow.revision)
    .flatMap(({ decisions }) => decisions.flatMap(({ cuts = [] }) => cuts))
    .filter((cut) => cut.line === line);
  const amountFen = (made.at(-1)?.amountFen ?? 10_000_000) - 1_000_000;
  return amountFen > 0 ? [{ line, amountFen, reason: '按上年标准核减此项支出' }] : [];
}

/** What is handed in as a revision: the line of some number is another each time. */
const declared = (revision: number, changed: number) => ({
  plan: ['设备', '培训', '宣传'].map((name, at) => ({
    name,
    amountFen: 10_000_000,
    ...(at === changed ? { basis: `第 ${revision} 次` } : {}),
  })),
});

/** The command that a move comes to in a state. */
function commandOf(
  one: Exclude<Move, { kind: 'office' | 'look' }>,
  { loaded, events }: Story,
  number: number,
): Command {
  const cause = (who: string, more: object = {}) => ({ actor: by(who), requestId: `${number}`, ...more });
  if (!loaded) return usual.submit(undefined, 1, cause('who' in one && one.who ? one.who : 'p0'));
  const { version, flow } = loaded.record;
  const stage = flow.state === 'in-review' ? flow.stage : 'approval';
  const open = loaded.requests.find(({ status }) => status === 'open');
  switch (one.kind) {
    case 'submit':
      return usual.submit(
        version,
        flow.revision,
        cause(one.who, {
          declaration: declared(flow.revision, one.changes),
          ...(one.keyBy === undefined ? {} : { actor: byProgram(one.who, one.keyBy) }),
        }),
      );
    case 'request':
      return usual.request(stage, flow.revision);
    case 'decide': {
      const assignees = open?.assignees ?? [];
      const asked = assignees[one.which % Math.max(1, assignees.length)];
      const actor = one.who === undefined && asked ? asked : { id: one.who ?? 'p1', name: one.who ?? 'p1' };
      const contentHash = flow.state === 'in-review' && !one.stale ? flow.shownHash : '0'.repeat(64);
      const cuts = one.outcome === 'approve' && one.cut !== undefined ? cutOf(loaded, one.cut) : [];
      const more = {
        cuts,
        actor: { ...actor, role: 'reviewer', via: 'link' },
        requestId: `${number}`,
        revision: flow.revision,
        contentHash,
        comment: '请补充第三项支出的测算依据和标准',
      };
      const isReturn = one.outcome === 'return' || one.outcome === 'send-back';
      return {
        ...usual.approve(actor.id, stage, more),
        outcome: isReturn ? 'return' : one.outcome,
        ...(one.outcome === 'send-back' ? { to: 'previous-stage' } : {}),
        ...(one.outcome === 'return' && one.names ? { fields: ['/plan/0'] } : {}),
      } as Command;
    }
    case 'reassign':
      return {
        type: 'reassign',
        ...cause(one.who, { actor: by(one.who, one.isOwn ? 'reviewer' : 'administrator') }),
        ...(one.isOwn ? { from: one.who } : {}),
        stage,
        to: one.to,
        comment: '岗位调整，改由他人办理',
      };
    case 'take-back': {
      const last = events.findLast(({ action }) => action === 'decided');
      const actor = one.who === undefined && last ? last.actor : by(one.who ?? 'p1');
      return {
        type: 'take-back',
        ...cause(actor.id, { actor }),
        stage: last?.stage ?? stage,
        revision: last?.revision ?? flow.revision,
      };
    }
    case 'renew':
      return {
        type: 'renew-link',
        ...cause(one.who),
        stage,
        revision: flow.revision,
        assignee: { id: one.who, name: one.who },
      };
    default:
      return asPlain(one.kind, one.who, version, stage, flow.revision, number);
  }
}

function asPlain(
  kind: string,
  who: string,
  version: number,
  stage: string,
  revision: number,
  number: number,
): Command {
  const cause = { actor: by(who), requestId: `${number}` };
  if (kind === 'save') return usual.save(version, cause);
  if (kind === 'recall' || kind === 'withdraw') return { type: kind, ...cause, version };
  if (kind === 'object') return { type: 'object', ...cause, comment: '设备单价低于询价结果' };
  if (kind === 'urge') return { type: 'urge', ...cause };
  return kind === 'remind' ? { type: 'remind', stage, revision } : { type: 'lapse', revision };
}

/** Something that was done, with all that it was done in. */
interface Moment {
  readonly before: Story;
  readonly after: Story;
  readonly command: Command;
  readonly events: readonly EventBody[];
  readonly refused: string | null;
  /** Every directory since the project was created, the present one last. */
  readonly directories: readonly Directory[];
  readonly stages: readonly Stage[];
}

/** Lets everything happen, one after the other, on the days of a month. */
function run({
  directory: first,
  stages: used,
  moves,
}: typeof history extends fc.Arbitrary<infer T> ? T : never) {
  let directories: readonly Directory[] = [first];
  let former: readonly FormerMailbox[] = [];
  let story = nothing;
  const moments: Moment[] = [];
  let time = Date.parse('2026-03-02T01:00:00.000Z');
  for (const [number, one] of moves.entries()) {
    time += one.kind === 'take-back' ? 60_000 : 6 * 3_600_000;
    const at = new Date(time).toISOString();
    const present = directories.at(-1) ?? first;
    if (one.kind === 'office') {
      former = [...former, ...leftBehind(present, one.directory, at)];
      directories = [...(story.loaded ? directories : []), one.directory];
      continue;
    }
    if (one.kind === 'look') {
      story = opened(story, at);
      continue;
    }
    const world = aWorld({ at, directory: present, formerMailboxes: former, stages: used });
    const command = commandOf(one, story, number);
    const before = story;
    const next = step(before, command, world);
    const refused = 'refused' in next ? next.refused : null;
    story = 'refused' in next ? before : next;
    const events = story.events.slice(before.events.length);
    moments.push({ before, after: story, command, events, refused, directories, stages: used });
  }
  return { story, moments };
}

/** Every mailbox that an id had in any of the directories. */
const mailboxes = (directories: readonly Directory[], one: string): Set<string> =>
  new Set(
    directories.flatMap(({ people }) =>
      people.filter((other) => other.id === one).map(({ email }) => normalMailbox(email)),
    ),
  );
const isSame = (directories: readonly Directory[], a: string, b: string): boolean =>
  a === b || [...mailboxes(directories, a)].some((box) => mailboxes(directories, b).has(box));

/** What a stage said last of a revision, once all that was said there before it was asked again is left aside. */
function lastWordOf({ events }: Story, stage: string, revision: number): string | undefined {
  const order = defaultStages.map((one) => one.id);
  const own = events.filter(
    ({ revision: of, action }) => of === revision && (action === 'decided' || action === 'taken-back'),
  );
  const undoneBefore = own.findLastIndex(
    ({ action, reopens, next = '', stage: of = '' }) =>
      reopens !== undefined && order.indexOf(action === 'decided' ? next : of) <= order.indexOf(stage),
  );
  const said = own.slice(undoneBefore + 1).filter((event) => event.stage === stage);
  const passed = events.findLast((event) => event.action === 'submitted' && event.revision === revision);
  const over = passed?.passedOver?.find((one) => one.stage === stage);
  return said.length === 0 && over && undoneBefore < 0
    ? lastWordOf({ events } as Story, stage, over.revision)
    : said.at(-1)?.outcome;
}

const actionsOf = (moments: readonly Moment[], action: string) =>
  moments.flatMap((moment) =>
    moment.events.filter((event) => event.action === action).map((event) => ({ moment, event })),
  );

/** The decisions that were not taken back, in their order. */
function standingIn(events: readonly EventBody[]): EventBody[] {
  const standing: EventBody[] = [];
  for (const event of events) {
    if (event.action === 'decided') standing.push(event);
    if (event.action === 'taken-back')
      standing.splice(
        standing.findLastIndex(({ actor }) => actor.id === event.actor.id),
        1,
      );
  }
  return standing;
}

const holds = (law: (ran: ReturnType<typeof run>) => void, numRuns = tries(600)): void =>
  fc.assert(
    fc.property(history, (given) => law(run(given))),
    { numRuns },
  );

describe('separation of duties', () => {
  it('nobody who made, edited or submitted any revision decides on it, under no id and no mailbox', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        const { editors = [] } = moment.before.loaded?.record ?? {};
        for (const editor of editors)
          expect([event.actor.id, editor, isSame(moment.directories, event.actor.id, editor)]).toEqual([
            event.actor.id,
            editor,
            false,
          ]);
      }
    });
  });

  it('nobody decides on what came by a key that they gave out', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided'))
        for (const { actor } of moment.before.events)
          if (actor.program)
            expect([
              actor.program.madeBy,
              isSame(moment.directories, event.actor.id, actor.program.madeBy),
            ]).toEqual([actor.program.madeBy, false]);
    });
  });

  it('no person and no mailbox decides at two stages, in nobody’s place either', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        const { deciders = [] } = moment.before.loaded?.record.flow ?? {};
        const elsewhere = deciders
          .filter(({ stage }) => stage !== event.stage)
          .flatMap(({ person: one, onBehalfOf }) => (onBehalfOf === undefined ? [one] : [one, onBehalfOf]));
        for (const other of elsewhere) expect(isSame(moment.directories, event.actor.id, other)).toBe(false);
      }
    });
  });

  it('nobody decides twice when a stage is asked once, under no id and no mailbox', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        const sinceAsked = moment.before.events.slice(
          moment.before.events.findLastIndex(
            ({ action, stage, revision }) =>
              action === 'requested' && stage === event.stage && revision === event.revision,
          ),
        );
        const isTakenBack = (one: EventBody): boolean =>
          sinceAsked
            .slice(sinceAsked.indexOf(one))
            .some(({ action, actor }) => action === 'taken-back' && actor.id === one.actor.id);
        const here = sinceAsked.filter(
          (one) => one.action === 'decided' && one.stage === event.stage && !isTakenBack(one),
        );
        for (const other of here)
          expect(isSame(moment.directories, event.actor.id, other.actor.id)).toBe(false);
      }
    });
  });

  it('a member of the declaring unit is no finance reviewer and no approver', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        if (event.stage === 'unit-signoff') continue;
        const members = moment.directories.at(-1)?.people.filter((one) => one.unit === unit.id) ?? [];
        for (const member of members)
          expect(isSame(moment.directories, event.actor.id, member.id)).toBe(false);
      }
    });
  });

  it('who is asked and who is given a request are people who may decide', () => {
    holds(({ moments }) => {
      for (const { moment, event } of [
        ...actionsOf(moments, 'requested'),
        ...actionsOf(moments, 'reassigned'),
      ]) {
        const { editors = [] } = moment.before.loaded?.record ?? {};
        const names = event.assignees?.map((one) => one.id) ?? [];
        expect(new Set(names).size).toBe(names.length);
        // Who was asked before and goes on being asked is the office's to take away, with what it has changed since.
        const before =
          moment.before.loaded?.requests.find(({ status }) => status === 'open')?.assignees ?? [];
        for (const asked of names.filter((name) => !before.some(({ id }) => id === name)))
          for (const editor of editors) expect(isSame(moment.directories, asked, editor)).toBe(false);
      }
    });
  });

  it('a request is given to holders and delegates of its post, never to whoever gives it', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'reassigned')) {
        const { units = [], people = [] } = moment.directories.at(-1) ?? {};
        const asks = moment.stages.find((one) => one.id === event.stage)?.asks.post;
        const posts = units.flatMap((one) => one.posts ?? []).filter((one) => one.post === asks);
        const eligible = new Set(posts.flatMap(({ holder, delegates = [] }) => [holder, ...delegates]));
        // Whom they name for an absence, and whom these name, and so on: the set grows while it is gone through.
        for (const one of eligible)
          for (const { absences = [] } of people.filter(({ id }) => id === one))
            for (const { delegate } of absences) if (delegate !== undefined) eligible.add(delegate);
        // Behind those who were asked beside and go on being asked.
        const given = event.assignees?.at(-1);
        expect(eligible).toContain(given?.id);
        expect(isSame(moment.directories, given?.id ?? '', event.actor.id)).toBe(false);
      }
    });
  });
});

describe('any sequence of commands', () => {
  it('passes a stage with exactly as many approvals as it needs', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        if (event.outcome !== 'approve') continue;
        const { flow } = moment.before.loaded?.record ?? {};
        const asked = flow?.state === 'in-review' ? flow.asked : null;
        const { quorum = 'any' } = moment.stages.find((one) => one.id === event.stage) ?? {};
        const approved = new Set([...(asked?.approvals ?? []), event.actor.id]);
        const missing = asked?.assignees.filter((one) => !approved.has(one)) ?? [];
        const passes =
          { any: true, all: missing.length === 0 }[String(quorum)] ?? approved.size >= Number(quorum);
        const isOver = moment.events.some(({ action }) => action === 'approved') || event.next !== undefined;
        expect(isOver).toBe(passes);
      }
    });
  });

  it('is recalled after an approval only while nobody has looked at it at the next stage', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'recalled')) {
        const { events, loaded } = moment.before;
        const decided = standingIn(events.filter(({ revision }) => revision === event.revision));
        if (decided.length === 0) continue;
        expect(decided.at(-1)?.next).toBeDefined();
        for (const { status, openedAt, revision } of loaded?.requests ?? [])
          if (status === 'open' && revision === event.revision) expect(openedAt).toBeUndefined();
        for (const request of moment.after.loaded?.requests ?? []) expect(request.status).not.toBe('open');
      }
    });
  });

  it('takes back only what was decided last, within ten minutes, and that nobody has looked at after', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'taken-back')) {
        const { events, loaded } = moment.before;
        const last = events.findLast(({ action }) => action === 'decided');
        expect(last).toMatchObject({
          actor: { id: event.actor.id },
          stage: event.stage,
          revision: event.revision,
          outcome: 'approve',
        });
        expect(Date.parse(event.at) - Date.parse(last?.at ?? '')).toBeLessThan(600_000);
        const after = loaded?.requests.filter(
          ({ stage, revision, status }) =>
            revision === event.revision && stage !== event.stage && status === 'open',
        );
        for (const request of after ?? []) expect(request.openedAt).toBeUndefined();
        // The stage is where it was before, and nothing is asked beside it.
        const { record, requests = [] } = moment.after.loaded ?? {};
        expect(record?.flow).toMatchObject({ state: 'in-review', stage: event.stage });
        expect(requests.filter(({ status }) => status === 'open').map(({ stage }) => stage)).toEqual([
          event.stage,
        ]);
        const own = requests.find(
          ({ stage, revision }) => stage === event.stage && revision === event.revision,
        );
        expect(own?.decisions.map(({ by: { id: one } }) => one)).not.toContain(event.actor.id);
        const before = loaded?.requests.find(
          ({ stage, revision }) => stage === event.stage && revision === event.revision,
        );
        expect(own?.deadline).toBe(before?.deadline);
      }
    });
  });

  it('has one objection to each cut at the most', () => {
    holds(({ story }) => {
      let standing: number | undefined;
      let objectable = false;
      for (const event of story.events) {
        if (event.action === 'submitted') standing = event.requestedFen;
        if (event.action === 'submitted') objectable = false;
        if (event.action === 'decided' && event.approvedFen !== undefined && event.approvedFen !== standing) {
          standing = event.approvedFen;
          objectable = true;
        }
        if (event.action !== 'objected') continue;
        expect(objectable).toBe(true);
        objectable = false;
      }
    });
  });

  it('is urged of once on a day at the most, while somebody who has not decided is asked', () => {
    holds(({ moments }) => {
      const days = new Set<string>();
      for (const { before, events } of moments) {
        const [event] = events;
        if (event?.action !== 'urged') continue;
        const day = beijingDay(new Date(event.at));
        expect(days.has(day)).toBe(false);
        days.add(day);
        const open = before.loaded?.requests.find(({ status }) => status === 'open');
        const decided = new Set(open?.decisions.map(({ by: { id: who } }) => who));
        expect(event.assignees.length).toBeGreaterThan(0);
        expect(event.assignees.map(({ id: who }) => decided.has(who))).not.toContain(true);
      }
    });
  });

  it('leaves the state where it is refused, and says it by its events where it is not', () => {
    holds(({ moments, story }) => {
      for (const { before, after, refused } of moments) if (refused) expect(after).toBe(before);
      if (story.loaded) expect(advance(nothingYet, story.events)).toEqual(story.loaded.record.flow);
    });
  });

  it('ends a project once at the most, and nothing happens after the end', () => {
    holds(({ moments, story }) => {
      const ends = story.events.filter(({ to }) =>
        ['approved', 'rejected', 'withdrawn', 'lapsed'].includes(to ?? ''),
      );
      const rejected = story.events.filter(({ action }) => action === 'rejected');
      expect(ends.length + rejected.filter(({ to }) => to === undefined).length).toBeLessThanOrEqual(1);
      const after = moments.filter(({ before }) => before.loaded && isEnded(before.loaded.record.flow));
      for (const { events } of after) expect(events).toEqual([]);
    });
  });

  it('reaches approval only by what every stage said last, of the last revision or of one that it passes over by', () => {
    holds(({ story }) => {
      const flow = story.loaded?.record.flow;
      if (flow?.state !== 'approved') return;
      const last = story.events.filter(({ revision }) => revision === flow.revision);
      const entered = last.flatMap(({ next }) => next ?? []);
      for (const stage of entered) expect(lastWordOf(story, stage, flow.revision)).toBe('approve');
      expect(entered.at(-1)).toBe('approval');
    });
  });

  it('passes a stage over where it approved, uncut, all that is not named in the returns since, and may still do so', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'submitted')) {
        const { events } = moment.before;
        for (const { stage, revision } of event.passedOver ?? []) {
          expect(lastWordOf(moment.before, stage, revision)).toBe('approve');
          const since = events.slice(
            events.findLastIndex((one) => one.action === 'submitted' && one.revision === revision),
          );
          // Nothing was taken back or begun anew in between, and nothing cut.
          expect(since.filter(({ action }) => action === 'recalled')).toEqual([]);
          for (const one of since)
            if (one.action === 'decided' && one.reopens === undefined) {
              const isCut = one.approvedFen !== undefined && one.approvedFen !== one.requestedFen;
              const isUndone = since.some((later) => later.reopens && later.revision === one.revision);
              expect(isCut && !isUndone).toBe(false);
            }
          // No return in between left everything open, and only the first line was changed.
          const returns = (moment.before.loaded?.requests ?? [])
            .filter((one) => one.revision >= revision)
            .flatMap(({ decisions }) => decisions.filter(({ outcome }) => outcome === 'return'));
          for (const { fields } of returns) expect(fields).toEqual(['/plan/0']);
          const before = moment.before.revisions.get(revision)?.declaration.plan;
          const now = moment.after.revisions.get(event.revision ?? 0)?.declaration.plan;
          expect(Array.isArray(now) && now.slice(1)).toEqual(Array.isArray(before) && before.slice(1));
          // Nobody whose approval stands has made what is handed in, or belongs to those who do not decide on it.
          const editors = moment.after.loaded?.record.editors ?? [];
          const approvers = events.filter(
            (one) => one.action === 'decided' && one.stage === stage && one.revision === revision,
          );
          for (const { actor } of approvers.filter(({ outcome }) => outcome === 'approve').slice(-1))
            for (const editor of editors) expect(isSame(moment.directories, actor.id, editor)).toBe(false);
        }
      }
    });
  });

  it('asks a stage that was passed over or sent back to before what comes after it', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        if (event.reopens === undefined) continue;
        const flow = moment.after.loaded?.record.flow;
        expect(flow).toMatchObject({ state: 'in-review', stage: event.next, asked: null });
        const order = moment.stages.map((one) => one.id);
        expect(order.indexOf(event.next ?? '')).toBeLessThan(order.indexOf(event.stage ?? ''));
        expect(flow?.passedOver?.map((one) => one.stage) ?? []).not.toContain(event.next);
        // What it decided counts no more, and neither does what was decided after it.
        for (const { stage, revision, decisions } of moment.after.loaded?.requests ?? [])
          if (revision === event.revision && order.indexOf(stage) >= order.indexOf(event.next ?? ''))
            expect(decisions).toEqual([]);
      }
    });
  });
});

/** The histories are random: these show that they get everywhere, so that no law above is empty. */
describe('the histories', () => {
  const all = fc.sample(history, { seed: 20_260_318, numRuns: 1_000 }).map(run);
  const moments = all.flatMap((ran) => ran.moments);

  it.each([
    ...['approved', 'returned', 'rejected', 'reassigned', 'lapsed', 'recalled', 'withdrawn', 'reminded'],
    'objected',
    'urged',
  ])('come to %s', (action) => {
    expect(actionsOf(moments, action).length).toBeGreaterThan(5);
  });

  it('pass stages over, and send back to the stage before', () => {
    const over = actionsOf(moments, 'submitted').filter(({ event }) => event.passedOver);
    const back = actionsOf(moments, 'decided').filter(({ event }) => event.reopens);
    expect([over.length > 5, back.length > 5]).toEqual([true, true]);
  });

  it('have decisions taken back', () => {
    expect(actionsOf(moments, 'taken-back').length).toBeGreaterThan(5);
  });

  it('are recalled after an approval', () => {
    const late = actionsOf(moments, 'recalled').filter(({ moment, event }) =>
      moment.before.events.some((one) => one.action === 'decided' && one.revision === event.revision),
    );
    expect(late.length).toBeGreaterThan(5);
  });

  it.each([
    'opened-since',
    'has-taken-effect',
    'nothing-to-take-back',
    'made-it',
    'own-unit',
    'decided-elsewhere',
    'not-asked',
    'to-oneself',
    'not-a-holder',
    'content-changed',
    'already-objected',
    'urged-today',
    'offices-closed',
    'nobody-asked',
  ])('are refused with %s', (code) => {
    expect(moments.filter(({ refused }) => refused === code).length).toBeGreaterThan(5);
  });

  it('exclude by mailbox alone: the id never made anything', () => {
    const byMailbox = moments.filter(
      ({ refused, command, before }) =>
        refused === 'made-it' &&
        command.type === 'decide' &&
        !before.loaded?.record.editors.includes(command.actor.id),
    );
    expect(byMailbox.length).toBeGreaterThan(0);
  });
});
