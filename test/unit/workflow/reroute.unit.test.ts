import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import type { Directory, Person } from '../../../shared/workflow/directory.ts';
import {
  aDirectory,
  atApproval,
  by,
  finance,
  type Given,
  given,
  inReview,
  MORNING,
  unit,
  usual,
} from '../../builders/workflow.ts';

const reroute = (stage = 'finance-review'): Command => ({ type: 'reroute', stage, revision: 1 });
const withPeople = (changes: Readonly<Record<string, Partial<Person>>>): Directory => ({
  ...aDirectory,
  people: aDirectory.people.map((one) => ({ ...one, ...changes[one.id] })),
});
const without = (id: string, directory = aDirectory): Directory => ({
  ...directory,
  people: directory.people.filter((one) => one.id !== id),
});
const withPosts = (posts: NonNullable<Directory['units'][number]['posts']>): Directory => ({
  ...aDirectory,
  units: aDirectory.units.map((one) => (one.id === finance.id ? { ...one, posts } : one)),
});
const away = (delegate?: string) => ({
  absences: [{ from: '2026-03-10', to: '2026-03-31', ...(delegate === undefined ? {} : { delegate }) }],
});
const give = (to: string): Command => ({
  type: 'reassign',
  actor: by('administrator', 'administrator'),
  requestId: 'give',
  stage: 'finance-review',
  to,
  comment: '岗位调整，改由他人办理此件',
});

describe('an open request', () => {
  it.each<[string, Directory, readonly string[], readonly string[]]>([
    [
      'the delegate of the post, when its holder is away',
      withPeople({ reviewer: away() }),
      ['reviewer2'],
      ['reviewer'],
    ],
    [
      'whom the holder names for an absence',
      withPeople({ reviewer: away('secretary') }),
      ['secretary'],
      ['reviewer'],
    ],
    [
      'the delegate of a delegate who is away as well',
      withPeople({ reviewer: away('secretary'), secretary: away('approver2') }),
      ['approver2'],
      ['reviewer'],
    ],
    ['the delegate, when the holder has left', without('reviewer'), ['reviewer2'], ['reviewer']],
    [
      'whoever is given the post',
      withPosts([{ post: 'reviewer', holder: 'secretary' }]),
      ['secretary'],
      ['reviewer'],
    ],
    [
      'another holder beside the one who is asked',
      withPosts([
        { post: 'reviewer', holder: 'reviewer' },
        { post: 'reviewer', holder: 'secretary' },
      ]),
      ['secretary'],
      [],
    ],
    [
      'nobody, where all who could are away',
      withPeople({ reviewer: away(), reviewer2: away() }),
      [],
      ['reviewer'],
    ],
  ])('is asked of %s', (_, directory, joined, left) => {
    const after = given(...inReview)
      .when(reroute(), { directory, directoryVersion: 2 })
      .follows([{ action: 'rerouted', directory: 2, day: '2026-03-18' }]);
    const event = after?.events.at(-1);
    expect(event?.joined?.map(({ id }) => id)).toEqual(joined);
    expect(event?.left?.map(({ id }) => id)).toEqual(left);
    expect(after?.loaded?.record.flow).toMatchObject({
      asked: { assignees: event?.assignees?.map(({ id }) => id) },
    });
  });

  it.each<[string, Directory, readonly string[]]>([
    ['who is away', withPeople({ reviewer: away() }), ['reviewer absent']],
    [
      'and of a delegate, away as well, nothing: they were not asked',
      withPeople({ reviewer: away('secretary'), secretary: away('approver2') }),
      ['reviewer absent'],
    ],
    ['who has left', without('reviewer'), ['reviewer departed']],
    ['whose post another has', withPosts([{ post: 'reviewer', holder: 'secretary' }]), ['reviewer post']],
    [
      'who stands in for whoever has their post now',
      withPosts([{ post: 'reviewer', holder: 'secretary', delegates: ['reviewer'] }]),
      ['reviewer post'],
    ],
    [
      'who has a post beside them',
      withPosts([
        { post: 'reviewer', holder: 'reviewer' },
        { post: 'reviewer', holder: 'secretary' },
      ]),
      ['secretary post'],
    ],
    [
      'who has another mailbox',
      withPeople({ reviewer: { email: 'elsewhere@countersign.example' } }),
      ['reviewer mailbox'],
    ],
  ])('says why it is asked of others: %s', (_, directory, because) => {
    const event = given(...inReview)
      .when(reroute(), { directory, directoryVersion: 2 })
      .follows([{ action: 'rerouted' }])
      ?.events.at(-1);
    expect(event?.because?.map(({ id, why }) => `${id} ${why}`)).toEqual(because);
  });

  it('says so of who is back, also from nobody, and of who may not decide any more', () => {
    const whyOf = (happened: readonly Given[], world: object) =>
      given(...happened)
        .when(reroute(), world)
        .follows([{ action: 'rerouted' }])
        ?.events.at(-1)
        ?.because?.map(({ id, why }) => `${id} ${why}`);
    const delegated: Given = [reroute(), { directory: withPeople({ reviewer: away() }) }];
    expect(whyOf([...inReview, delegated], { directory: aDirectory })).toEqual(['reviewer back']);
    const nobody: Given = [reroute(), { directory: withPeople({ reviewer: away(), reviewer2: away() }) }];
    expect(whyOf([...inReview, nobody], { directory: aDirectory })).toEqual(['reviewer back']);
    // Of whom nobody can say whether they were away themselves, nothing is said.
    const first = { directory: withPeople({ reviewer: away() }) };
    expect(whyOf([...inReview, nobody], first)).toBeUndefined();
    const officeChanges = [{ of: finance.id, by: 'reviewer', at: MORNING }];
    expect(whyOf(inReview, { officeChanges })).toEqual(['reviewer excluded']);
    // Its holder, who gave it away, was there all the time.
    const absent = { directory: withPeople({ reviewer2: away() }) };
    expect(whyOf([...inReview, give('reviewer2')], absent)).toEqual(['reviewer2 absent']);
  });

  it('names whoever it asks as they are called now, without an event', () => {
    const after = given(...inReview)
      .when(reroute(), { directory: withPeople({ reviewer: { name: '王更正' } }) })
      .follows([]);
    expect(after?.loaded?.requests[0]?.assignees).toMatchObject([{ id: 'reviewer', name: '王更正' }]);
  });

  it('is asked of the first who is back, where it was asked of nobody', () => {
    const nobody = withPeople({ reviewer: away(), reviewer2: away() });
    given(...inReview, [reroute(), { directory: nobody }])
      .when(reroute(), { directory: withPeople({ reviewer: away() }) })
      .follows([
        {
          action: 'rerouted',
          joined: [{ id: 'reviewer2', name: 'reviewer2', onBehalfOf: 'reviewer', onBehalfOfId: 'reviewer' }],
          left: [],
        },
      ]);
  });

  it('is asked anew of somebody who has another mailbox, once, and remembers it', () => {
    const moved = withPeople({ reviewer: { email: 'elsewhere@countersign.example' } });
    const after = given(...inReview)
      .when(reroute(), { directory: moved })
      .follows([{ action: 'rerouted', joined: [{ id: 'reviewer', name: 'reviewer' }], left: [] }]);
    expect(after?.loaded?.requests[0]?.assignees).toMatchObject([
      { id: 'reviewer', marks: ['mailbox-changed'] },
    ]);
    given(...inReview, [reroute(), { directory: moved }])
      .when(usual.approve('reviewer', 'finance-review'), { directory: moved })
      .follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
  });

  it('marks whoever is given its post by a change of the unit', () => {
    const directory = withPosts([{ post: 'reviewer', holder: 'secretary' }]);
    const officeChanges = [{ of: finance.id, by: 'administrator', at: MORNING }];
    given(...inReview, [reroute(), { directory, officeChanges }])
      .when(usual.approve('secretary', 'finance-review'), { directory, officeChanges })
      .follows([{ action: 'decided', marks: ['post-given'] }]);
  });

  it('remembers another mailbox of somebody who was away meanwhile', () => {
    const elsewhere = { email: 'elsewhere@countersign.example' };
    const moved = withPeople({ reviewer: elsewhere });
    const gone = withPeople({ reviewer: { ...elsewhere, ...away() } });
    for (const happened of [
      // Marked before they were away, or not before they were back.
      [...inReview, [reroute(), { directory: moved }], [reroute(), { directory: gone }]],
      [...inReview, [reroute(), { directory: gone }]],
    ] satisfies Given[][]) {
      given(...happened, [reroute(), { directory: moved }])
        .when(usual.approve('reviewer', 'finance-review'), { directory: moved })
        .follows([{ action: 'decided', marks: ['mailbox-changed'] }]);
    }
  });

  it('says nothing of mailboxes where a delegate becomes the holder, whose post was given to them', () => {
    const without = withPeople({ reviewer: away() });
    const directory = withPosts([{ post: 'reviewer', holder: 'reviewer2' }]);
    const officeChanges = [{ of: finance.id, by: 'administrator', at: MORNING }];
    const after = given(...inReview, [reroute(), { directory: without }])
      .when(reroute(), { directory, officeChanges })
      .follows([{ action: 'rerouted' }]);
    const { assignees } = after?.loaded?.requests[0] ?? {};
    expect(assignees).toMatchObject([{ id: 'reviewer2', marks: ['post-given'] }]);
    expect(assignees?.[0]).not.toHaveProperty('movedAt');
  });

  it('keeps its deadline, unless less than two working days are left of it', () => {
    const directory = withPeople({ reviewer: away() });
    // Asked on Wednesday the 18th: the deadline is Wednesday the 25th.
    const early = given(...inReview)
      .when(reroute(), { directory, at: '2026-03-20T02:00:00.000Z' })
      .follows([{ action: 'rerouted' }]);
    expect(early?.events.at(-1)).not.toHaveProperty('deadline');
    const late = given(...inReview)
      .when(reroute(), { directory, at: '2026-03-24T02:00:00.000Z' })
      .follows([{ action: 'rerouted', deadline: '2026-03-26T10:00:00.000Z' }]);
    expect(late?.loaded?.requests[0]?.deadline).toBe('2026-03-26T10:00:00.000Z');
  });

  it('stays with whom an administrator gave it to, while they can decide', () => {
    const happened: Given[] = [...inReview, give('reviewer2')];
    given(...happened)
      .when(reroute(), { directory: withPeople({ secretary: away() }) })
      .refuses('already-asked');
    given(...happened)
      .when(reroute(), { directory: withPeople({ reviewer2: away() }) })
      .follows([
        {
          action: 'rerouted',
          left: [{ id: 'reviewer2', name: 'reviewer2', onBehalfOf: 'reviewer', onBehalfOfId: 'reviewer' }],
        },
      ]);
  });

  it('is left as it is where nobody else is to be asked, and where it is closed', () => {
    given(...inReview)
      .when(reroute())
      .refuses('already-asked');
    given(...atApproval)
      .when(reroute('finance-review'))
      .refuses('request-closed');
  });
});

describe('who changed the office in the life of a project', () => {
  const changed = (of: string, at = MORNING) => ({ officeChanges: [{ of, by: 'reviewer', at }] });

  it.each([
    ['the posts of the bureau that decides', finance.id],
    ['the posts of the declaring unit', unit.id],
    ['somebody who made the declaration', 'maker'],
  ])('does not decide on it: %s', (_, of) => {
    given(...inReview)
      .when(usual.approve('reviewer', 'finance-review'), changed(of))
      .refuses('changed-the-office');
    given(...inReview)
      .when(reroute(), changed(of))
      .follows([{ action: 'rerouted', left: [{ id: 'reviewer', name: 'reviewer' }] }]);
  });

  it('decides where the change was before the project, or of somebody who has no part in it', () => {
    const approve = usual.approve('reviewer', 'finance-review');
    given(...inReview)
      .when(approve, changed(finance.id, '2026-03-17T00:00:00.000Z'))
      .follows([{ action: 'decided' }]);
    given(...inReview)
      .when(approve, changed('secretary'))
      .follows([{ action: 'decided' }]);
  });
});
