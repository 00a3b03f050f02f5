import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventBody } from '../../shared/history/event.ts';
import { normalMailbox } from '../../shared/values/mailbox.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import type { Directory, FormerMailbox } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { nothingYet } from '../../shared/workflow/flow.ts';
import { defaultStages, type Stage } from '../../shared/workflow/stages.ts';
import { anyDirectory as directory, anyPerson as id, leftBehind } from '../builders/directories.ts';
import { aWorld, by, isEnded, nothing, type Story, step, unit, usual } from '../builders/workflow.ts';

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
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('save', 'save', 'recall', 'recall', 'withdraw'),
      who: id,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('object'), who: id }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('submit' as const), who: id }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('request' as const) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      which,
      who: fc.option(id, { nil: undefined, freq: 3 }),
      outcome: fc.constantFrom('approve', 'approve', 'approve', 'approve', 'return', 'reject'),
      stale: fc.constantFrom(false, false, false, true),
      /** The line that an approval cuts. */
      cut: fc.option(fc.nat(2), { nil: undefined }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reassign' as const), who: id, to: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), who: id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('remind', 'lapse'), who: id }) },
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

const history = fc.record({
  directory,
  stages,
  moves: fc.array(move, { minLength: 10, maxLength: 60, size: 'max' }),
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

/** The command that a move comes to in a state. */
function commandOf(one: Exclude<Move, { kind: 'office' }>, { loaded }: Story, number: number): Command {
  const cause = (who: string, more: object = {}) => ({ actor: by(who), requestId: `${number}`, ...more });
  if (!loaded) return usual.submit(undefined, 1, cause('who' in one && one.who ? one.who : 'p0'));
  const { version, flow } = loaded.record;
  const stage = flow.state === 'in-review' ? flow.stage : 'approval';
  const open = loaded.requests.find(({ status }) => status === 'open');
  switch (one.kind) {
    case 'submit':
      return usual.submit(version, flow.revision, cause(one.who));
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
      return { ...usual.approve(actor.id, stage, more), outcome: one.outcome } as Command;
    }
    case 'reassign':
      return { type: 'reassign', ...cause(one.who), stage, to: one.to, comment: '岗位调整，改由他人办理' };
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
  for (const [number, one] of moves.entries()) {
    const at = new Date(Date.parse('2026-03-02T01:00:00.000Z') + number * 6 * 3_600_000).toISOString();
    const present = directories.at(-1) ?? first;
    if (one.kind === 'office') {
      former = [...former, ...leftBehind(present, one.directory, at)];
      directories = [...(story.loaded ? directories : []), one.directory];
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

const actionsOf = (moments: readonly Moment[], action: string) =>
  moments.flatMap((moment) =>
    moment.events.filter((event) => event.action === action).map((event) => ({ moment, event })),
  );

const holds = (law: (ran: ReturnType<typeof run>) => void, numRuns = 600): void =>
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

  it('nobody decides twice at a stage of a revision, under no id and no mailbox', () => {
    holds(({ moments }) => {
      for (const { moment, event } of actionsOf(moments, 'decided')) {
        const { deciders = [] } = moment.before.loaded?.record.flow ?? {};
        const here = deciders.filter((one) => one.stage === event.stage && one.revision === event.revision);
        for (const other of here)
          expect(isSame(moment.directories, event.actor.id, other.person)).toBe(false);
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
        for (const asked of names)
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
        const [given] = event.assignees ?? [];
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

  it('reaches approval only through every stage that the project passed, on the content of the last revision', () => {
    holds(({ story }) => {
      const flow = story.loaded?.record.flow;
      if (flow?.state !== 'approved') return;
      const last = story.events.filter(({ revision }) => revision === flow.revision);
      const entered = last.flatMap(({ next }) => next ?? []);
      const decided = last.filter(({ action, outcome }) => action === 'decided' && outcome === 'approve');
      for (const stage of entered) expect(decided.map((one) => one.stage)).toContain(stage);
      expect(entered.at(-1)).toBe('approval');
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
  ])('come to %s', (action) => {
    expect(actionsOf(moments, action).length).toBeGreaterThan(5);
  });

  it.each([
    'made-it',
    'own-unit',
    'decided-elsewhere',
    'not-asked',
    'to-oneself',
    'not-a-holder',
    'content-changed',
    'already-objected',
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
