import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import type { Directory } from '../../../shared/workflow/directory.ts';
import type { World } from '../../../shared/workflow/world.ts';
import {
  aDirectory,
  atApproval,
  by,
  finance,
  type Given,
  given,
  unit,
  usual,
} from '../../builders/workflow.ts';

/** With a head of the unit, whose sign-off comes first, and a secretary for collective decisions. */
const directory: Directory = {
  ...aDirectory,
  units: aDirectory.units.map((one) => ({
    ...one,
    posts:
      one.id === unit.id
        ? [{ post: 'head', holder: 'head', delegates: ['colleague'] }]
        : [...(one.posts ?? []), { post: 'secretary', holder: 'secretary' }],
  })),
  people: [
    ...aDirectory.people,
    { id: 'head', name: 'head', email: 'head@countersign.example', unit: unit.id },
  ],
};

const line = (amountFen: number, name = '设备') => ({ name, amountFen });
/** What is handed in again: the first line of the plan is another. */
const changed = { plan: [line(9_000_000), line(10_000_000, '培训'), line(10_000_000, '宣传')] };
const again = (more: object = {}): Command => usual.submit(5, 2, { declaration: changed, ...more });

const fields = ['/plan/0'];
const toFinance: readonly Given[] = [
  usual.create(),
  usual.submit(1),
  usual.request('unit-signoff'),
  usual.approve('head', 'unit-signoff'),
  usual.request('finance-review'),
];
const returnedByFinance: readonly Given[] = [
  ...toFinance,
  usual.return('reviewer', 'finance-review', { fields }),
];

const resubmitted = (happened: readonly Given[], command: Command, changes: Partial<World> = {}) =>
  given(...happened)
    .in({ directory })
    .when(command, { directory, ...changes });

const withoutHead: Directory = {
  ...directory,
  units: directory.units.map((one) => (one.id === unit.id ? { ...one, posts: [] } : one)),
};

describe('handed in again after a return', () => {
  const version = (command: Command, at: number): Command => ({ ...command, version: at }) as Command;

  it('goes to the stage that returned it, where nothing but what the return names is another', () => {
    const after = resubmitted(returnedByFinance, version(again(), 4)).follows([
      {
        action: 'submitted',
        from: 'returned',
        next: 'finance-review',
        passedOver: [{ stage: 'unit-signoff', revision: 1 }],
      },
    ]);
    expect(after?.loaded?.record.flow).toMatchObject({
      stage: 'finance-review',
      revision: 2,
      passedOver: [{ stage: 'unit-signoff', revision: 1 }],
    });
  });

  it('passes over by the same approval as long as each return names what is changed', () => {
    const twice = [
      ...returnedByFinance,
      version(again(), 4),
      usual.request('finance-review', 2),
      usual.return('reviewer', 'finance-review', { revision: 2, contentHash: '2'.repeat(64), fields }),
    ];
    resubmitted(twice, usual.submit(6, 3)).follows([
      { action: 'submitted', next: 'finance-review', passedOver: [{ stage: 'unit-signoff', revision: 1 }] },
    ]);
  });

  it.each<[string, readonly Given[], Command, Partial<World>]>([
    [
      'the return names nothing',
      [...toFinance, usual.return('reviewer', 'finance-review')],
      version(again(), 4),
      {},
    ],
    [
      'something else is changed too',
      returnedByFinance,
      version(
        again({ declaration: { plan: [line(9_000_000), line(10_000_000, '培训'), line(1, '宣传')] } }),
        4,
      ),
      {},
    ],
    [
      'a row was put before the one that is named',
      returnedByFinance,
      version(
        again({ declaration: { plan: [line(1, '新增'), line(10_000_000), ...changed.plan.slice(1)] } }),
        4,
      ),
      {},
    ],
    [
      'rows changed their places, and another than the one that is named was changed',
      returnedByFinance,
      version(
        again({ declaration: { plan: [line(1, '培训'), line(10_000_000), line(10_000_000, '宣传')] } }),
        4,
      ),
      {},
    ],
    [
      'the form is another version',
      returnedByFinance,
      version(again({ form: { id: 'project-declaration', version: 2 } }), 4),
      {},
    ],
    [
      'whoever approved before hands it in: they have made it now',
      returnedByFinance,
      version(again({ actor: by('head') }), 4),
      {},
    ],
    [
      'whoever approved before does not hold the post any more',
      returnedByFinance,
      version(again(), 4),
      {
        directory: {
          ...directory,
          units: directory.units.map((one) =>
            one.id === unit.id ? { ...one, posts: [{ post: 'head', holder: 'colleague' }] } : one,
          ),
        },
      },
    ],
    [
      'whoever approved before has changed the office since',
      returnedByFinance,
      version(again(), 4),
      { officeChanges: [{ of: finance.id, by: 'head', at: '2026-03-18T02:00:00.000Z' }] },
    ],
    [
      'the round is another',
      returnedByFinance,
      version(again(), 4),
      {
        rounds: [
          {
            id: 'next',
            budgetYear: 2026,
            kind: 'initial',
            opensAt: '2026-01-01T00:00:00.000Z',
            closesAt: '2026-12-01T00:00:00.000Z',
            correctionsUntil: '2026-12-02T00:00:00.000Z',
          },
        ],
        committed: { unitFen: 0, allFen: 0 },
      },
    ],
  ])('begins anew where %s', (_, happened, command, changes) => {
    const after = resubmitted(happened, command, changes).follows([
      { action: 'submitted', next: 'unit-signoff' },
    ]);
    expect(after?.loaded?.record.flow).not.toHaveProperty('passedOver');
  });

  it('begins anew where the amount comes to a stage now that nobody has decided at', () => {
    const returnedByApprover = [
      ...toFinance,
      usual.approve('reviewer', 'finance-review'),
      usual.request('approval'),
      usual.return('approver', 'approval', { fields }),
    ];
    const more = version(again({ declaration: { plan: [line(11_000_000), ...changed.plan.slice(1)] } }), 5);
    const collective = {
      ...more,
      summary: { title: '示例项目', budgetYear: 2026, requestedFen: 31_000_000 },
    };
    resubmitted(returnedByApprover, collective as Command, { collectiveThresholdFen: 40_000_000 }).follows([
      {
        action: 'submitted',
        next: 'approval',
        passedOver: [
          { stage: 'unit-signoff', revision: 1 },
          { stage: 'finance-review', revision: 1 },
        ],
      },
    ]);
    resubmitted(returnedByApprover, collective as Command, { collectiveThresholdFen: 31_000_000 }).follows([
      { action: 'submitted', next: 'unit-signoff' },
    ]);
  });

  it('begins anew where a stage before has cut: of the new revision nobody has said what may be left', () => {
    const cuts = [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }];
    const cut = given(
      ...toFinance,
      usual.approve('reviewer', 'finance-review', { cuts }),
      usual.request('approval'),
    ).in({ directory }).story;
    const { flow } = cut.loaded?.record ?? {};
    const contentHash = flow?.shownHash;
    resubmitted(
      [
        ...toFinance,
        usual.approve('reviewer', 'finance-review', { cuts }),
        usual.request('approval'),
        usual.return('approver', 'approval', { fields, contentHash }),
      ],
      version(again(), 5),
    ).follows([{ action: 'submitted', next: 'unit-signoff' }]);
  });

  it('begins where it would anyway after a return by the first stage, and passes over nothing', () => {
    const after = given(...atApproval.slice(0, 3), usual.return('reviewer', 'finance-review', { fields }))
      .when(version(again(), 3))
      .follows([{ action: 'submitted', next: 'finance-review' }]);
    expect(after?.events.at(-1)).not.toHaveProperty('passedOver');
  });

  it('passes over no stage that nobody holds any more, and needs none', () => {
    const after = resubmitted(returnedByFinance, version(again(), 4), { directory: withoutHead }).follows([
      { action: 'submitted', next: 'finance-review' },
    ]);
    expect(after?.events.at(-1)).not.toHaveProperty('passedOver');
  });
});
