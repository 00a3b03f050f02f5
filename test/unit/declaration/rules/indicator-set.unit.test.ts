import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../../shared/declaration/definition.ts';
import {
  INDICATOR_TREES,
  LEVEL_1,
  LEVEL_2,
  treeChosen,
  treeOf,
} from '../../../../shared/declaration/indicator-tree.ts';
import {
  kindsArePresent,
  levelsBelong,
  weightsAddUp,
} from '../../../../shared/declaration/rules/indicator-set.ts';
import { fieldAt } from '../../../../shared/forms/field-at.ts';
import { describeRule, type Indicator, inYear, withIndicators } from '../../../support/rule-examples.ts';

const LIST = '/performance/indicators';
const at = (level1: Indicator['level1'], level2: Indicator['level2']): Indicator[] => [
  { level1, level2 } as Indicator,
];

describe('the indicator trees', () => {
  it('move cost to a level of its own with the national budget of 2022', () => {
    expect(treeOf(2021).levels.output).toContain('cost');
    expect(treeOf(2021).levels.cost).toBeUndefined();
    expect(treeOf(2022).levels.output).not.toContain('cost');
    expect(treeOf(2022).levels.cost).toEqual(['economic-cost', 'social-cost', 'ecological-cost']);
  });

  it('are chosen by their ids, each its own; the national one of the year holds where none is chosen', () => {
    for (const tree of INDICATOR_TREES) expect(treeChosen(2021, tree.id)).toBe(tree);
    expect(treeChosen(2021, undefined)).toBe(treeOf(2021));
    expect(treeChosen(2022, 'none of them')).toBe(treeOf(2022));
  });

  it('have no level that the form does not offer, and it offers none that no tree has', () => {
    const level1 = INDICATOR_TREES.flatMap(({ levels }) => Object.keys(levels));
    const level2 = INDICATOR_TREES.flatMap(({ levels }) => Object.values(levels).flat());
    expect(new Set(level1)).toEqual(new Set(LEVEL_1.map(({ value }) => value)));
    expect(new Set([...level2, 'not-applicable'])).toEqual(new Set(LEVEL_2.map(({ value }) => value)));
    const field = fieldAt(definition, ['performance', 'indicators', 0, 'level2']);
    expect(field?.kind === 'choice' ? field.options.map(({ value }) => value) : []).toEqual(
      LEVEL_2.map(({ value }) => value),
    );
  });
});

const LEVEL = [`warning ${LIST}/0/level2`];

describeRule('R20: level 2 under level 1', levelsBelong, [
  { of: '数量 under 效益', in: inYear(2021, at('benefit', 'quantity')), finds: LEVEL },
  { of: '成本 under 产出 in 2022', in: inYear(2022, at('output', 'cost')), finds: LEVEL, naming: ['2021'] },
  {
    of: 'a first level 成本 in 2021',
    in: inYear(2021, at('cost', 'economic-cost')),
    finds: [`warning ${LIST}/0/level1`],
    naming: ['2015'],
  },
  {
    of: 'an old second level under the new first',
    in: inYear(2022, at('cost', 'cost')),
    finds: LEVEL,
  },
  {
    of: 'an indicator without a second level',
    in: inYear(2021, [{ level1: 'output', level2: 'not-applicable', name: '次数', nature: 'quantitative' }]),
    finds: LEVEL,
  },
  { of: 'what no tree has, without a year', in: withIndicators(...at('benefit', 'quantity')), finds: LEVEL },
  { of: '经济成本 under 产出 in 2023', in: inYear(2023, at('output', 'economic-cost')), finds: LEVEL },
  {
    of: 'the same where the office chose the tree of its region',
    in: inYear(2023, at('output', 'economic-cost')),
    choices: { indicatorTree: 'sichuan-2023' },
    finds: [],
  },
  {
    of: '成本 under 产出 in 2022 where the office kept the tree of 2015',
    in: inYear(2022, at('output', 'cost')),
    choices: { indicatorTree: 'national-2015' },
    finds: [],
  },
  {
    of: '满意度 under 效益 where it is printed there',
    in: inYear(2020, at('benefit', 'service-recipient')),
    choices: { indicatorTree: 'hunan-2020' },
    finds: [],
  },
  {
    of: '投入 and 过程 where the office has them',
    in: inYear(2021, [...at('input', 'project-setup'), ...at('process', 'financial-management')]),
    choices: { indicatorTree: 'framework-2013' },
    finds: [],
  },
  {
    of: '投入 where the tree does not have it',
    in: inYear(2021, at('input', 'project-setup')),
    finds: [`warning ${LIST}/0/level1`],
  },
  {
    of: 'what the chosen tree does not have, without a year',
    in: withIndicators(...at('cost', 'economic-cost')),
    choices: { indicatorTree: 'national-2015' },
    finds: [`warning ${LIST}/0/level1`],
  },
  { of: '数量 under 产出', in: inYear(2021, at('output', 'quantity')), finds: [] },
  { of: '成本 under 产出 in 2021', in: inYear(2021, at('output', 'cost')), finds: [] },
  { of: '经济成本 under 成本 in 2022', in: inYear(2022, at('cost', 'economic-cost')), finds: [] },
  {
    of: 'any tree, without a year',
    in: withIndicators(...at('output', 'cost'), ...at('cost', 'social-cost')),
    finds: [],
  },
  {
    of: 'a heading of the first level',
    in: inYear(2021, [
      { level1: 'benefit', level2: 'not-applicable', name: '效益指标', nature: 'not-applicable' },
    ]),
    finds: [],
  },
  { of: 'no first level yet', in: inYear(2021, [{ level2: 'quantity' }]), finds: [] },
  { of: 'no second level yet', in: inYear(2021, [{ level1: 'benefit' }]), finds: [] },
]);

const output: Indicator = { level1: 'output', level2: 'quantity', nature: 'quantitative', name: '次数' };
const quality: Indicator = { ...output, level2: 'quality', name: '合格率' };
const timeliness: Indicator = { ...output, level2: 'timeliness', name: '及时率' };
const benefit: Indicator = { ...output, level1: 'benefit', level2: 'social', name: '事故下降' };
const satisfaction: Indicator = {
  ...output,
  level1: 'satisfaction',
  level2: 'service-recipient',
  name: '满意度',
};
const noBenefit: Indicator = {
  level1: 'benefit',
  level2: 'not-applicable',
  nature: 'not-applicable',
  name: '效益指标',
};
const noQuality: Indicator = {
  level1: 'output',
  level2: 'quality',
  nature: 'not-applicable',
  name: '质量指标',
};

describeRule('R21: the kinds that are there', kindsArePresent, [
  {
    of: 'no satisfaction row, as published for wages',
    in: withIndicators(output, quality, timeliness, benefit),
    finds: [`warning ${LIST}`],
  },
  {
    of: 'no output row, so neither quality nor timeliness',
    in: withIndicators(benefit, satisfaction),
    finds: [`warning ${LIST}`, `warning ${LIST}`, `warning ${LIST}`],
  },
  {
    of: 'none of benefit, quality, timeliness, one finding each',
    in: withIndicators(output, satisfaction),
    finds: [`warning ${LIST}`, `warning ${LIST}`, `warning ${LIST}`],
  },
  {
    of: 'a heading without indicators: still missing',
    in: withIndicators(output, quality, timeliness, satisfaction, noBenefit),
    finds: [`warning ${LIST}`],
  },
  {
    of: 'a heading whose reason is boilerplate',
    in: withIndicators(output, quality, timeliness, satisfaction, {
      ...noBenefit,
      basis: '根据实际情况填报',
    }),
    finds: [`warning ${LIST}`],
  },
  {
    of: 'a heading that says why it does not apply',
    in: withIndicators(
      output,
      timeliness,
      satisfaction,
      { ...noBenefit, basis: '本项目仅为人员补助发放，不产生效益' },
      { ...noQuality, basis: '补助按标准发放，没有质量要求' },
    ),
    finds: [],
  },
  {
    of: 'satisfaction under 效益',
    in: withIndicators(output, quality, timeliness, benefit, { ...satisfaction, level1: 'benefit' }),
    finds: [],
  },
  { of: 'all present', in: withIndicators(output, quality, timeliness, benefit, satisfaction), finds: [] },
  { of: 'no rows yet', in: withIndicators(), finds: [] },
]);

const weighed = (row: Indicator, weight: string): Indicator => ({ ...row, weight });
const headingOfOutput: Indicator = {
  level1: 'output',
  level2: 'not-applicable',
  nature: 'not-applicable',
  name: '产出指标',
};

describeRule('R25: the weights', weightsAddUp, [
  {
    of: '89',
    in: withIndicators(weighed(output, '50'), weighed(benefit, '30'), weighed(satisfaction, '9')),
    finds: [`warning ${LIST}`],
    naming: ['89', '90'],
  },
  {
    of: 'only some rows',
    in: withIndicators(weighed(output, '50'), benefit, satisfaction),
    finds: [`warning ${LIST}`],
  },
  {
    of: 'more than there is',
    in: withIndicators(weighed(output, '60'), weighed(benefit, '30.5'), weighed(satisfaction, '10')),
    finds: [`error ${LIST}`],
    naming: ['100.5'],
  },
  {
    of: 'annual indicators beside long-term ones',
    in: withIndicators(
      weighed({ ...output, term: 'annual' }, '60'),
      weighed({ ...benefit, term: 'annual' }, '30'),
      weighed({ ...output, term: 'long-term' }, '60'),
      weighed({ ...benefit, term: 'long-term' }, '30'),
    ),
    finds: [],
  },
  {
    of: '100, with those of budget execution',
    in: withIndicators(weighed(output, '60'), weighed(benefit, '30'), weighed(satisfaction, '10')),
    finds: [],
  },
  {
    of: 'a heading that its children do not reach',
    in: withIndicators(
      weighed(headingOfOutput, '50'),
      weighed(output, '30'),
      weighed(quality, '19.5'),
      weighed(noBenefit, '30'),
      weighed(satisfaction, '10'),
    ),
    finds: [`error ${LIST}/0/weight`],
    naming: ['50', '49.5'],
  },
  {
    of: 'a second level that its children exceed',
    in: withIndicators(
      weighed(noQuality, '20'),
      weighed(quality, '21'),
      weighed(output, '30'),
      weighed(benefit, '30'),
      weighed(satisfaction, '10'),
    ),
    finds: [`error ${LIST}/0/weight`],
  },
  {
    of: '50 + 30 + 10',
    in: withIndicators(weighed(output, '50'), weighed(benefit, '30'), weighed(satisfaction, '10')),
    finds: [],
  },
  {
    of: 'hundredths',
    in: withIndicators(weighed(output, '33.34'), weighed(benefit, '33.33'), weighed(satisfaction, '23.33')),
    finds: [],
  },
  {
    of: 'headings and their children',
    in: withIndicators(
      weighed(headingOfOutput, '50'),
      weighed(noQuality, '20'),
      weighed(quality, '12.5'),
      weighed({ ...quality, name: '达标率' }, '7.5'),
      weighed(output, '30'),
      weighed(noBenefit, '30'),
      weighed(benefit, '30'),
      weighed(satisfaction, '10'),
    ),
    finds: [],
  },
  {
    of: 'headings alone',
    in: withIndicators(weighed(headingOfOutput, '50'), weighed(noBenefit, '30'), weighed(satisfaction, '10')),
    finds: [],
  },
  {
    of: 'a heading of the second level alone',
    in: withIndicators(weighed(noQuality, '50'), weighed(benefit, '30'), weighed(satisfaction, '10')),
    finds: [],
  },
  { of: 'none given', in: withIndicators(output, benefit, satisfaction), finds: [] },
]);
