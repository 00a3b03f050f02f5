import { describe, expect, it } from '@jest/globals';
import { cutsHold } from '../../../shared/workflow/cuts.ts';
import { isReason, outcomeFindings, reasonFindings } from '../../../shared/workflow/reason.ts';
import { expectTold } from '../../support/rule-examples.ts';

describe('R30: a reason', () => {
  it('has real length: blanks, punctuation and one character over and over do not count', () => {
    expect(outcomeFindings('return', '第二项支出缺少测算依据，请补充')).toEqual([]);
    expect(isReason('Line 2 lacks a calculation')).toBe(true);
    const longEnough = '改单价再改数量并补测算依据说明'.slice(0, 10);
    expect(outcomeFindings('return', longEnough)).toEqual([]);
    expect(outcomeFindings('return', longEnough.slice(1))).toHaveLength(1);
    expect(isReason('退退退退回回回回改改')).toBe(true);
    expect(isReason('退退退退退回回回回回')).toBe(false);
  });

  it('is told in both languages where it is missing', () => {
    for (const outcome of ['return', 'reject'] as const) expectTold('R30', outcomeFindings(outcome, '…'));
    expect(outcomeFindings('approve', undefined)).toEqual([]);
    expectTold('R30', reasonFindings('核对'));
    expect(reasonFindings('岗位调整，改由他人办理')).toEqual([]);
  });
});

describe('R30: a cut', () => {
  const plan = [
    { name: '网格化', amountFen: 22_500_000 },
    { name: '活动', amountFen: 9_000_000 },
  ];

  it('of nothing needs no reason', () => {
    expect(cutsHold(plan, [{ line: 1, amountFen: 9_000_000, reason: '' }], 'approve', 31_500_000)).toEqual(
      [],
    );
  });

  it('of a deduction is refused, and cuts that take more than the amount are too', () => {
    const reason = '按上年标准核减此项支出';
    const deducted = [...plan, { name: '扣减', amountFen: -10_000_000 }];
    const cutting = (...cuts: { line: number; amountFen: number; reason: string }[]) => {
      const found = cutsHold(deducted, cuts, 'approve', 21_500_000);
      if (found.length > 0) expectTold('R30', found);
      return found.map(({ path }) => path);
    };
    expect(cutting({ line: 2, amountFen: -11_000_000, reason })).toEqual(['/cuts/0/line']);
    expect(cutting({ line: 0, amountFen: 1_000_000, reason })).toEqual([]);
    expect(cutting({ line: 0, amountFen: 999_999, reason })).toEqual(['/cuts']);
  });

  it('is told in both languages where it does not hold', () => {
    for (const cut of [
      { line: 1, amountFen: 5_500_000, reason: '' },
      { line: 1, amountFen: 9_500_000, reason: '增加' },
      { line: 2, amountFen: 1, reason: '按上年标准核减此项支出' },
    ])
      expectTold('R30', cutsHold(plan, [cut], 'approve', 31_500_000));
  });
});
