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
import {
  sourcesMakeAppropriation,
  yearsMakeInvestment,
} from '../../../../shared/declaration/rules/sources.ts';
import { parseFen } from '../../../../shared/values/read-amount.ts';
import { aDeclaration } from '../../../builders/declaration.ts';
import { type Draft, describeRule, type Indicator, type PlanLine } from '../../../support/rule-examples.ts';

const appropriation = { fund: '一般公共预算资金', amountFen: 31_500_000 };
const lines = (...plan: PlanLine[]): Draft => ({ appropriation, plan });
const amounts = (...fen: (number | undefined)[]): Draft =>
  lines(...fen.map((amountFen) => (amountFen === undefined ? {} : { amountFen })));
type Source = NonNullable<NonNullable<Draft['appropriation']>['sources']>[number];
/** Sources of an appropriation of 31.50 万元, and a plan that comes to a sum. */
const funded = (sources: [NonNullable<Source['source']>, number, number?][], sum = 31_500_000): Draft => ({
  plan: [{ amountFen: sum }],
  appropriation: {
    ...appropriation,
    sources: sources.map(([source, amountFen, requestedFen]) => ({
      source,
      amountFen,
      ...(requestedFen === undefined ? {} : { requestedFen }),
    })),
  },
});
const SUM = 'error /appropriation/amountFen';

describeRule('R8: the sum', linesSumToAppropriation, [
  { of: 'a hundred yuan too much', in: amounts(22_500_000, 4_000_000, 5_010_000), finds: [SUM] },
  { of: 'a fen too little', in: amounts(22_500_000, 4_000_000, 4_999_999), finds: [SUM] },
  { of: 'too much although a line is open', in: amounts(22_500_000, 9_000_001, undefined), finds: [SUM] },
  { of: 'equal', in: amounts(22_500_000, 4_000_000, 5_000_000), finds: [] },
  { of: 'still open', in: amounts(22_500_000, undefined), finds: [] },
  { of: 'no appropriation yet', in: { plan: [{ amountFen: 1 }] }, finds: [] },
  { of: 'an amount that is none (R12)', in: amounts(31_500_000, 0.5), finds: [] },
  { of: 'a deduction', in: amounts(34_500_000, -3_000_000), finds: [] },
  { of: 'a deduction that is not in the sum', in: amounts(31_500_000, -3_000_000), finds: [SUM] },
  {
    of: 'all the money, of which a part is asked for',
    in: funded(
      [
        ['general-budget', 31_500_000],
        ['own-funds', 10_000_000],
      ],
      41_500_000,
    ),
    finds: [],
  },
  {
    of: 'neither the appropriation nor all the money',
    in: funded(
      [
        ['general-budget', 31_500_000],
        ['own-funds', 10_000_000],
      ],
      40_000_000,
    ),
    finds: [SUM],
  },
  {
    of: 'all the money, which is less than what is asked for',
    in: funded([['general-budget', 20_000_000]], 20_000_000),
    finds: [SUM],
  },
  {
    of: 'what a cut left, with the other money; R37 asks which source gives less',
    in: funded(
      [
        ['general-budget', 20_000_000],
        ['government-fund', 14_500_000],
        ['own-funds', 10_000_000],
      ],
      41_500_000,
    ),
    finds: [],
  },
  {
    of: 'the total investment',
    in: {
      plan: [{ amountFen: 95_000_000 }],
      appropriation: { ...appropriation, totalInvestmentFen: 95_000_000 },
    },
    finds: [],
  },
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
    naming: ['44', '5,000'],
  },
  { of: '5000 × 45', in: lines({ unitPriceFen: 500_000, quantity: 45, amountFen: 22_500_000 }), finds: [] },
  { of: 'no quantity', in: lines({ unitPriceFen: 500_000, amountFen: 22_500_000 }), finds: [] },
  {
    of: 'a price of parts of a fen and a quantity with decimals',
    in: lines({ unitPriceFen: 45.35, quantity: 12_345.6789, amountFen: 559_877 }),
    finds: [],
  },
  {
    of: 'a fen beside it',
    in: lines({ unitPriceFen: 45.35, quantity: 12_345.6789, amountFen: 559_879 }),
    finds: ['error /plan/0/amountFen'],
    naming: ['0.4535'],
  },
  {
    of: 'a discount that the calculation names',
    in: lines({ unitPriceFen: 10_000, quantity: 100, amountFen: 800_000, basis: '100元×100份×80%' }),
    finds: [],
  },
  {
    of: 'factors that the words name one by one',
    in: lines({
      unitPriceFen: 200_000,
      quantity: 5,
      amountFen: 12_000_000,
      basis: '每辆每月2000元，5辆，12个月',
    }),
    finds: [],
  },
  {
    of: 'a tax that the words add',
    in: lines({
      unitPriceFen: 10_000,
      quantity: 100,
      amountFen: 1_060_000,
      basis: '100元×100份，另计税费6%',
    }),
    finds: ['warning /plan/0/amountFen'],
  },
  {
    of: 'words that add nothing',
    in: lines({ unitPriceFen: 10_000, quantity: 100, amountFen: 1_060_000, basis: '100元×100份' }),
    finds: ['error /plan/0/amountFen'],
  },
  {
    of: 'factors of another amount, one by one',
    in: lines({ unitPriceFen: 200_000, quantity: 5, amountFen: 12_000_000, basis: '每辆2000元，5辆' }),
    finds: ['error /plan/0/amountFen'],
  },
  { of: '12.5 km', in: lines({ unitPriceFen: 1_000_000, quantity: 12.5, amountFen: 12_500_000 }), finds: [] },
  { of: 'a deduction', in: lines({ unitPriceFen: 100_000, quantity: 30, amountFen: -3_000_000 }), finds: [] },
  {
    of: 'a fraction of a fen (R12)',
    in: lines({ unitPriceFen: 0.5, quantity: 45, amountFen: 22 }),
    finds: [],
  },
  {
    of: 'a product that somebody rounded to hundreds',
    in: lines({ unitPriceFen: 33_300, quantity: 3, amountFen: 100_000 }),
    finds: ['warning /plan/0/amountFen'],
  },
  {
    of: 'a product that somebody rounded to 万元',
    in: lines({ unitPriceFen: 3_330_000, quantity: 3, amountFen: 10_000_000 }),
    finds: ['warning /plan/0/amountFen'],
  },
  {
    of: 'a round amount that is far from the product',
    in: lines({ unitPriceFen: 100_000, quantity: 5, amountFen: 1_000_000 }),
    finds: ['error /plan/0/amountFen'],
  },
  {
    of: 'a product rounded by more than that',
    in: lines({ unitPriceFen: 33_300, quantity: 3, amountFen: 120_000 }),
    finds: ['error /plan/0/amountFen'],
  },
  {
    of: 'three factors, of which two have fields',
    in: lines({ unitPriceFen: 600_000, quantity: 8, amountFen: 57_600_000, basis: '8人×6000元/月×12月' }),
    finds: [],
  },
  {
    of: 'three factors that come to another amount',
    in: lines({ unitPriceFen: 600_000, quantity: 8, amountFen: 57_600_000, basis: '8人×6000元/月×11月' }),
    finds: ['error /plan/0/amountFen'],
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
  { of: 'in full width', in: capped(cost('３２')), finds: [`error ${CAP}`] },
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
  { of: 'only called 成本指标', in: capped(cost('32', { name: '成本指标' })), finds: [`error ${CAP}`] },
  {
    of: 'a heading (R24)',
    in: capped(cost('32', { name: '成本指标', nature: 'not-applicable' })),
    finds: [],
  },
  {
    of: 'all the money of the project',
    in: {
      ...capped(cost('41.5')),
      ...funded([
        ['general-budget', 31_500_000],
        ['own-funds', 10_000_000],
      ]),
    },
    finds: [],
  },
  { of: 'a long-term cap', in: capped(cost('95', { term: 'long-term' })), finds: [] },
  { of: 'the investment of all years', in: capped(cost('1713', { name: '项目总投资' })), finds: [] },
  { of: 'nothing, in part', in: capped(cost('31.5'), cost('0')), finds: [] },
  { of: 'a cost per piece', in: capped(cost('5000', { unit: '元/个社区' })), finds: [] },
  { of: 'at least', in: capped(cost('32', { operator: '>=' })), finds: [] },
  { of: 'no number (R15)', in: capped(cost('32万元')), finds: [] },
]);

const SOURCES = '/appropriation/sources';

describeRule('R37: the sources', sourcesMakeAppropriation, [
  {
    of: 'more than the appropriation',
    in: funded([
      ['general-budget', 22_500_000],
      ['government-fund', 11_500_000],
    ]),
    finds: [`error ${SOURCES}`],
  },
  {
    of: 'the sources of the total investment',
    in: {
      appropriation: {
        ...funded([
          ['transfer', 60_000_000],
          ['general-budget', 20_000_000],
        ]).appropriation,
        totalInvestmentFen: 80_000_000,
      },
    },
    finds: [`warning ${SOURCES}`],
  },
  {
    of: 'more of a source than it has',
    in: funded([['general-budget', 20_000_000, 31_500_000]]),
    finds: [`error ${SOURCES}/0/requestedFen`],
  },
  { of: 'less: some may be missing', in: funded([['transfer', 20_000_000]]), finds: [`warning ${SOURCES}`] },
  {
    of: 'a part beside its whole',
    in: funded([
      ['general-budget', 31_500_000],
      ['transfer', 20_000_000],
    ]),
    finds: [`warning ${SOURCES}`],
  },
  {
    of: 'two that come to it',
    in: funded([
      ['general-budget', 20_000_000],
      ['government-fund', 11_500_000],
    ]),
    finds: [],
  },
  {
    of: 'own funds beside it',
    in: funded([
      ['general-budget', 31_500_000],
      ['own-funds', 10_000_000],
      ['carry-over', 1],
    ]),
    finds: [],
  },
  {
    of: 'all of them, own funds too, where the appropriation is all the money',
    in: funded([
      ['general-budget', 20_000_000],
      ['own-funds', 11_500_000],
    ]),
    finds: [],
  },
  {
    of: 'a part of a source',
    in: funded([
      ['general-budget', 20_000_000],
      ['other', 20_000_000, 11_500_000],
    ]),
    finds: [],
  },
  {
    of: 'an amount that is still missing',
    in: { appropriation: { ...appropriation, sources: [{ source: 'transfer' }] } },
    finds: [],
  },
]);

const invested = (totalInvestmentFen: number | undefined, ...years: number[]): Draft => ({
  budgetYear: 2021,
  appropriation: {
    ...appropriation,
    ...(totalInvestmentFen === undefined ? {} : { totalInvestmentFen }),
    years: years.map((amountFen, after) => ({ year: 2021 + after, amountFen })),
  },
});

describeRule('R38: the years', yearsMakeInvestment, [
  {
    of: 'less in all than this year',
    in: invested(30_000_000),
    finds: ['error /appropriation/totalInvestmentFen'],
  },
  {
    of: 'less in all than the years',
    in: invested(60_000_000, 31_500_000, 31_500_000),
    finds: ['error /appropriation/years'],
  },
  {
    of: 'more in all than the years',
    in: invested(95_000_000, 31_500_000, 31_500_000),
    finds: ['warning /appropriation/years'],
  },
  {
    of: 'another amount of the budget year',
    in: invested(undefined, 40_000_000),
    finds: ['warning /appropriation/years/0/amountFen'],
  },
  { of: 'the years', in: invested(63_000_000, 31_500_000, 31_500_000), finds: [] },
  { of: 'no total', in: invested(undefined, 31_500_000, 20_000_000), finds: [] },
]);

describe('R12: fen', () => {
  const [first, ...others] = aDeclaration().plan;
  const declared = (amountFen: number) =>
    form
      .check({ ...aDeclaration(), plan: [{ ...first, amountFen }, ...others] })
      .filter(({ rule }) => rule === 'R12')
      .map(({ severity, path }) => `${severity} ${path}`);

  it.each([0.5, 10_000_000_000_001, -10_000_000_000_001])('does not take %p fen', (fen) => {
    expect(declared(fen)).toEqual(['error /plan/0/amountFen']);
  });

  it.each([0, 22_500_000, -1])('takes %p fen', (fen) => {
    expect(declared(fen)).toEqual([]);
  });

  it('takes 万元 with four decimals as typed, not with five', () => {
    expect(parseFen('31.5', 'wan')).toBe(31_500_000);
    expect(parseFen('31.5052', 'wan')).toBe(31_505_200);
    expect(parseFen('31.50525', 'wan')).toBeNull();
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

const IRREGULAR = ['warning /appropriation/amountInWords'];

describeRule('R14: the amount in words', wordsSayTheFigure, [
  { of: 'another amount', in: words('叁拾壹万元整'), finds: [WORDS], naming: ['人民币叁拾壹万伍仟元整'] },
  { of: 'another amount without 整', in: words('叁拾壹万元'), finds: [WORDS] },
  { of: 'no 整 after 元', in: words('人民币叁拾壹万伍仟元'), finds: IRREGULAR },
  { of: '整 after 分', in: words('壹分整', 1), finds: IRREGULAR },
  { of: 'small numerals', in: words('三十一万五千元整'), finds: IRREGULAR },
  { of: 'no words for an amount', in: words('同上'), finds: IRREGULAR },
  { of: 'the amount', in: words('人民币叁拾壹万伍仟元整'), finds: [] },
  { of: 'without 人民币, with 正', in: words('叁拾壹万伍仟圆正'), finds: [] },
  { of: 'no 整 after 角', in: words('壹元伍角', 150), finds: [] },
  { of: 'an inner zero', in: words('壹万陆仟肆佰零玖元零贰分', 1_640_902), finds: [] },
  { of: 'not given', in: words(' '), finds: [] },
  { of: 'no figure yet', in: { appropriation: { amountInWords: '壹元整' } }, finds: [] },
]);
