import { expect } from '@jest/globals';
import { form as projectDeclaration } from '../../shared/declaration/forms/project-declaration.ts';
import type { Actor, EventBody } from '../../shared/history/event.ts';
import { afterCommand } from '../../shared/project/after.ts';
import type { Loaded } from '../../shared/project/load.ts';
import type { RevisionContent } from '../../shared/project/records.ts';
import { requestsAfter } from '../../shared/project/requests-after.ts';
import { isWithinReturn } from '../../shared/project/returned.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Command, Refusal, RefusalCode } from '../../shared/workflow/commands.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import type { Flow } from '../../shared/workflow/flow.ts';
import type { Project } from '../../shared/workflow/project.ts';
import { defaultStages } from '../../shared/workflow/stages.ts';
import type { World } from '../../shared/workflow/world.ts';

/**
 * The workflow as it is specified: given what happened, when a command comes, then these events follow or this is why
 * not. What is given happens by the same core, so that no specification begins in a state that cannot be reached.
 */

export const unit = { id: '11530121MB1584810X', name: '申报单位（示例）' };
export const finance = { id: '11530121MB100023X0', name: '财政局（示例）' };

const person = (id: string, of: string) => ({
  id,
  name: id,
  email: `${id}@countersign.example`,
  unit: of,
});

/** Two hold the reviewer's post with a delegate each; one approves, and has a delegate. */
export const aDirectory: Directory = {
  units: [
    { ...unit, finance: finance.id },
    {
      ...finance,
      posts: [
        { post: 'reviewer', holder: 'reviewer', delegates: ['reviewer2'] },
        { post: 'approver', holder: 'approver', delegates: ['approver2'] },
      ],
    },
  ],
  people: [
    ...['maker', 'colleague'].map((id) => person(id, unit.id)),
    ...['reviewer', 'reviewer2', 'approver', 'approver2', 'secretary', 'administrator'].map((id) =>
      person(id, finance.id),
    ),
  ],
  administrators: ['administrator'],
};

/** A Wednesday morning in Beijing, in a year whose holidays are published. */
export const MORNING = '2026-03-18T02:00:00.000Z';

export const aWorld = (changes: Partial<World> = {}): World => ({
  at: MORNING,
  directory: aDirectory,
  formerMailboxes: [],
  officeChanges: [],
  directoryVersion: 1,
  stages: defaultStages,
  collectiveThresholdFen: null,
  codeThresholdFen: null,
  rounds: [],
  calendar: { ...shippedCalendar, version: 'test' },
  ...changes,
});

/** A person's program, with a key that somebody gave it. */
export const byProgram = (id: string, madeBy: string): Actor => ({
  ...by(id, 'submitter', 'bearer'),
  program: { id: '7K3M9QXD', madeBy },
});

export const by = (id: string, role: Actor['role'] = 'submitter', via: Actor['via'] = 'session'): Actor => ({
  id,
  name: id,
  role,
  via,
});

/** Three lines of 10.00 万元 each. */
const plan = ['设备', '培训', '宣传'].map((name) => ({ name, amountFen: 10_000_000 }));
const requestedFen = 30_000_000;
/** No command moves it any more. */
export const isEnded = ({ state }: Flow): boolean =>
  ['approved', 'rejected', 'withdrawn', 'lapsed'].includes(state);
export const hashOf = (revision: number): string => String(revision).repeat(64).slice(0, 64);
const declaration = { plan };

const form = { id: 'project-declaration', version: 1 };
const summary = { title: '示例项目', budgetYear: 2026, requestedFen };

/** Commands as they usually come; a specification says what is different. */
export const usual = {
  create: (more: object = {}): Command => ({
    type: 'create',
    actor: by('maker'),
    requestId: 'create',
    id: 'P',
    unit,
    form,
    summary,
    content: { declaration, unread: {} },
    ...more,
  }),
  save: (version: number, more: object = {}): Command => ({
    type: 'save',
    actor: by('maker'),
    requestId: 'save',
    version,
    summary,
    content: { declaration, unread: {} },
    ...more,
  }),
  submit: (version: number | undefined, revision = 1, more: object = {}): Command => ({
    type: 'submit',
    actor: by('maker'),
    requestId: `submit-${revision}`,
    id: 'P',
    unit,
    ...(version === undefined ? {} : { version }),
    form,
    summary,
    contentHash: hashOf(revision),
    declaration,
    findings: [],
    ...more,
  }),
  request: (stage: string, revision = 1): Command => ({
    type: 'request',
    stage,
    revision,
    token: `token-${stage}-${revision}`,
    tokenOrder: MORNING,
  }),
  approve: (who: string, stage: string, more: object = {}): Command => ({
    type: 'decide',
    actor: by(who, stage === 'approval' ? 'approver' : 'reviewer', 'link'),
    requestId: `approve-${who}-${stage}`,
    stage,
    revision: 1,
    outcome: 'approve',
    contentHash: hashOf(1),
    proof: 'link',
    ...more,
  }),
  return: (who: string, stage: string, more: object = {}): Command =>
    usual.approve(who, stage, {
      requestId: `return-${who}-${stage}`,
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
      ...more,
    }),
  reject: (who: string, stage: string, more: object = {}): Command =>
    usual.approve(who, stage, {
      requestId: `reject-${who}-${stage}`,
      outcome: 'reject',
      comment: '与年度计划中的项目重复',
      ...more,
    }),
};

/** A draft in review at a stage, with the decision asked for. */
export const inReview: readonly Command[] = [
  usual.create(),
  usual.submit(1),
  usual.request('finance-review'),
];
export const atApproval: readonly Command[] = [
  ...inReview,
  usual.approve('reviewer', 'finance-review'),
  usual.request('approval'),
];
export const returned: readonly Command[] = [...inReview, usual.return('reviewer', 'finance-review')];

/** What one command, or a command with a world of its own, is given as. */
export type Given = Command | readonly [Command, Partial<World>] | 'opened';

/** Somebody who is asked looks at the open request. */
export const opened = (story: Story, at = MORNING): Story => ({
  ...story,
  loaded: story.loaded && {
    ...story.loaded,
    requests: story.loaded.requests.map((request) =>
      request.status === 'open' ? { ...request, openedAt: request.openedAt ?? at } : request,
    ),
  },
});

const content: RevisionContent = { declaration, findings: [], formVersion: 1 };

/** A project as it is loaded, and everything that happened to it. */
export interface Story {
  readonly loaded: Loaded | null;
  readonly events: readonly EventBody[];
  /** What was handed in, by revision. */
  readonly revisions: ReadonlyMap<number, RevisionContent>;
}
export const nothing: Story = { loaded: null, events: [], revisions: new Map() };

/** The project that the core looks at: with the plan in review as the cuts have left it. */
const asSeen = ({ loaded, revisions }: Story, command: Command): Project | null => {
  if (!loaded) return null;
  const before = revisions.get(loaded.record.flow.revision - 1);
  const left = new Map(
    loaded.requests
      .filter(({ revision }) => revision === loaded.record.flow.revision)
      .flatMap(({ decisions }) => decisions.flatMap(({ cuts = [] }) => cuts))
      .map(({ line, amountFen }) => [line, amountFen]),
  );
  const plan_ = plan.map((line, at) => ({ ...line, amountFen: left.get(at) ?? line.amountFen }));
  return {
    ...loaded.record,
    requests: loaded.requests,
    plan: plan_,
    later: [],
    ...(before && command.type === 'submit'
      ? { isWithinReturn: isWithinReturn(projectDeclaration, loaded, before, command) }
      : {}),
  };
};

/** A command on a story: the story goes on, or the core says why not. */
export function step(story: Story, command: Command, world: World): Story | Refusal {
  const decision = decide(asSeen(story, command), command, world);
  if (isRefusal(decision)) return decision;
  const after = afterCommand(story.loaded, command, decision, { world, handedIn: content, later: [] });
  const { record, revision } = after;
  return {
    loaded: {
      record: { ...record, head: { seq: story.events.length + decision.length, hash: '' } },
      requests: requestsAfter(story.loaded?.requests ?? [], after),
    },
    events: [...story.events, ...decision],
    revisions: revision
      ? new Map([...story.revisions, [revision.number, revision.content]])
      : story.revisions,
  };
}

const isWith = (given: Given): given is readonly [Command, Partial<World>] => Array.isArray(given);

/** Lets happen what is given. @throws Error where the core refuses it */
function tell(given: readonly Given[], world: World): Story {
  return given.reduce<Story>((story, one) => {
    if (one === 'opened') return opened(story);
    const [command, changes] = isWith(one) ? one : [one, {}];
    const next = step(story, command, { ...world, ...changes });
    if ('refused' in next) throw new Error(`${command.type} was refused: ${next.refused}`);
    return next;
  }, nothing);
}

/** Given, when, then: `given(...).when(command).follows([...])` or `.refuses(code)`. */
export function given(...happened: readonly Given[]) {
  return {
    in: (changes: Partial<World>) => specification(happened, aWorld(changes)),
    when: (command: Command, changes: Partial<World> = {}) =>
      specification(happened, aWorld()).when(command, changes),
    story: () => tell(happened, aWorld()),
  };
}

function specification(happened: readonly Given[], world: World) {
  const story = tell(happened, world);
  return {
    story,
    when(command: Command, changes: Partial<World> = {}) {
      const next = step(story, command, { ...world, ...changes });
      const after = 'refused' in next ? null : next;
      return {
        after,
        refusal: 'refused' in next ? next : undefined,
        /** Exactly these events follow, each with at least these members. */
        follows(events: readonly Partial<EventBody>[]) {
          expect('refused' in next ? next.refused : null).toBeNull();
          const followed = after?.events.slice(story.events.length) ?? [];
          expect(followed.map(({ action }) => action)).toEqual(events.map(({ action }) => action));
          expect(followed).toMatchObject(events);
          return after;
        },
        /** Nothing follows, and this is why; where it is about one place of the body, that place. */
        refuses(code: RefusalCode, path?: string) {
          expect(next).toMatchObject({
            refused: code,
            ...(path === undefined ? {} : { errors: [{ path }] }),
          });
        },
      };
    },
  };
}
