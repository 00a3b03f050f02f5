import { describe, expect, it } from '@jest/globals';
import { form } from '../../../../shared/declaration/forms/project-declaration.ts';
import { costCapsFit } from '../../../../shared/declaration/rules/cost-cap.ts';
import {
  linesAreCalculated,
  linesAreInHundreds,
  linesSumToAppropriation,
  productsHold,
  wordsSayTheFigure,
} from '../../../../shared/declaration/rules/plan.ts';
import { parseFen } from '../../../../shared/values/read-amount.ts';
import { aDeclaration } from '../../../builders/declaration.ts';
import { type Draft, describeRule, type Indicator, type PlanLine } from '../../../support/rule-examples.ts';

const appropriation = { fund: '一般公共预算资金', amountFen: 31_500_000 };
const lines = (...plan: PlanLine[]): Draft => ({ appropriation, plan });
const amounts = (...fen: (number | undefined)[]): Draft =>
  lines(...fen.map((amountFen) => (amountFen === undefined ? {} : { amountFen })));
const SUM = 'error /appropriation/amountFen';

describeRule('R8: the sum', linesSumToAppropriation, [
  { of: 'a hundred yuan too much', in: amounts(22_500_000, 4_000_000, 5_010_000), finds: [SUM] },
  { of: 'a fen too little', in: amounts(22_500_000, 4_000_000, 4_999_999), finds: [SUM] },
  { of: 'too much although a line is open', in: amounts(22_500_000, 9_000_001, undefined), finds: [SUM] },
  { of: 'equal', in: amounts(22_500_000, 4_000_000, 5_000_000), finds: [] },
  { of: 'still open', in: amounts(22_500_000, undefined), finds: [] },
  { of: 'no appropriation yet', in: { plan: [{ amountFen: 1 }] }, finds: [] },
  { of: 'an amount that is none (R12)', in: amounts(31_500_000, -1), finds: [] },
]);

describe('R8', () => {
  it('says by how much, and which way', () => {
    const [more] = linesSumToAppropriation(amounts(22_500_000, 4_000_000, 5_010_000));
    expect(more?.message.zh).toContain('多 0.01 万元');
    expect(more?.message.en).toContain('¥100.00 more');
    const [less] = linesSumToAppropriation(amounts(31_490_000));
    expect(less?.message.zh).toContain('少 0.01 万元');
    expect(less?.message.en).toContain('¥100.00 less');
  });
});

describeRule('R9: the product', productsHold, [
  {
    of: '5000 × 44',
    in: lines({ unitPriceFen: 500_000, quantity: 44, amountFen: 22_500_000 }),
    finds: ['error /plan/0/amountFen'],
    naming: ['44'],
  },
  { of: '5000 × 45', in: lines({ unitPriceFen: 500_000, quantity: 45, amountFen: 22_500_000 }), finds: [] },
  { of: 'no quantity', in: lines({ unitPriceFen: 500_000, amountFen: 22_500_000 }), finds: [] },
  {
    of: 'a fraction of a fen (R12)',
    in: lines({ unitPriceFen: 0.5, quantity: 45, amountFen: 22 }),
    finds: [],
  },
  {
    of: 'a product beyond exact integers',
    in: lines({ unitPriceFen: 10_000_000_000_000, quantity: 100_000_000, amountFen: 10_000_000_000_000 }),
    finds: ['error /plan/0/amountFen'],
  },
]);

describeRule('R10: the calculation', linesAreCalculated, [
  {
    of: "the source declaration's line 2",
    in: lines({
      name: '城市安全发展实施建设经费',
      description: '呈贡区安全生产总体规划编印宣传4万元',
      amountFen: 4_000_000,
    }),
    finds: ['warning /plan/0/basis'],
  },
  {
    of: "the source declaration's line 3",
    in: lines({}, { name: '安全生产月和安全生产万里行系列活动经费', amountFen: 5_000_000 }),
    finds: ['warning /plan/1/basis'],
  },
  {
    of: 'a price without a quantity',
    in: lines({ unitPriceFen: 1, amountFen: 1 }),
    finds: ['warning /plan/0/basis'],
  },
  { of: 'a blank basis', in: lines({ basis: ' ', amountFen: 1 }), finds: ['warning /plan/0/basis'] },
  {
    of: 'price and quantity',
    in: lines({ unitPriceFen: 500_000, quantity: 45, amountFen: 22_500_000 }),
    finds: [],
  },
  { of: 'a basis', in: lines({ basis: '印刷4000册，每册10元', amountFen: 4_000_000 }), finds: [] },
]);

const cost = (value: string, more: Indicator = {}): Indicator => ({
  level1: 'output',
  level2: 'cost',
  name: '项目总成本',
  nature: 'quantitative',
  operator: '<=',
  value,
  unit: '万元',
  ...more,
});
const capped = (...indicators: Indicator[]): Draft => ({ appropriation, performance: { indicators } });
const CAP = '/performance/indicators/0/value';

describeRule('R11: the cost cap', costCapsFit, [
  { of: '≤ 32 against 31.50', in: capped(cost('32')), finds: [`error ${CAP}`] },
  { of: '≤ 30 against 31.50', in: capped(cost('30')), finds: [`warning ${CAP}`] },
  { of: 'in 元', in: capped(cost('315001', { unit: '元' })), finds: [`error ${CAP}`] },
  {
    of: 'in the tree of 2022',
    in: capped(cost('32', { level1: 'cost', level2: 'economic-cost' })),
    finds: [`error ${CAP}`],
  },
  {
    of: 'one of two above',
    in: capped(cost('31.5'), cost('31.51')),
    finds: ['error /performance/indicators/1/value'],
  },
  {
    of: 'parts that come to less',
    in: capped(cost('4'), cost('22.5')),
    finds: ['warning /performance/indicators/1/value'],
  },
  { of: '31.5 against 31.50', in: capped(cost('31.5')), finds: [] },
  { of: '31.50 as text', in: capped(cost('31.50')), finds: [] },
  { of: 'parts that come to it', in: capped(cost('22.5'), cost('4'), cost('5')), finds: [] },
  { of: 'the whole and a part', in: capped(cost('31.5'), cost('5')), finds: [] },
  { of: 'a social cost', in: capped(cost('32', { level1: 'cost', level2: 'social-cost' })), finds: [] },
  { of: 'a heading (R24)', in: capped(cost('32', { name: '成本指标' })), finds: [] },
  { of: 'nothing, in part', in: capped(cost('31.5'), cost('0')), finds: [] },
  { of: 'a cost per piece', in: capped(cost('5000', { unit: '元/个社区' })), finds: [] },
  { of: 'at least', in: capped(cost('32', { operator: '>=' })), finds: [] },
  { of: 'no number (R15)', in: capped(cost('32万元')), finds: [] },
]);

describe('R12: fen', () => {
  const [first, ...others] = aDeclaration().plan;
  const declared = (amountFen: number) =>
    form
      .check({ ...aDeclaration(), plan: [{ ...first, amountFen }, ...others] })
      .filter(({ rule }) => rule === 'R12')
      .map(({ severity, path }) => `${severity} ${path}`);

  it.each([-1, 0.5, 10_000_000_000_001])('does not take %p fen', (fen) => {
    expect(declared(fen)).toEqual(['error /plan/0/amountFen']);
  });

  it.each([0, 22_500_000])('takes %p fen', (fen) => {
    expect(declared(fen)).toEqual([]);
  });

  it('takes 31.5 万元 as typed, not 31.505', () => {
    expect(parseFen('31.5', 'wan')).toBe(31_500_000);
    expect(parseFen('31.505', 'wan')).toBeNull();
    expect(parseFen('-1', 'wan')).toBeNull();
  });
});

describeRule('R13: multiples of 100 元', linesAreInHundreds, [
  {
    of: '5050 元',
    in: lines({ amountFen: 505_000 }),
    finds: ['warning /plan/0/amountFen'],
    naming: ['5,050.00'],
  },
  { of: '5000 元', in: lines({ amountFen: 500_000 }), finds: [] },
  { of: '0', in: lines({ amountFen: 0 }), finds: [] },
]);

const words = (amountInWords: string, amountFen = 31_500_000): Draft => ({
  appropriation: { amountFen, amountInWords },
});
const WORDS = 'error /appropriation/amountInWords';

describeRule('R14: the amount in words', wordsSayTheFigure, [
  { of: 'another amount', in: words('叁拾壹万元整'), finds: [WORDS], naming: ['人民币叁拾壹万伍仟元整'] },
  { of: 'no 整 after 元', in: words('人民币叁拾壹万伍仟元'), finds: [WORDS] },
  { of: '整 after 分', in: words('壹分整', 1), finds: [WORDS] },
  { of: 'small numerals', in: words('三十一万五千元整'), finds: [WORDS] },
  { of: 'no words for an amount', in: words('同上'), finds: [WORDS] },
  { of: 'the amount', in: words('人民币叁拾壹万伍仟元整'), finds: [] },
  { of: 'without 人民币, with 正', in: words('叁拾壹万伍仟圆正'), finds: [] },
  { of: 'no 整 after 角', in: words('壹元伍角', 150), finds: [] },
  { of: 'an inner zero', in: words('壹万陆仟肆佰零玖元零贰分', 1_640_902), finds: [] },
  { of: 'not given', in: words(' '), finds: [] },
  { of: 'no figure yet', in: { appropriation: { amountInWords: '壹元整' } }, finds: [] },
]);
