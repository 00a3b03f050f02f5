import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLinkView, DecisionView, ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aSmallOffice, type PostOfSubject, type SmallOffice, withOffices } from '../builders/offices.ts';
import {
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  historyOf,
  linkIn,
  type Problem,
  passTime,
} from '../support/client.ts';
import { type Message, type Platform, startPlatform } from '../support/platform.ts';

/**
 * What each change of the office does to a project at each moment of its life. Every change has an office of its own in
 * one directory, and in it a project at each moment; then all of them are changed at once, and everything goes on.
 */

/** How one office is changed. */
type Change = (office: SmallOffice, number: number, post: PostOfSubject) => SmallOffice;

const withPerson =
  (role: string, change: Partial<Person>): Change =>
  (office, number) => ({
    ...office,
    people: office.people.map((one) => (one.id === `${role}-${number}` ? { ...one, ...change } : one)),
  });
const withPost =
  (...holders: readonly { readonly holder: string; readonly delegates?: readonly string[] }[]): Change =>
  (office, number, post) => ({
    ...office,
    bureau: {
      ...office.bureau,
      posts: [
        ...holders.map(({ holder, delegates }) => ({
          post,
          holder: `${holder}-${number}`,
          ...(delegates ? { delegates: delegates.map((one) => `${one}-${number}`) } : {}),
        })),
        ...(office.bureau.posts ?? []).filter((held) => held.post !== post),
      ],
    },
  });
const both =
  (...changes: readonly Change[]): Change =>
  (office, number, post) =>
    changes.reduce((changed, change) => change(changed, number, post), office);
const withUnit =
  (change: Partial<Unit>): Change =>
  (office) => ({ ...office, unit: { ...office.unit, ...change } });
const without =
  (role: string): Change =>
  (office, number) => ({ ...office, people: office.people.filter(({ id }) => id !== `${role}-${number}`) });

const away =
  (delegate?: string): Change =>
  (office, number, post) =>
    withPerson('subject', {
      absences: [
        { from: '2026-03-10', to: '2026-12-31', ...(delegate ? { delegate: `${delegate}-${number}` } : {}) },
      ],
    })(office, number, post);

/** Whoever the merged office's projects are decided on by afterwards. */
const HEIR = 90;
const heir = aSmallOffice(HEIR, 'reviewer');

interface Row {
  /** How the office is before. */
  readonly before?: Change;
  readonly change: Change;
  /** Roles of those who are asked: by the office as it is before the change, and after it. */
  readonly asked: readonly string[];
  readonly askedThen: readonly string[];
  /** Those who are asked anew though they were asked before, and what their mailbox is called. */
  readonly joined?: Readonly<Record<string, string>>;
  /** Those of them whom it took the request from all the same: they are asked in another place. */
  readonly left?: readonly string[];
  /** What the link says that was mailed before the change. */
  readonly oldLink?: DeadLinkView['kind'] | 'no-longer-listed' | 'open';
  /** Whose mailboxes are told of the change, each by a word of the subject. */
  readonly told?: Readonly<Record<string, string>>;
}

const rows: Readonly<Record<string, Row>> = {
  'becomes absent, with a delegate': {
    change: away('other'),
    asked: ['subject'],
    askedThen: ['other'],
    oldLink: 'rerouted',
    told: { subject: '已转办' },
  },
  'becomes absent, without one': {
    change: away(),
    asked: ['subject'],
    askedThen: ['deputy'],
    oldLink: 'rerouted',
    told: { subject: '已转办' },
  },
  'comes back': {
    before: away('other'),
    change: withPerson('subject', { absences: [] }),
    asked: ['other'],
    askedThen: ['subject'],
    oldLink: 'rerouted',
    told: { other: '已转办' },
  },
  leaves: {
    change: both(withPost({ holder: 'deputy' }), without('subject')),
    asked: ['subject'],
    askedThen: ['deputy'],
    oldLink: 'no-longer-listed',
  },
  'loses the post': {
    change: withPost(),
    asked: ['subject'],
    askedThen: [],
    oldLink: 'rerouted',
    told: { subject: '已转办', administrator: '无人可办' },
  },
  'is joined by another holder of the post': {
    change: withPost({ holder: 'subject', delegates: ['deputy'] }, { holder: 'other' }),
    asked: ['subject'],
    askedThen: ['subject', 'other'],
    oldLink: 'open',
  },
  'has another mailbox': {
    change: (office, number, post) =>
      withPerson('subject', { email: `moved-${number}@countersign.example` })(office, number, post),
    joined: { subject: 'moved' },
    asked: ['subject'],
    askedThen: ['subject'],
    oldLink: 'mailbox-changed',
    told: { subject: '邮箱已变更' },
  },
  'becomes the holder, whose delegate they were': {
    before: away(),
    change: withPost({ holder: 'deputy' }),
    asked: ['deputy'],
    askedThen: ['deputy'],
    joined: { deputy: 'deputy' },
    left: ['deputy'],
    oldLink: 'open',
  },
  'stands in for another, who is given the post and is away': {
    change: both(
      withPost({ holder: 'other', delegates: ['subject'] }),
      withPerson('other', { absences: [{ from: '2026-03-10', to: '2026-12-31' }] }),
    ),
    asked: ['subject'],
    askedThen: ['subject'],
    joined: { subject: 'subject' },
    left: ['subject'],
    oldLink: 'open',
  },
  'is away and is given a delegate': {
    before: both(withPost({ holder: 'subject' }), away()),
    change: away('other'),
    asked: [],
    askedThen: ['other'],
  },
  'is given the post, which nobody held': {
    before: withPost(),
    change: withPost({ holder: 'subject' }),
    asked: [],
    askedThen: ['subject'],
  },
  'stays, and the submitter leaves': {
    change: withUnit({ contact: 'contact@countersign.example' }),
    asked: ['subject'],
    askedThen: ['subject'],
    oldLink: 'open',
  },
  'stays, and the unit is merged into another': {
    change: withUnit({ successor: heir.unit.id }),
    asked: ['subject'],
    askedThen: ['heir'],
    oldLink: 'rerouted',
    told: { subject: '已转办' },
  },
};
const changes = Object.keys(rows);

const moments = [
  'before it is handed in',
  'before its stage is reached',
  'asked',
  'reminded',
  'escalated',
  'after they decided, while another stage is open',
  'after they returned it',
] as const;
type Moment = (typeof moments)[number];

/** Where nobody is asked nobody decides. */
const exists = (change: string, moment: Moment): boolean =>
  (rows[change]?.asked.length ?? 0) > 0 || !moment.startsWith('after they');
const MERGED = 'stays, and the unit is merged into another';
const LEAVES = 'stays, and the submitter leaves';

/** The stage that is not reached yet is the second one: its office is another one. */
const numberOf = (change: string, moment: Moment): number =>
  changes.indexOf(change) + (moment === 'before its stage is reached' ? 50 : 0);
const postAt = (number: number): PostOfSubject => (number < 50 ? 'reviewer' : 'approver');
const nothing: Change = (office) => office;
const officeAt = (number: number): SmallOffice => {
  const row = rows[changes[number % 50] ?? ''];
  return (row?.before ?? nothing)(aSmallOffice(number, postAt(number)), number, postAt(number));
};
const numbers = changes.flatMap((_, at) => [at, 50 + at]);
const idOf = (role: string, number: number): string =>
  role === 'heir' ? `subject-${HEIR}` : role === 'administrator' ? role : `${role}-${number}`;

let platform: Platform;
/** What a link answers: the request, what became of it, or why it is not shown. */
type Shown = DecisionView & DeadLinkView & Problem;
/** Of each cell the project, and what had happened when the change had been followed, and when all had gone on. */
interface Cell {
  readonly id: string;
  readonly followed: readonly HistoryEvent[];
  readonly mails: readonly Message[];
  readonly goneOn: readonly HistoryEvent[];
  readonly link?: Shown;
}
const ids = new Map<string, string>();
const cells = new Map<string, Cell>();
const keyOf = (change: string, moment: Moment): string => `${change}: ${moment}`;
const cellOf = (change: string, moment: Moment): Cell => {
  const cell = cells.get(keyOf(change, moment));
  if (!cell) throw new Error(`There is no project: ${keyOf(change, moment)}`);
  return cell;
};
const projectOf = (change: string, moment: Moment): string => ids.get(keyOf(change, moment)) ?? '';

/** Whoever hands in works for the unit meanwhile. */
async function moveTo(account: string, unit: string): Promise<void> {
  const administrator = await clientOf(platform, 'administrator');
  const path = `/directory/people/${account}`;
  const { body, headers } = await administrator.get<Person>(path);
  const saved = await administrator.put(path, { ...body, unit }, { 'if-match': headers.get('etag') ?? '' });
  if (saved.status !== 200) throw new Error(`${account} stays: ${JSON.stringify(saved.body)}`);
}

/** By its title a project is known in the subject of a mail. */
const titleOf = (change: string, moment: Moment): string =>
  `示例${changes.indexOf(change) * moments.length + moments.indexOf(moment)}号项目`;
const declarationOf = ({ id, name }: Unit, title: string) => {
  const { unit } = aDeclaration();
  return aDeclaration({ title, unit: { ...unit, name, uscc: id } });
};

/** Begins a project for each of some moments, in the office of each change. */
async function begin(...begun: readonly Moment[]): Promise<void> {
  for (const change of changes) {
    const account = change === LEAVES ? 'submitter2' : 'submitter';
    for (const number of new Set(begun.map((moment) => numberOf(change, moment)))) {
      const { unit } = officeAt(number);
      await moveTo(account, unit.id);
      const client = await clientOf(platform, account);
      const own = begun.filter((one) => numberOf(change, one) === number && exists(change, one));
      await Promise.all(
        own.map(async (moment) => {
          const declaration = declarationOf(unit, titleOf(change, moment));
          const made =
            moment === 'before it is handed in'
              ? await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })
              : await client.post<ProjectView>('/forms/project-declaration/submissions', declaration);
          if (made.status !== 201) throw new Error(`${change}, ${moment}: ${JSON.stringify(made.body)}`);
          ids.set(keyOf(change, moment), made.body.id);
        }),
      );
    }
  }
}

const allCells = changes.flatMap((change) =>
  moments.filter((moment) => exists(change, moment)).map((moment) => [change, moment] as const),
);
const at = (moment: Moment) =>
  allCells
    .filter(([, one]) => one === moment)
    .map(([change]) => [change, projectOf(change, moment)] as const);

/** All that follows from what was done; then each of some projects has been asked at a stage of a revision. */
async function asked(stage: string, revision: number, ...those: readonly Moment[]): Promise<void> {
  await atRest(platform);
  await Promise.all(
    those.flatMap(at).map(async ([change, id]) => {
      const events = await historyOf(platform, id);
      const isAsked = events.some(
        (event) => event.action === 'requested' && event.stage === stage && event.revision === revision,
      );
      if (!isAsked) throw new Error(`${change}: nobody was asked at ${stage} of revision ${revision}`);
    }),
  );
}

const mailsOf = (messages: readonly Message[], title: string): Message[] =>
  messages.filter(({ subject }) => subject.includes(title));
const linkTo = (messages: readonly Message[], title: string, mailbox: string): string | undefined => {
  const mail = mailsOf(messages, title).findLast(
    ({ to, text }) => to === `${mailbox}@countersign.example` && text.includes('/decisions/'),
  );
  return mail && linkIn(mail);
};

/** Lets those decide who were mailed a link for a project at a moment. */
async function decide(
  moment: Moment,
  byWhom: (change: string) => string,
  decision: { readonly outcome: string; readonly comment?: string },
): Promise<void> {
  const messages = await platform.messages();
  for (const [change] of at(moment)) {
    const link = linkTo(messages, titleOf(change, moment), byWhom(change));
    if (!link) throw new Error(`${change}: ${byWhom(change)} has no link`);
    const { status, body } = await decideBy(platform, link, decision);
    if (status !== 200) throw new Error(`${byWhom(change)} got ${status}: ${JSON.stringify(body)}`);
  }
}

/** Hands in what is not, by whoever works for the unit now. */
async function handIn(change: string, moment: Moment): Promise<void> {
  const unit = change === MERGED ? heir.unit : officeAt(numberOf(change, moment)).unit;
  const id = projectOf(change, moment);
  await moveTo('submitter', unit.id);
  const client = await clientOf(platform, 'submitter');
  const draft = await client.get<ProjectView>(`/projects/${id}`);
  const match = { 'if-match': draft.headers.get('etag') ?? '' };
  const saved = await client.put<ProjectView>(
    `/projects/${id}`,
    { declaration: declarationOf(unit, titleOf(change, moment)) },
    match,
  );
  const sent = await client.post(`/projects/${id}/submit`, undefined, {
    'if-match': saved.headers.get('etag') ?? '',
  });
  if (sent.status !== 200) throw new Error(`${change}, ${moment}: ${JSON.stringify(sent.body)}`);
}

async function changeAll(): Promise<void> {
  const before = new Map(numbers.map((number) => [number, officeAt(number)]));
  const after = [...before].map(([number, office]) =>
    (rows[changes[number % 50] ?? '']?.change ?? nothing)(office, number, postAt(number)),
  );
  const offices = [...before.values()];
  const units = new Set(offices.flatMap(({ unit, bureau }) => [unit.id, bureau.id]));
  const people = new Set(['submitter2', ...offices.flatMap((one) => one.people.map(({ id }) => id))]);
  await changeDirectory(platform, (directory: Directory) =>
    withOffices(
      {
        ...directory,
        units: directory.units.filter(({ id }) => !units.has(id)),
        people: directory.people.filter(({ id }) => !people.has(id)),
      },
      after,
    ),
  );
}

const passTo = async (time: string): Promise<void> =>
  passTime(platform, (Date.parse(`${time}+08:00`) - (await platform.now()).getTime()) / 1000);

// Asked on Wednesday the 18th: reminded on Friday and on Tuesday, overdue on Wednesday the 25th at six.
beforeAll(async () => {
  platform = await startPlatform({ env: { COUNTERSIGN_LIMIT_FACTOR: '1000' } });
  await changeDirectory(platform, (directory) => withOffices(directory, [...numbers.map(officeAt), heir]));
  await begin('escalated');
  await asked('finance-review', 1, 'escalated');
  await passTo('2026-03-20T09:01:00');
  await passTo('2026-03-23T10:00:00');
  await begin('reminded');
  await asked('finance-review', 1, 'reminded');
  for (const time of ['24T09:01', '25T09:01', '25T18:01', '26T10:00']) await passTo(`2026-03-${time}:00`);
  await begin(...moments.filter((moment) => moment !== 'escalated' && moment !== 'reminded'));
  await asked('finance-review', 1, ...moments.filter((moment) => moment !== 'before it is handed in'));
  const byWhom = (change: string, moment: Moment) =>
    idOf(rows[change]?.asked[0] ?? '', numberOf(change, moment));
  const [decided, returned] = [
    'after they decided, while another stage is open',
    'after they returned it',
  ] as const;
  await decide(decided, (change) => byWhom(change, decided), { outcome: 'approve' });
  const comment = '请补充第三项支出的测算依据和标准';
  await decide(returned, (change) => byWhom(change, returned), { outcome: 'return', comment });
  await asked('approval', 1, decided);

  const before = await platform.messages();
  const changedAt = (await platform.now()).toISOString();
  await changeAll();
  for (const _ of [1, 2, 3]) await passTime(platform, 60);
  await atRest(platform);
  const mails = (await platform.messages()).filter((one) => one.at >= changedAt);
  const anyone = await clientOf(platform);
  const followed = new Map<string, { followed: HistoryEvent[]; link?: Shown }>();
  for (const [change, moment] of allCells) {
    const id = projectOf(change, moment);
    const link = linkTo(before, titleOf(change, moment), byWhom(change, moment));
    followed.set(id, {
      followed: await historyOf(platform, id),
      ...(link ? { link: (await anyone.get<Shown>(link)).body } : {}),
    });
  }

  for (const moment of ['before it is handed in', returned] as const)
    for (const [change] of at(moment)) await handIn(change, moment);
  const notReached = 'before its stage is reached';
  const reviewerOf = (change: string) =>
    change === MERGED ? idOf('heir', 0) : idOf('colleague', numberOf(change, notReached));
  await decide(notReached, reviewerOf, { outcome: 'approve' });
  await asked('finance-review', 1, 'before it is handed in');
  await asked('finance-review', 2, returned);
  await asked('approval', 1, notReached);
  for (const [change, moment] of allCells) {
    const id = projectOf(change, moment);
    const known = followed.get(id) ?? { followed: [] };
    cells.set(keyOf(change, moment), {
      id,
      ...known,
      mails: mailsOf(mails, titleOf(change, moment)),
      goneOn: await historyOf(platform, id),
    });
  }
}, 300_000);
afterAll(() => platform.stop());

const idsOf = (people: readonly { readonly id: string }[] | undefined) => (people ?? []).map(({ id }) => id);
/** The mails of the change, as whom they went to and what their subject begins with; a link by its arrow. */
const sortOf = ({ to, subject, text }: Message): string => {
  const word = /已转办|无人可办|邮箱已变更|超期|催办/.exec(subject)?.[0] ?? subject;
  return `${to.split('@')[0]} ${text.includes('/decisions/') ? 'asked' : word}`;
};

const openMoments = ['asked', 'reminded', 'escalated'] as const;
describe.each(changes)('when somebody who decides %s', (change) => {
  const row = rows[change];
  if (!row) throw new Error(`There is no row ${change}`);
  const { askedThen, told = {}, oldLink } = row;

  it.each(openMoments)('and the request is %s', (moment) => {
    const number = numberOf(change, moment);
    const roles = (list: readonly string[]) => list.map((role) => idOf(role, number));
    const cell = cellOf(change, moment);
    const joined = askedThen.filter((role) => !row.asked.includes(role) || row.joined?.[role] !== undefined);
    const left = row.left ?? row.asked.filter((role) => !askedThen.includes(role));
    const events = cell.followed.filter(({ action }) => action === 'rerouted');
    if (joined.length + left.length === 0) expect(events).toEqual([]);
    else {
      expect(events).toHaveLength(1);
      const [event] = events;
      expect([idsOf(event?.assignees), idsOf(event?.joined), idsOf(event?.left)]).toEqual([
        roles(askedThen),
        roles(joined),
        roles(left),
      ]);
      // Two working days from Thursday the 26th; of the others two and more are left.
      const isMoved = moment === 'escalated' && joined.length > 0;
      expect(event?.deadline).toBe(isMoved ? '2026-03-30T10:00:00.000Z' : undefined);
    }
    const mails = [
      ...joined.map((role) => `${idOf(row.joined?.[role] ?? role, number)} asked`),
      ...Object.entries(told).map(([role, word]) => `${idOf(role, number)} ${word}`),
    ];
    expect(cell.mails.map(sortOf).sort()).toEqual(mails.sort());
    const { kind, code, status } = cell.link ?? {};
    expect(kind ?? code ?? status).toBe(oldLink);
  });

  const decidedMoment = 'after they decided, while another stage is open';
  if (exists(change, decidedMoment))
    it(decidedMoment, () => {
      const { followed, link, mails } = cellOf(change, decidedMoment);
      expect(link?.kind).toBe('decided-by-you');
      const events = followed.filter(({ action }) => action === 'rerouted');
      if (change !== MERGED) return expect([events, mails]).toEqual([[], []]);
      expect(events).toMatchObject([{ stage: 'approval', joined: [{ id: `colleague-${HEIR}` }] }]);
      const sorts = [`colleague-${HEIR} asked`, `colleague-${numberOf(change, decidedMoment)} 已转办`];
      expect(mails.map(sortOf).sort()).toEqual(sorts.sort());
    });

  it.each(moments.filter((moment) => moment.startsWith('before ') || moment === 'after they returned it'))(
    '%s',
    (moment) => {
      if (!exists(change, moment)) return;
      const { followed, goneOn, mails, link } = cellOf(change, moment);
      const isOpen = moment === 'before its stage is reached';
      if (change === MERGED && isOpen)
        expect(followed.filter(({ action }) => action === 'rerouted')).toMatchObject([
          { stage: 'finance-review', joined: [{ id: `subject-${HEIR}` }] },
        ]);
      else {
        expect(followed.map(({ action }) => action)).not.toContain('rerouted');
        // Whoever handed it in worked elsewhere when it came back, and nobody was left: its unit has a mailbox now.
        const isTold = change === LEAVES && moment === 'after they returned it';
        expect(mails.map(({ to, subject }) => [to.split('@')[0], subject.includes('退回修改')])).toEqual(
          isTold ? [['contact', true]] : [],
        );
      }
      if (moment === 'after they returned it') expect(link?.kind).toBe('decided-by-you');
      const number = numberOf(change, moment);
      const expected =
        change === MERGED && isOpen ? [`colleague-${HEIR}`] : askedThen.map((role) => idOf(role, number));
      expect(idsOf(goneOn.findLast(({ action }) => action === 'requested')?.assignees)).toEqual(expected);
    },
  );

  if (change === MERGED)
    it('and its projects belong to the other one, at every moment', () => {
      for (const moment of moments) {
        const { followed } = cellOf(change, moment);
        const unit = officeAt(numberOf(change, moment)).unit.id;
        expect(followed.filter(({ action }) => action === 'unit-changed')).toMatchObject([
          { unit: heir.unit.id, formerUnit: unit },
        ]);
      }
    });
});
