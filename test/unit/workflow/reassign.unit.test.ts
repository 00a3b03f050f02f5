import { describe, expect, it } from '@jest/globals';
import { asProject } from '../../../shared/project/load.ts';
import type { Command, Reassign } from '../../../shared/workflow/commands.ts';
import type { Directory, Person } from '../../../shared/workflow/directory.ts';
import { mayBeGiven } from '../../../shared/workflow/routing.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import {
  aDirectory,
  atApproval,
  aWorld,
  by,
  finance,
  type Given,
  given,
  inReview,
  MORNING,
  usual,
} from '../../builders/workflow.ts';

const reassign = (to: string, stage = 'finance-review', actor = 'administrator'): Reassign => ({
  type: 'reassign',
  actor: by(actor, 'administrator'),
  requestId: 'reassign',
  stage,
  to,
  comment: '岗位调整，改由他人办理',
});

it('is given to nobody who is away today', () => {
  const away = { absences: [{ from: '2026-03-18', to: '2026-03-18' }] };
  const people = aDirectory.people.map((one) => (one.id === 'reviewer2' ? { ...one, ...away } : one));
  given(...inReview)
    .when(reassign('reviewer2'), { directory: { ...aDirectory, people } })
    .refuses('is-away');
});

it('gives the request to a delegate of the post, and to nobody beside; who was asked before is told', () => {
  const after = given(...inReview)
    .when(reassign('reviewer2'))
    .follows([
      {
        action: 'reassigned',
        stage: 'finance-review',
        revision: 1,
        comment: '岗位调整，改由他人办理',
        assignees: [{ id: 'reviewer2', name: 'reviewer2', onBehalfOf: 'reviewer', onBehalfOfId: 'reviewer' }],
      },
    ]);
  expect(after?.loaded?.requests[0]).toMatchObject({
    assignees: [{ id: 'reviewer2' }],
    former: [{ id: 'reviewer' }],
  });
});

describe('what is remembered of whoever is asked', () => {
  const moved: Directory = {
    ...aDirectory,
    people: aDirectory.people.map((one) =>
      one.id === 'reviewer' ? { ...one, email: 'elsewhere@countersign.example' } : one,
    ),
  };
  const give = (to: string, requestId: string): Command => ({ ...reassign(to), requestId });
  const decided = (to: string, ...happened: Given[]) =>
    given(...happened).when(usual.approve(to, 'finance-review'), { directory: moved });

  it('is not washed off by giving the request to them once more', () => {
    decided(
      'reviewer',
      ...inReview,
      [{ type: 'reroute', stage: 'finance-review', revision: 1 }, { directory: moved }],
      [give('reviewer', 'once'), { directory: moved }],
    ).follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
  });

  it('comes back with them after others were asked', () => {
    decided(
      'reviewer',
      ...inReview,
      [{ type: 'reroute', stage: 'finance-review', revision: 1 }, { directory: moved }],
      [give('reviewer2', 'away'), { directory: moved }],
      [give('reviewer', 'back'), { directory: moved }],
    ).follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
  });

  it('says that they have another mailbox, also where the request had not followed that yet', () => {
    const after = given(...inReview)
      .when(reassign('reviewer'), { directory: moved })
      .follows([{ action: 'reassigned' }]);
    expect(after?.loaded?.requests[0]?.assignees).toMatchObject([
      { id: 'reviewer', marks: ['mailbox-changed'], movedAt: MORNING },
    ]);
    decided(
      'reviewer',
      ...inReview,
      [give('reviewer2', 'away'), { directory: moved }],
      [give('reviewer', 'back'), { directory: moved }],
    ).follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
  });

  it('says that their post was given to them while it was open', () => {
    const officeChanges = [{ of: finance.id, by: 'chief', at: MORNING }];
    given(...inReview, [reassign('reviewer2'), { officeChanges }])
      .when(usual.approve('reviewer2', 'finance-review'), { officeChanges })
      .follows([{ action: 'decided', marks: ['post-given'] }]);
    // It had been asked of them before the post was changed.
    const after = given(...inReview)
      .when(reassign('reviewer'), { officeChanges })
      .follows([{ action: 'reassigned' }]);
    expect(after?.loaded?.requests[0]?.assignees[0]).not.toHaveProperty('marks');
  });

  it('counts the links that they were mailed; that an older mail did not arrive says nothing of the new one', () => {
    const renew = (requestId: string): Command => ({
      type: 'renew-link',
      actor: by('reviewer', 'reviewer'),
      requestId,
      stage: 'finance-review',
      revision: 1,
      assignee: { id: 'reviewer', name: 'reviewer' },
    });
    const failed: Command = {
      type: 'report-mail-failure',
      seq: 3,
      recipient: { id: 'reviewer', name: 'reviewer' },
      asked: true,
      reason: 'bounced',
      again: false,
      stage: 'finance-review',
      revision: 1,
    };
    const after = given(...inReview, renew('one'), renew('two'), failed)
      .when(reassign('reviewer'))
      .follows([{ action: 'reassigned' }]);
    const [reviewer] = after?.loaded?.requests[0]?.assignees ?? [];
    expect(reviewer).toMatchObject({ renewals: 2 });
    expect(reviewer).not.toHaveProperty('undeliveredAt');
  });

  it('stays with colleagues who are asked beside them', () => {
    const directory: Directory = {
      ...moved,
      units: moved.units.map((one) =>
        one.posts ? { ...one, posts: [...one.posts, { post: 'reviewer', holder: 'secretary' }] } : one,
      ),
    };
    const before = { ...directory, people: aDirectory.people };
    given(
      usual.create(),
      usual.submit(1),
      [usual.request('finance-review'), { directory: before }],
      [{ type: 'reroute', stage: 'finance-review', revision: 1 }, { directory }],
      [{ ...give('reviewer2', 'own'), from: 'secretary' } as Command, { directory }],
    )
      .when(usual.approve('reviewer', 'finance-review'), { directory })
      .follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
  });
});

const reviewer2 = { id: 'reviewer2', name: 'reviewer2', onBehalfOf: 'reviewer', onBehalfOfId: 'reviewer' };

describe('of somebody’s own requests', () => {
  it('is given only while it waits for them', () => {
    given(...inReview)
      .when({ ...reassign('reviewer2'), from: 'reviewer' })
      .follows([{ action: 'reassigned' }]);
    given(...inReview)
      .when({ ...reassign('reviewer2'), from: 'approver' })
      .refuses('not-asked');
  });

  it('takes nothing from others who are asked beside them', () => {
    const units = aDirectory.units.map((unit) =>
      unit.posts ? { ...unit, posts: [...unit.posts, { post: 'reviewer', holder: 'approver2' }] } : unit,
    );
    const directory = { ...aDirectory, units };
    given(usual.submit(1), [usual.request('finance-review'), { directory }])
      .when({ ...reassign('reviewer2'), from: 'reviewer' }, { directory })
      .follows([{ action: 'reassigned', assignees: [{ id: 'approver2', name: 'approver2' }, reviewer2] }]);
  });
});

describe('by whoever is asked', () => {
  const holder = by('reviewer', 'reviewer');

  it('is given from themself to somebody else', () => {
    given(...inReview)
      .when({ ...reassign('reviewer2'), actor: holder, from: 'reviewer' })
      .follows([{ action: 'reassigned', actor: holder, assignees: [reviewer2] }]);
  });

  it('is not, where it asks somebody else, nor from others', () => {
    given(...inReview)
      .when({ ...reassign('reviewer'), actor: { ...holder, id: 'reviewer2' }, from: 'reviewer2' })
      .refuses('not-asked');
    given(...inReview)
      .when({ ...reassign('reviewer2'), actor: { ...holder, id: 'approver' }, from: 'reviewer' })
      .refuses('not-asked');
  });
});

describe('is refused', () => {
  it('for somebody whom the directory does not know', () => {
    given(...inReview)
      .when(reassign('nobody'))
      .refuses('unknown-person');
  });

  it('for somebody who neither holds the post of the stage nor stands in for it', () => {
    given(...inReview)
      .when(reassign('secretary'))
      .refuses('not-a-holder');
    given(...inReview)
      .when(reassign('approver'))
      .refuses('not-a-holder');
  });

  it('for whoever made the declaration', () => {
    const edited = [usual.create(), usual.save(1, { actor: by('reviewer2') }), usual.submit(2)];
    given(...edited, usual.request('finance-review'))
      .when(reassign('reviewer2'))
      .refuses('made-it');
  });

  it('for a second id with the mailbox of whoever made it', () => {
    const people = aDirectory.people.map((one) =>
      one.id === 'reviewer2' ? { ...one, email: 'MAKER@countersign.example' } : one,
    );
    given(...inReview)
      .when(reassign('reviewer2'), { directory: { ...aDirectory, people } })
      .refuses('made-it');
  });

  it('for a member of the declaring unit', () => {
    const people = aDirectory.people.map((one) =>
      one.id === 'reviewer2' ? { ...one, unit: '11530121MB1584810X' } : one,
    );
    given(...inReview)
      .when(reassign('reviewer2'), { directory: { ...aDirectory, people } })
      .refuses('own-unit');
  });

  it('for whoever has decided at another stage', () => {
    const units = aDirectory.units.map((one) => ({
      ...one,
      posts: one.posts?.map((post) => ({ ...post, delegates: ['reviewer', 'approver2'] })) ?? [],
    }));
    given(...atApproval)
      .when(reassign('reviewer', 'approval'), { directory: { ...aDirectory, units } })
      .refuses('decided-elsewhere');
  });

  it('for the administrator who does it, also under another id with the same mailbox', () => {
    const units = aDirectory.units.map((one) => ({
      ...one,
      posts: one.posts?.map((post) => ({ ...post, delegates: ['administrator', 'reviewer2'] })) ?? [],
    }));
    const directory = { ...aDirectory, units };
    given(...inReview)
      .when(reassign('administrator'), { directory })
      .refuses('to-oneself');
    const people = aDirectory.people.map((one) =>
      one.id === 'reviewer2' ? { ...one, email: 'administrator@countersign.example' } : one,
    );
    given(...inReview)
      .when(reassign('reviewer2'), { directory: { ...directory, people } })
      .refuses('to-oneself');
  });

  it.each(['', '岗位调整。', '好好好好好好好好好好', '　　　　　　　　　　'])(
    'without a reason: %j',
    (comment) => {
      given(...inReview)
        .when({ ...reassign('reviewer2'), comment })
        .refuses('reason-required', '/comment');
    },
  );

  it('once the request is decided, or of a stage that the project is not at', () => {
    given(...atApproval)
      .when(reassign('reviewer2'))
      .refuses('request-closed');
  });
});

describe('is offered for exactly those for whom it is not refused', () => {
  const [unit, bureau] = aDirectory.units;
  if (!unit || !bureau) throw new Error('The sample directory has two units');
  const inBureau = (...delegates: string[]): Directory => {
    const posts = bureau.posts?.map((post) => ({ ...post, delegates })) ?? [];
    return { ...aDirectory, units: [unit, { ...bureau, posts }] };
  };
  const personOf = (id: string, of: string): Person => ({
    id,
    name: id,
    email: `${id}@countersign.example`,
    unit: of,
  });
  const elsewhere = '11530121MB1000101G';
  const withHeads: Directory = {
    ...aDirectory,
    units: [
      { ...unit, posts: [{ post: 'head', holder: 'chief', delegates: ['maker', 'colleague'] }] },
      bureau,
      { id: elsewhere, name: '另一单位', posts: [{ post: 'head', holder: 'other-chief' }] },
    ],
    people: [...aDirectory.people, personOf('chief', unit.id), personOf('other-chief', elsewhere)],
  };
  const twin = aDirectory.people.map((one) =>
    one.id === 'reviewer2' ? { ...one, email: 'MAKER@countersign.example' } : one,
  );

  it.each<[string, readonly Command[], string, Directory, string[]]>([
    ['holders and delegates', inReview, 'finance-review', aDirectory, ['reviewer', 'reviewer2']],
    [
      'an own unit’s head, not another unit’s, nor who made it',
      [usual.create(), usual.submit(1), usual.request('unit-signoff')],
      'unit-signoff',
      withHeads,
      ['chief', 'colleague'],
    ],
    [
      'nobody who decided elsewhere',
      atApproval,
      'approval',
      inBureau('reviewer', 'approver2'),
      ['approver', 'approver2'],
    ],
    [
      'not the administrator',
      inReview,
      'finance-review',
      inBureau('administrator', 'reviewer2'),
      ['reviewer', 'reviewer2'],
    ],
    [
      'nobody with the mailbox of who made it',
      inReview,
      'finance-review',
      { ...aDirectory, people: twin },
      ['reviewer'],
    ],
  ])('%s', (_, happened, stageId, directory, expected) => {
    const before = given(...happened.map((command) => [command, { directory }] as const));
    const { loaded } = before.story();
    const stage = defaultStages.find(({ id }) => id === stageId);
    if (!loaded || !stage) throw new Error('There is no request');
    const offered = mayBeGiven(asProject(loaded), stage, 'administrator', aWorld({ directory }));
    expect(offered.map(({ id }) => id)).toEqual(expected);
    const taken = directory.people.filter(
      ({ id }) => before.when(reassign(id, stageId), { directory }).after !== null,
    );
    expect(taken.map(({ id }) => id).sort()).toEqual(expected.toSorted());
  });
});
