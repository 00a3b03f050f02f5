import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { hasObjected } from '../../../shared/workflow/objection.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import type { World } from '../../../shared/workflow/world.ts';
import { aDirectory, atApproval, by, type Given, given, inReview, usual } from '../../builders/workflow.ts';

const object: Command = {
  type: 'object',
  actor: by('maker'),
  requestId: 'object',
  comment: '设备单价低于询价结果',
};
const cut = usual.approve('reviewer', 'finance-review', {
  cuts: [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }],
});

it('says why the unit does not agree to a cut; it moves nothing', () => {
  const after = given(...inReview, cut)
    .when(object)
    .follows([{ action: 'objected', revision: 1, comment: '设备单价低于询价结果' }]);
  expect(after?.loaded?.record).toMatchObject({
    version: 3,
    flow: { state: 'in-review', stage: 'approval' },
    objections: [{ revision: 1, by: { id: 'maker' } }],
  });
});

it('is made once to each cut', () => {
  given(...inReview, cut, object)
    .when({ ...object, requestId: 'again' })
    .refuses('already-objected');
});

describe('where two must decide', () => {
  const [own, bureau] = aDirectory.units;
  const posts = [
    ...['reviewer', 'reviewer2'].map((holder) => ({ post: 'reviewer', holder })),
    { post: 'approver', holder: 'approver' },
  ];
  const both: Partial<World> = {
    stages: defaultStages.map((stage) =>
      stage.id === 'finance-review' ? { ...stage, quorum: 'all' as const } : stage,
    ),
    ...(own && bureau ? { directory: { ...aDirectory, units: [own, { ...bureau, posts }] } } : {}),
  };
  const objected = [...inReview, cut, object].map((one): Given => [one, both]);
  const contentHash = given(...objected).story().loaded?.record.flow.shownHash;

  it.each([
    [
      'can be made to the next cut',
      [{ line: 2, amountFen: 1_000_000, reason: '与上年的培训支出重复列支' }],
      'objected',
    ],
    ['is not made again to a cut that stays', [], 'already-objected'],
  ])('%s', (_, cuts, outcome) => {
    const next = usual.approve('reviewer2', 'finance-review', { contentHash, cuts });
    const again = given(...objected, [next, both]).when({ ...object, requestId: 'again' });
    if (outcome === 'objected') again.follows([{ action: 'objected' }]);
    else again.refuses('already-objected');
  });
});

it('of a release that did not say its amount keeps nobody from objecting', () => {
  const record = given(...inReview, cut, object).story().loaded?.record;
  if (!record) throw new Error('There is no project');
  expect(hasObjected(record)).toBe(true);
  expect(hasObjected({ ...record, objections: [{ revision: 1 }, { revision: 1 }] })).toBe(false);
});

it.each(['', '不同意核减。', '不不不不不不不不不不'])('is refused without a reason: %j', (comment) => {
  given(...inReview, cut)
    .when({ ...object, comment })
    .refuses('reason-required', '/comment');
});

it('is refused where nothing was cut', () => {
  given(...atApproval)
    .when(object)
    .refuses('nothing-cut');
});

it('is refused where nothing is in review', () => {
  given(usual.create()).when(object).refuses('not-in-this-state');
});
