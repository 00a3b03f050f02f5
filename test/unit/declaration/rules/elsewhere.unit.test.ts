import { describe, expect, it } from '@jest/globals';
import { farAboveTargetIsExplained } from '../../../../shared/declaration/rules/evaluation.ts';
import { personIsMasked } from '../../../../shared/declaration/rules/publication.ts';
import type { Cause } from '../../../../shared/workflow/commands.ts';
import { decide } from '../../../../shared/workflow/decide.ts';
import {
  approvedIsNotMore,
  cutsHold,
  isReason,
  minutesAreNamed,
  returnHasReason,
  SHORTEST_RETURN_REASON,
} from '../../../../shared/workflow/deciding.ts';
import { exclusionOf } from '../../../../shared/workflow/directory.ts';
import type { Flow } from '../../../../shared/workflow/flow.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { expectTold } from '../../../support/rule-examples.ts';

/** The rules that hold where they belong, not on a declaration alone. */

const review = 'finance-review';
const approval = defaultStages.find(({ id }) => id === 'approval');
if (!approval) throw new Error('The default workflow has an approval');

describe('R29: maker ≠ reviewer ≠ approver', () => {
  const parties = {
    unit: 'unit-1',
    editors: ['maker', 'earlier-maker'],
    deciders: [{ stage: review, revision: 1, person: 'reviewer' }],
  };
  it.each([
    ['the author', { id: 'maker', unit: 'finance' }, 'own-project'],
    ['an author of an earlier revision', { id: 'earlier-maker', unit: 'finance' }, 'own-project'],
    ['the reviewer', { id: 'reviewer', unit: 'finance' }, 'own-project'],
    ['a member of the declaring unit', { id: 'colleague', unit: 'unit-1' }, 'own-project'],
    ['a third person', { id: 'approver', unit: 'finance' }, null],
  ])('%s approves: %#', (_, who, excluded) => {
    expect(exclusionOf(approval, parties, who)).toBe(excluded);
  });
});

describe('R30: reasons and cuts', () => {
  const plan = [
    { name: '网格化', amountFen: 22_500_000 },
    { name: '活动', amountFen: 9_000_000 },
  ];
  const found = (cuts: Parameters<typeof cutsHold>[1]) => {
    const findings = cutsHold(plan, cuts);
    expectTold('R30', findings);
    return findings.map(({ severity, path }) => `${severity} ${path}`);
  };

  it.each([undefined, '', '退回', '          ', '……………………', '啊啊啊啊啊啊啊啊啊啊', '不行。。。。。。。。'])(
    'does not send back for %p',
    (comment) => {
      const findings = returnHasReason(comment);
      expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(['error /comment']);
      expectTold('R30', findings);
    },
  );

  it('sends back for a reason of real length', () => {
    expect(returnHasReason('第二项支出缺少测算依据，请补充')).toEqual([]);
    expect(isReason('Line 2 lacks a calculation', 10)).toBe(true);
    const longEnough = '改单价再改数量并补测算依据说明'.slice(0, SHORTEST_RETURN_REASON);
    expect(returnHasReason(longEnough)).toEqual([]);
    expect(returnHasReason(longEnough.slice(1))).toHaveLength(1);
    expect(isReason('退退退退回回回回改改', 10)).toBe(true);
    expect(isReason('退退退退退回回回回回', 10)).toBe(false);
  });

  it.each([
    ['without a reason', [{ line: 1, amountFen: 5_500_000 }], ['error /cuts/0/reason']],
    ['for a dot', [{ line: 1, amountFen: 5_500_000, reason: '。' }], ['error /cuts/0/reason']],
    ['upwards', [{ line: 1, amountFen: 9_500_000, reason: '增加' }], ['error /cuts/0/amountFen']],
    ['of a line that there is not', [{ line: 2, amountFen: 1, reason: '核减' }], ['error /cuts/0/line']],
    [
      'of a line twice',
      [
        { line: 1, amountFen: 1, reason: '核减' },
        { line: 1, amountFen: 2, reason: '核减' },
      ],
      ['error /cuts/1/line'],
    ],
    ['to 28.00 with a reason', [{ line: 1, amountFen: 5_500_000, reason: '按上年标准核减' }], []],
    ['of nothing', [{ line: 1, amountFen: 9_000_000 }], []],
  ])('a cut %s', (_, cuts, paths) => {
    expect(found(cuts)).toEqual(paths);
  });

  it('never approves more than was requested', () => {
    expect(approvedIsNotMore(28_000_000, 31_500_000)).toEqual([]);
    expect(approvedIsNotMore(31_500_000, 31_500_000)).toEqual([]);
    const findings = approvedIsNotMore(32_000_000, 31_500_000);
    expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(['error /approvedFen']);
    expectTold('R30', findings);
    expect(findings[0]?.message.zh).toContain('32.00');
  });
});

describe('R31: a collective decision', () => {
  it.each([
    ['above it, no number', 31_500_000, 30_000_000, undefined, 1],
    ['at it, a blank number', 30_000_000, 30_000_000, ' ', 1],
    ['above it, a number', 31_500_000, 30_000_000, '呈应急纪〔2021〕3号', 0],
    ['below it', 29_999_999, 30_000_000, undefined, 0],
    ['no threshold set', 31_500_000, undefined, undefined, 0],
  ])('%s', (_, requested, threshold, minutes, count) => {
    const findings = minutesAreNamed(requested, threshold, minutes);
    expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(
      Array(count).fill('error /supplied/minutesNumber'),
    );
    expectTold('R31', findings);
  });
});

describe('R32: a submitted revision', () => {
  const cause: Cause = {
    actor: { id: 'maker', name: '经办人', role: 'submitter', via: 'session' },
    at: '2021-01-01T00:00:00.000Z',
    requestId: 'r',
  };
  const facts = {
    revision: 1,
    requestedFen: 1,
    approvedFen: null,
    shownHash: 'a',
    authors: ['maker'],
    deciders: [],
  };
  const submit = (flow: Flow) =>
    decide(
      flow,
      {
        type: 'submit',
        budgetYear: 2021,
        requestedFen: 2,
        contentHash: 'b',
        passes: [review, approval.id],
      },
      cause,
      { projectId: 'p', unit: 'u' },
      defaultStages,
    );

  it('is not replaced while in review', () => {
    const inReview: Flow = { ...facts, state: 'in-review', stage: review, contentHash: 'a', asked: null };
    expect(submit(inReview)).toEqual({ refused: 'not-in-this-state' });
  });

  it('is followed by a new one after a return', () => {
    expect(submit({ ...facts, revision: 2, contentHash: 'a', state: 'returned' })).toMatchObject([
      { action: 'submitted', revision: 2, contentHash: 'b' },
    ]);
  });
});

describe('R33: far above target', () => {
  const evaluated = { name: '培训人数', operator: '>=', value: '100' };
  it.each([
    ['130 against 100, no explanation', { ...evaluated, actual: '130' }, 1],
    ['a blank explanation', { ...evaluated, actual: '130', explanation: ' ' }, 1],
    ['0.13 against 0.1, exactly', { ...evaluated, value: '0.1', actual: '0.13' }, 1],
    ['130 with an explanation', { ...evaluated, actual: '130', explanation: '新增两期培训' }, 0],
    ['129.99 against 100', { ...evaluated, actual: '129.99' }, 0],
    ['a cap that was missed', { ...evaluated, operator: '<=', actual: '130' }, 0],
    ['a target of 0', { ...evaluated, value: '0', actual: '3' }, 0],
    ['no number', { ...evaluated, actual: '明显' }, 0],
  ])('%s', (_, indicator, count) => {
    const findings = farAboveTargetIsExplained([{ ...evaluated, actual: '100' }, indicator]);
    expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(
      Array(count).fill('error /indicators/1/explanation'),
    );
    expectTold('R33', findings);
  });
});

describe('R35: what is published', () => {
  const unit = { legalRepresentative: '张示例', phone: '0871-00000000' };
  it.each([
    ['the name in full', '法人代表：张示例', 1],
    ['the telephone', '电话 0871-00000000', 1],
    ['a mobile number of anybody', '联系人手机 13800000000', 1],
    ['masked', '法人代表：张** 电话 ****0000', 0],
    ['amounts and dates', '2021年安排 31500000 分', 0],
  ])('%s', (_, text, count) => {
    const findings = personIsMasked(text, unit);
    expect(findings.map(({ severity }) => severity)).toEqual(Array(count).fill('error'));
    expectTold('R35', findings);
  });
});
