import { describe, expect, it } from '@jest/globals';
import { cellOf, rowKind } from '../../../../shared/declaration/indicator-rows.ts';
import {
  headingsHaveNoValue,
  qualitativeIsText,
  quantitativeIsComplete,
  valueIsNumber,
} from '../../../../shared/declaration/rules/indicator-cells.ts';
import { describeRule, type Indicator, withIndicators } from '../../../support/rule-examples.ts';

const first = (cell: string) => `error /performance/indicators/0/${cell}`;
const asked = (cell: string) => `warning /performance/indicators/0/${cell}`;

/** Row 1 of the source declaration. */
const row1: Indicator = {
  level1: 'output',
  level2: 'quantity',
  name: '组织安全生产月活动',
  nature: 'quantitative',
  operator: '=',
  value: '1',
  unit: '次',
};
/** Row 2 as it is printed there: operator, value and unit are cut away. */
const row2: Indicator = {
  level1: 'output',
  level2: 'quantity',
  name: '协调全区安全生产工作',
  nature: 'quantitative',
};
const qualitative: Indicator = {
  level1: 'benefit',
  level2: 'social',
  name: '安全意识',
  nature: 'qualitative',
};
/** 产出指标, 空 空 空 空 */
const heading1: Indicator = {
  level1: 'output',
  level2: 'not-applicable',
  name: '产出指标',
  nature: 'not-applicable',
};
const heading2: Indicator = {
  level1: 'output',
  level2: 'quantity',
  name: '数量指标',
  nature: 'not-applicable',
};

describe('a row of the indicator table', () => {
  it.each([
    ['an indicator', row1, 'indicator'],
    ['a heading of the first level', heading1, 'level1'],
    ['a heading of the second', heading2, 'level2'],
    ['a heading without its name yet', { level2: 'not-applicable', nature: 'not-applicable' }, 'level1'],
    ['a heading by its name alone', { ...heading1, level2: 'quantity', nature: 'quantitative' }, 'level1'],
    ['an indicator that bears the name of its level', { ...row1, name: '数量指标' }, 'indicator'],
    ['an indicator whose level 2 was left out', { ...row1, level2: 'not-applicable' }, 'indicator'],
    ['an indicator that shares a word with its level', { ...row1, name: '数量' }, 'indicator'],
  ] as const)('is %s', (_, row, kind) => {
    expect(rowKind(row)).toBe(kind);
  });

  it.each([
    ['a value', row1, 'value', { state: 'value', text: '1' }],
    ['nothing where something belongs', row2, 'value', { state: 'missing' }],
    ['blanks', { ...row2, value: ' ' }, 'value', { state: 'missing' }],
    ['空, as printed', { ...row1, unit: '空' }, 'unit', { state: 'not-applicable' }],
    ['nothing in a heading', heading1, 'value', { state: 'not-applicable' }],
    ['no unit of a level in words', qualitative, 'unit', { state: 'not-applicable' }],
    ['no level in words yet', qualitative, 'value', { state: 'missing' }],
    ['no nature yet', { name: '指标' }, 'nature', { state: 'missing' }],
  ] as const)('has a cell with %s', (_, row, cell, state) => {
    expect(cellOf(row, cell)).toEqual(state);
  });
});

const valued = (value: string, unit = '次', operator: Indicator['operator'] = '=') =>
  withIndicators({ ...row1, value, unit, operator });

describeRule('R15: a number apart from its unit', valueIsNumber, [
  { of: '31.5万元 beside 万元', in: valued('31.5万元', '万元'), finds: [asked('value')], naming: ['31.5'] },
  { of: '1次 beside 次', in: valued('1次'), finds: [asked('value')] },
  { of: '98%', in: valued('98%', '%'), finds: [asked('value')] },
  { of: 'its operator in it', in: valued('≥98', '%', '>='), finds: [asked('value')] },
  { of: 'full width', in: valued('３１．５'), finds: [asked('value')], naming: ['31.5'] },
  { of: 'grouped digits', in: valued('1,000'), finds: [asked('value')], naming: ['1000'] },
  { of: '15个工作日内', in: valued('15个工作日内', '天'), finds: [asked('value')], naming: ['15'] },
  { of: 'words', in: valued('每月一次'), finds: [asked('value')] },
  { of: 'another unit than its own', in: valued('31.5万元', '元'), finds: [first('value')], naming: ['元'] },
  {
    of: 'another operator than its own',
    in: valued('≥98', '%', '<='),
    finds: [first('value')],
    naming: ['<='],
  },
  { of: '31.5', in: valued('31.5', '万元'), finds: [] },
  { of: 'a negative number', in: valued('-2'), finds: [] },
  ...[
    '±3%',
    '18:1',
    '18：1',
    '1/3',
    '5-8',
    '3—5天',
    '第1名',
    '11月30日',
    '2021年12月底前',
    '年底前',
    '2021.12',
  ].map((value) => ({ of: value, in: valued(value), finds: [] })),
  { of: 'a missing value (R16)', in: withIndicators(row2), finds: [] },
  { of: 'a level in words', in: withIndicators({ ...qualitative, value: '效果明显' }), finds: [] },
  { of: 'a heading (R24)', in: withIndicators({ ...heading1, value: '一' }), finds: [] },
]);

describe('R15', () => {
  it('says where number and unit belong', () => {
    const [found] = valueIsNumber(withIndicators({ ...row1, value: '31.5万元', unit: '万元' }));
    expect(found?.message.zh).toContain('填 31.5，单位“万元”填在度量单位栏');
    // A comma out of place is never left out: 31,5 is not 315.
    for (const value of ['31,5万元', '0,150万元', '1,0000元'])
      expect(valueIsNumber(withIndicators({ ...row1, value }))[0]?.message.zh).toMatch(
        /应为数值，单位填在度量单位栏$/,
      );
    const [words] = valueIsNumber(withIndicators({ ...row1, value: '每月一次' }));
    expect(words?.message.zh).not.toContain('：填');
  });
});

describe('R16', () => {
  it('tells a missing cell from one that says 空', () => {
    const message = (unit: string) => quantitativeIsComplete(withIndicators({ ...row1, unit }))[0]?.message;
    expect(message('')?.zh).toContain('缺少');
    expect(message('空')?.zh).toContain('不能空着');
    expect(message('')?.en).toContain('lacks');
    expect(message('空')?.en).toContain('cannot do without');
  });
});

describeRule('R16: operator, value, unit', quantitativeIsComplete, [
  {
    of: 'row 2 as printed',
    in: withIndicators(row2),
    finds: [asked('operator'), first('value'), asked('unit')],
  },
  { of: 'a unit that says 空', in: withIndicators({ ...row1, unit: '空' }), finds: [asked('unit')] },
  {
    of: 'a ratio, which has no unit',
    in: withIndicators({ ...row1, value: '18:1', unit: '' }),
    finds: [],
  },
  { of: 'blanks for a value', in: withIndicators({ ...row1, value: ' ' }), finds: [first('value')] },
  { of: 'row 1', in: withIndicators(row1), finds: [] },
  { of: 'a level in words', in: withIndicators(qualitative), finds: [] },
  { of: 'a heading', in: withIndicators(heading1), finds: [] },
  { of: 'a row without a nature (required)', in: withIndicators({ name: '指标' }), finds: [] },
]);

describeRule('R17: a level in words', qualitativeIsText, [
  {
    of: '>=',
    in: withIndicators({ ...qualitative, value: '效果明显', operator: '>=' }),
    finds: [asked('operator')],
    naming: ['>='],
  },
  { of: 'no text', in: withIndicators(qualitative), finds: [first('value')] },
  { of: '空', in: withIndicators({ ...qualitative, value: '空' }), finds: [first('value')] },
  {
    of: 'a number',
    in: withIndicators({ ...qualitative, value: '98%' }),
    finds: [asked('value')],
    naming: ['98%'],
  },
  { of: '效果明显', in: withIndicators({ ...qualitative, value: '效果明显' }), finds: [] },
  { of: 'a quantitative row', in: withIndicators(row1), finds: [] },
  { of: 'a heading', in: withIndicators(heading2), finds: [] },
]);

describeRule('R24: a heading row', headingsHaveNoValue, [
  {
    of: '产出指标 "= 1"',
    in: withIndicators({ ...heading1, operator: '=', value: '1', unit: '次' }),
    finds: [first('operator')],
    naming: ['产出指标'],
  },
  { of: 'a value alone', in: withIndicators({ ...heading2, value: '1' }), finds: [first('value')] },
  {
    of: 'a heading that calls itself quantitative',
    in: withIndicators({ ...heading2, nature: 'quantitative' }),
    finds: [asked('nature')],
  },
  {
    of: 'an indicator that calls its nature 空',
    in: withIndicators({ ...row2, nature: 'not-applicable' }),
    finds: [asked('nature')],
    naming: ['协调全区安全生产工作'],
  },
  {
    of: 'an indicator that is called as its level',
    in: withIndicators({
      ...row1,
      level1: 'satisfaction',
      level2: 'service-recipient',
      name: '服务对象满意度指标',
    }),
    finds: [asked('name')],
    naming: ['服务对象满意度指标'],
  },
  { of: 'nothing in it', in: withIndicators(heading1, heading2), finds: [] },
  { of: '空, as printed', in: withIndicators({ ...heading1, value: '空', unit: '空' }), finds: [] },
  { of: 'an indicator', in: withIndicators(row1), finds: [] },
]);
