import { describe, expect, it } from '@jest/globals';
import { digest } from '../../../shared/history/digest.ts';
import { defaultStages, type Stage } from '../../../shared/workflow/stages.ts';
import {
  aDirectory,
  atApproval,
  by,
  type Given,
  given,
  hashOf,
  inReview,
  MORNING,
  usual,
} from '../../builders/workflow.ts';

const approve = usual.approve('reviewer', 'finance-review');

describe('an approval', () => {
  it('leads to the next stage, with the amount as it stands', () => {
    const after = given(...inReview)
      .when(approve)
      .follows([
        {
          action: 'decided',
          stage: 'finance-review',
          revision: 1,
          outcome: 'approve',
          next: 'approval',
          contentHash: hashOf(1),
          requestedFen: 30_000_000,
          approvedFen: 30_000_000,
          requestedAt: MORNING,
          deadline: '2026-03-25T10:00:00.000Z',
          proof: 'link',
        },
      ]);
    expect(after?.loaded).toMatchObject({
      record: { version: 3, flow: { stage: 'approval', asked: null } },
      requests: [{ status: 'decided', decisions: [{ outcome: 'approve', by: { id: 'reviewer' } }] }],
    });
    expect(after?.events.at(-1)).not.toHaveProperty('detailsHash');
  });

  it('at the last stage approves the project', () => {
    given(...atApproval)
      .when(usual.approve('approver', 'approval'))
      .follows([
        { action: 'decided', stage: 'approval', outcome: 'approve' },
        { action: 'approved', from: 'in-review', to: 'approved', approvedFen: 30_000_000 },
      ]);
  });

  it('passes the collective decision from the threshold on (R31)', () => {
    given(...inReview)
      .in({ collectiveThresholdFen: 30_000_000 })
      .when(approve)
      .follows([{ action: 'decided', next: 'collective-decision' }]);
    given(...inReview)
      .in({ collectiveThresholdFen: 30_000_001 })
      .when(approve)
      .follows([{ action: 'decided', next: 'approval' }]);
  });
});

describe('a cut', () => {
  const cuts = [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }];
  const cutting = usual.approve('reviewer', 'finance-review', { cuts });

  it('leaves less, bound to the event by its hash', () => {
    given(...inReview)
      .when(cutting)
      .follows([{ action: 'decided', approvedFen: 25_000_000, detailsHash: digest({ cuts }) }]);
  });

  it('is what the next decider sees: an approval of the former content is refused', () => {
    given(...inReview, cutting, usual.request('approval'))
      .when(usual.approve('approver', 'approval'))
      .refuses('content-changed');
  });

  it('adds up with those before it', () => {
    const story = given(...inReview, cutting, usual.request('approval')).story();
    const { flow } = story.loaded?.record ?? {};
    const contentHash = flow?.state === 'in-review' ? flow.shownHash : '';
    const more = [{ line: 0, amountFen: 9_000_000, reason: '按三家询价结果的中位数' }];
    given(...inReview, cutting, usual.request('approval'))
      .when(usual.approve('approver', 'approval', { contentHash, cuts: more }))
      .follows([{ action: 'decided' }, { action: 'approved', approvedFen: 24_000_000 }]);
  });

  it.each([
    ['without a reason', [{ line: 1, amountFen: 5_000_000, reason: '。' }], '/cuts/0/reason'],
    ['upwards', [{ line: 1, amountFen: 10_000_001, reason: '增加' }], '/cuts/0/amountFen'],
    [
      'of a line that there is not',
      [{ line: 3, amountFen: 1, reason: '按上年标准核减此项支出' }],
      '/cuts/0/line',
    ],
    [
      'of a line twice',
      [...cuts, { line: 1, amountFen: 4_000_000, reason: '按上年标准核减此项支出' }],
      '/cuts/1/line',
    ],
  ])('is refused %s (R30)', (_, wrong, path) => {
    const when = given(...inReview).when(usual.approve('reviewer', 'finance-review', { cuts: wrong }));
    when.refuses('cuts-do-not-hold', path);
  });

  it('is refused with a return: only an approval cuts', () => {
    given(...inReview)
      .when(usual.return('reviewer', 'finance-review', { cuts }))
      .refuses('cuts-do-not-hold', '/cuts');
  });
});

describe('a return', () => {
  it('opens the next revision, with the fields that it is about', () => {
    const fields = ['/plan/2/basis'];
    const after = given(...inReview)
      .when(usual.return('reviewer', 'finance-review', { fields }))
      .follows([
        {
          action: 'decided',
          outcome: 'return',
          comment: '请补充第三项支出的测算依据和标准',
          detailsHash: digest({ fields }),
        },
        { action: 'returned', from: 'in-review', to: 'returned', revision: 1 },
      ]);
    expect(after?.loaded?.record.flow).toMatchObject({ state: 'returned', revision: 2 });
  });

  it.each([undefined, '', '退回', '          ', '……………………', '啊啊啊啊啊啊啊啊啊啊', '不行。。。。。。。。'])(
    'is refused for %p: a reason of real length says what to change (R30)',
    (comment) => {
      given(...inReview)
        .when(usual.return('reviewer', 'finance-review', { comment }))
        .refuses('reason-required', '/comment');
    },
  );
});

describe('a rejection', () => {
  it('ends the project', () => {
    given(...inReview)
      .when(usual.reject('reviewer', 'finance-review'))
      .follows([
        { action: 'decided', outcome: 'reject', comment: '与年度计划中的项目重复' },
        { action: 'rejected', from: 'in-review', to: 'rejected' },
      ]);
  });

  it('is refused without any reason', () => {
    given(...inReview)
      .when(usual.reject('reviewer', 'finance-review', { comment: ' …… ' }))
      .refuses('reason-required');
  });
});

describe('how many must approve', () => {
  const stages = (quorum: Stage['quorum']): Stage[] =>
    defaultStages.map((stage) => (stage.id === 'finance-review' && quorum ? { ...stage, quorum } : stage));
  const [own, bureau] = aDirectory.units;
  if (!own || !bureau) throw new Error('The directory has two units');
  const holders = ['reviewer', 'reviewer2', 'secretary'].map((holder) => ({ post: 'reviewer', holder }));
  const approver = { post: 'approver', holder: 'approver' };
  const directory = { ...aDirectory, units: [own, { ...bureau, posts: [...holders, approver] }] };
  const approvedBy = (...ids: string[]): Given[] => [
    ...inReview,
    ...ids.map((id) => usual.approve(id, 'finance-review')),
  ];

  it.each<[string, Stage['quorum'], string[], string, boolean]>([
    ['any: the first passes', 'any', [], 'reviewer', true],
    ['all: the first does not', 'all', [], 'reviewer', false],
    ['all: nor the second of three', 'all', ['reviewer'], 'secretary', false],
    ['all: the last does', 'all', ['reviewer', 'secretary'], 'reviewer2', true],
    ['2: the first does not', 2, [], 'reviewer', false],
    ['2: the second does', 2, ['secretary'], 'reviewer', true],
  ])('%s', (_, quorum, before, last, passes) => {
    const after = given(...approvedBy(...before))
      .in({ stages: stages(quorum), directory })
      .when(usual.approve(last, 'finance-review'))
      .follows([{ action: 'decided' }]);
    expect(after?.events.at(-1)?.next).toBe(passes ? 'approval' : undefined);
    expect(after?.loaded?.requests[0]?.status).toBe(passes ? 'decided' : 'open');
  });

  it('one return decides for all', () => {
    given(...approvedBy('reviewer'))
      .in({ stages: stages('all'), directory })
      .when(usual.return('secretary', 'finance-review'))
      .follows([{ action: 'decided' }, { action: 'returned' }]);
  });

  it('nobody decides twice, under no id of the same mailbox', () => {
    const people = directory.people.map((one) =>
      one.id === 'secretary' ? { ...one, email: 'Reviewer@countersign.example' } : one,
    );
    given(...approvedBy('reviewer'))
      .in({ stages: stages('all'), directory })
      .when(usual.approve('reviewer', 'finance-review'))
      .refuses('already-decided');
    given(...approvedBy('reviewer'))
      .in({ stages: stages('all'), directory })
      .when(usual.approve('secretary', 'finance-review'), { directory: { ...directory, people } })
      .refuses('already-decided');
  });
});

describe('is refused', () => {
  const formerly = (person: string, until = MORNING) => ({
    formerMailboxes: [{ person, mailbox: 'maker@countersign.example', until }],
  });

  it('to whoever is not asked', () => {
    given(...inReview)
      .when(usual.approve('reviewer2', 'finance-review'))
      .refuses('not-asked');
  });

  it('to whoever has left the directory', () => {
    const people = aDirectory.people.filter(({ id }) => id !== 'reviewer');
    given(...inReview)
      .when(approve, { directory: { ...aDirectory, people } })
      .refuses('no-longer-listed');
  });

  it('to whoever has come into the declaring unit since', () => {
    const people = aDirectory.people.map((one) =>
      one.id === 'reviewer' ? { ...one, unit: '11530121MB1584810X' } : one,
    );
    given(...inReview)
      .when(approve, { directory: { ...aDirectory, people } })
      .refuses('own-unit');
  });

  it('to whoever was given the mailbox of somebody who made the declaration', () => {
    const people = aDirectory.people.map((one) =>
      one.id === 'reviewer' ? { ...one, email: 'ｍａｋｅｒ@countersign.example' } : one,
    );
    given(...inReview)
      .when(approve, { directory: { ...aDirectory, people } })
      .refuses('made-it');
  });

  it('to whoever had that mailbox in any directory since the project was created', () => {
    given(...inReview)
      .when(approve, formerly('reviewer'))
      .refuses('made-it');
    given(...inReview)
      .when(approve, formerly('reviewer', '2026-03-01T00:00:00.000Z'))
      .follows([{ action: 'decided' }]);
  });

  it('to whoever decided at another stage, also for somebody, also under another id', () => {
    const people = aDirectory.people.map((one) =>
      one.id === 'approver' ? { ...one, email: 'reviewer@countersign.example' } : one,
    );
    given(...atApproval)
      .when(usual.approve('approver', 'approval'), { directory: { ...aDirectory, people } })
      .refuses('decided-elsewhere');
  });

  it('to the head of another unit than the one that declares', () => {
    const withHead = {
      ...aDirectory,
      units: aDirectory.units.map((one) =>
        one.posts ? one : { ...one, posts: [{ post: 'head', holder: 'colleague' }] },
      ),
    };
    const elsewhere = withHead.people.map((one) =>
      one.id === 'colleague' ? { ...one, unit: '11530121MB100023X0' } : one,
    );
    given(usual.create(), usual.submit(1), usual.request('unit-signoff'))
      .in({ directory: withHead })
      .when(usual.approve('colleague', 'unit-signoff'), { directory: { ...withHead, people: elsewhere } })
      .refuses('other-unit');
  });

  it('on another content than the one that was shown', () => {
    given(...inReview)
      .when(usual.approve('reviewer', 'finance-review', { contentHash: hashOf(9) }))
      .refuses('content-changed');
  });

  it('by the link alone from the threshold for a code on', () => {
    const world = { codeThresholdFen: 30_000_000 };
    given(...inReview)
      .in(world)
      .when(approve)
      .refuses('code-required');
    given(...inReview)
      .in(world)
      .when(usual.approve('reviewer', 'finance-review', { proof: 'link-and-code' }))
      .follows([{ action: 'decided', proof: 'link-and-code' }]);
  });

  it('a second time, and once it is decided', () => {
    given(...atApproval)
      .when(approve)
      .refuses('already-decided');
  });

  it('after the unit has taken the project back', () => {
    const recall = { type: 'recall', actor: by('maker'), requestId: 'recall', version: 2 } as const;
    given(...inReview, recall)
      .when(approve)
      .refuses('request-closed');
  });
});
