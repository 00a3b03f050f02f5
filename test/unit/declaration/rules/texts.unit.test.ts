import { describe, expect, it } from '@jest/globals';
import { isBoilerplate } from '../../../../shared/declaration/rules/boilerplate.ts';
import { bracketsAreClosed } from '../../../../shared/declaration/rules/brackets.ts';
import {
  linesHaveIndicators,
  namedActivitiesAreCovered,
} from '../../../../shared/declaration/rules/coverage.ts';
import {
  basisSaysSomething,
  percentagesFit,
  scoringAgrees,
} from '../../../../shared/declaration/rules/indicator-texts.ts';
import { datesAreInTheYear, goalContainsTheYear } from '../../../../shared/declaration/rules/time.ts';
import { aFile } from '../../../builders/attached-files.ts';
import { type Draft, describeRule, type Indicator, withIndicators } from '../../../support/rule-examples.ts';

const ROW = '/performance/indicators/0';

const satisfied = (scoring: string, more: Indicator = {}): Draft =>
  withIndicators({
    level1: 'satisfaction',
    level2: 'service-recipient',
    name: '人民群众满意度',
    nature: 'quantitative',
    operator: '>=',
    value: '98',
    unit: '%',
    scoring,
    ...more,
  });
const SCORING = [`warning ${ROW}/scoring`];
const yearly: Indicator = { operator: '>=', unit: '次/年' };
const once: Indicator = { operator: '=', value: '1', unit: '次' };
const capped: Indicator = { operator: '<=', value: '31.5', unit: '万元' };

describeRule('R18: the scoring text', scoringAgrees, [
  { of: '95 beside 98', in: satisfied('人民群众满意度大于等于95%'), finds: SCORING, naming: ['95', '98'] },
  { of: '大于 beside >=', in: satisfied('满意度大于98%'), finds: SCORING, naming: ['大于', '>='] },
  { of: '不超过 beside >=', in: satisfied('满意度不超过98%'), finds: SCORING },
  { of: '以上 beside <=', in: satisfied('31.5万元以上', capped), finds: SCORING },
  { of: 'a number alone', in: satisfied('开展活动2次', once), finds: SCORING },
  { of: 'another amount of money', in: satisfied('不超过315001元', capped), finds: SCORING },
  { of: 'row 4 of the source declaration', in: satisfied('人民群众满意度大于等于98%'), finds: [] },
  { of: 'row 1', in: satisfied('组织安全生产月活动1次', once), finds: [] },
  {
    of: 'row 2: the number is in words',
    in: satisfied('协调全区安全生产工作大于等于每月一次', { operator: '>=', value: '12', unit: '次/年' }),
    finds: [],
  },
  { of: '不低于', in: satisfied('满意度不低于98％得满分'), finds: [] },
  { of: 'points and deductions', in: satisfied('≥98%得10分，每低于1个百分点扣2分'), finds: [] },
  { of: 'a number before 以上', in: satisfied('达到98%及以上'), finds: [] },
  { of: 'the same money in 元', in: satisfied('不超过315,000元', capped), finds: [] },
  { of: '以下 that is no limit', in: satisfied('按以下标准评分：≥98%'), finds: [] },
  { of: 'dates', in: satisfied('2021年6月底前组织活动', once), finds: [] },
  { of: 'no number', in: satisfied('按实际得分', once), finds: [] },
  {
    of: 'once a month, twelve in all',
    in: satisfied('每月不少于1次', { ...yearly, value: '12' }),
    finds: [],
  },
  {
    of: 'once a month, in ten months',
    in: satisfied('每月不少于1次', { ...yearly, value: '10' }),
    finds: [],
  },
  {
    of: 'twice a quarter, eight in all',
    in: satisfied('每季度至少2次', { ...yearly, value: '8' }),
    finds: [],
  },
  {
    of: 'once a month, thirteen in all',
    in: satisfied('每月不少于1次', { ...yearly, value: '13' }),
    finds: SCORING,
    naming: ['13'],
  },
  { of: 'by piece', in: satisfied('每个社区不少于1名', { ...yearly, value: '45', unit: '名' }), finds: [] },
  {
    of: 'how the rate is found',
    in: satisfied('完成率=实际完成数/计划数×100%，达到95%', { value: '95' }),
    finds: [],
  },
  {
    of: 'how the rate is found, and what it is to be',
    in: satisfied('满意度=满意人数/调查人数*100%，≥90%', { value: '98' }),
    finds: SCORING,
    naming: ['90'],
  },
  { of: 'a level in words', in: satisfied('大于1', { nature: 'qualitative' }), finds: [] },
]);

const percent = (value: string, name: string, unit = '%'): Draft =>
  withIndicators({ name, nature: 'quantitative', value, unit });

const CHECKED = [`warning ${ROW}/value`];

describeRule('R19: a percentage', percentagesFit, [
  { of: '980 %', in: percent('980', '人民群众满意度'), finds: [`error ${ROW}/value`], naming: ['980'] },
  { of: 'its sign in the value', in: percent('980%', '满意度'), finds: [`error ${ROW}/value`] },
  { of: 'digits of full width', in: percent('９８０', '验收合格率', '％'), finds: [`error ${ROW}/value`] },
  { of: 'its sign in the value alone', in: percent('980%', '满意度', ''), finds: [`error ${ROW}/value`] },
  { of: 'a part of it, in full width', in: percent('９８．５', '验收合格率', '％'), finds: [] },
  { of: 'a full-width sign', in: percent('101', '验收合格率', '％'), finds: [`error ${ROW}/value`] },
  { of: 'a part below nothing', in: percent('-1', '政策知晓率'), finds: [`error ${ROW}/value`] },
  {
    of: 'a part whose content speaks of raising it',
    in: withIndicators({
      name: '满意度',
      content: '提高群众满意度',
      nature: 'quantitative',
      value: '980',
      unit: '%',
    }),
    finds: [`error ${ROW}/value`],
  },
  { of: 'what is not known', in: percent('120', '档案数字化率'), finds: CHECKED, naming: ['120'] },
  { of: 'a ratio below nothing', in: percent('-1', '完成率'), finds: CHECKED },
  { of: '98 %', in: percent('98', '人民群众满意度'), finds: [] },
  { of: '0 and 100', in: withIndicators({ value: '0', unit: '%' }, { value: '100', unit: '%' }), finds: [] },
  { of: 'growth', in: percent('150', '参与人数增长率'), finds: [] },
  { of: 'a decline as growth', in: percent('-5', '事故起数同比增幅'), finds: [] },
  { of: 'a decline', in: percent('-20', '事故下降率'), finds: [] },
  ...['政府债务率', '资产负债率', '拨备覆盖率', '任务完成率', '预算执行率', '床位使用率', '投入产出比例'].map(
    (name) => ({
      of: name,
      in: percent('150', name),
      finds: [],
    }),
  ),
  { of: 'another unit', in: percent('980', '参与人数', '人'), finds: [] },
]);

describeRule('R23: boilerplate', basisSaysSomething, [
  {
    of: 'the source declaration',
    in: withIndicators({ basis: '根据实际工作开展情况填报' }),
    finds: [`warning ${ROW}/basis`],
    naming: ['根据实际工作开展情况填报'],
  },
  {
    of: "a line's calculation",
    in: { plan: [{ basis: '根据实际需要确定' }] },
    finds: ['warning /plan/0/basis'],
  },
  { of: 'minutes of meetings', in: withIndicators({ basis: '区安委办会议记录' }), finds: [] },
  { of: 'a calculation', in: { plan: [{ basis: '印刷4000册，每册10元' }] }, finds: [] },
]);

describe('boilerplate', () => {
  it.each([
    '根据实际工作开展情况填报。',
    '按照单位实际情况填写',
    '据实填报',
    '工作需要',
    '根据有关规定执行',
    '无',
    '略',
  ])('%s says nothing', (text) => {
    expect(isBoilerplate(text)).toBe(true);
  });

  it.each(['区安委办会议记录', '2020年度工作总结', '呈办发〔2019〕20号', '活动签到表、照片', '问卷调查', ''])(
    '%s says something, or is empty',
    (text) => {
      expect(isBoilerplate(text)).toBe(false);
    },
  );
});

const counted = (name: string, more: Indicator = {}): Indicator => ({
  level1: 'output',
  level2: 'quantity',
  nature: 'quantitative',
  name,
  ...more,
});
const planned = (names: string[], ...indicators: Indicator[]): Draft => ({
  plan: names.map((name) => ({ name, amountFen: 1_000_000 })),
  performance: { indicators },
});
const COMMUNITIES = '基层安全生产监管网格化体系建设经费';
const MONTH = '安全生产月和安全生产万里行系列活动经费';

describeRule('R22: a line has an output indicator', linesHaveIndicators, [
  {
    of: 'the 45 communities',
    in: planned([COMMUNITIES, MONTH], counted('组织安全生产月活动')),
    finds: ['warning /plan/0/name'],
    naming: ['50.00'],
  },
  {
    of: 'four characters in common',
    in: planned([COMMUNITIES], counted('协调全区安全生产工作')),
    finds: ['warning /plan/0/name'],
  },
  {
    of: 'an indicator of another kind',
    in: planned([MONTH], counted('安全生产月', { level1: 'benefit', level2: 'social' })),
    finds: ['warning /plan/0/name'],
  },
  {
    of: 'a heading row',
    in: planned([MONTH], counted('安全生产月', { nature: 'not-applicable' }), counted('次数')),
    finds: ['warning /plan/0/name'],
  },
  {
    of: 'only the year in common',
    in: planned(['2021年度培训'], counted('2021年度宣传')),
    finds: ['warning /plan/0/name'],
  },
  {
    of: 'a line that there is not',
    in: planned([MONTH], counted('组织安全生产月活动', { line: '9' })),
    finds: [`warning ${ROW}/line`],
    naming: ['9'],
  },
  { of: '安全生产月 and row 1', in: planned([MONTH], counted('组织安全生产月活动')), finds: [] },
  {
    of: 'a line just beyond the last',
    in: planned([MONTH], counted('组织安全生产月活动', { line: '2' })),
    finds: [`warning ${ROW}/line`],
  },
  { of: 'the first line', in: planned([COMMUNITIES], counted('覆盖社区数', { line: '1' })), finds: [] },
  {
    of: 'the line by its name',
    in: planned([COMMUNITIES], counted('覆盖社区数', { line: COMMUNITIES })),
    finds: [],
  },
  {
    of: 'the line by its number',
    in: planned(
      [MONTH, COMMUNITIES],
      counted('组织安全生产月活动'),
      counted('覆盖社区数', { line: '第2项' }),
    ),
    finds: [],
  },
  { of: 'its two words in another order', in: planned(['管网改造'], counted('改造管网长度')), finds: [] },
  { of: 'a short name', in: planned(['培训费'], counted('培训人次')), finds: [] },
  {
    of: 'a short name with its kind',
    in: planned(['宣传培训经费（示例）'], counted('开展宣传培训场次')),
    finds: [],
  },
  {
    of: 'a short name that no indicator holds',
    in: planned(['培训费'], counted('印刷册数')),
    finds: ['warning /plan/0/name'],
  },
  { of: 'money for nothing in particular', in: planned(['其他', '不可预见费'], counted('次数')), finds: [] },
  { of: 'no indicators yet', in: planned([COMMUNITIES]), finds: [] },
]);

const goal = (text: string, more: Draft = {}): Draft => ({
  ...more,
  performance: { overallGoal: { text }, ...more.performance },
});
const CUP = '通过“安康杯”竞赛活动促进提升安全生产履职能力';

describeRule('R28: what a goal names', namedActivitiesAreCovered, [
  {
    of: '“安康杯” without money or indicator',
    in: goal(CUP),
    finds: ['warning /performance/overallGoal/text'],
    naming: ['“安康杯”'],
  },
  {
    of: 'in the goal of the year',
    in: { performance: { annualGoal: { items: ['安全', CUP] } } },
    finds: ['warning /performance/annualGoal/items/1'],
  },
  {
    of: 'named twice, told once',
    in: goal(`${CUP}${CUP}`),
    finds: ['warning /performance/overallGoal/text'],
  },
  {
    of: 'only in a heading row',
    in: goal(CUP, withIndicators({ name: '安康杯', nature: 'not-applicable' })),
    finds: ['warning /performance/overallGoal/text'],
  },
  { of: 'with money', in: goal(CUP, { plan: [{ name: '安康杯竞赛经费' }] }), finds: [] },
  { of: 'with an indicator', in: goal(CUP, withIndicators({ name: '安康杯参赛企业数' })), finds: [] },
  { of: '安全生产月 in plain text', in: goal('通过安全生产月系列活动'), finds: [] },
]);

const doing = (activity: NonNullable<Draft['activities']>[number], budgetYear = 2021): Draft => ({
  budgetYear,
  activities: [activity],
});
const CONTENT = 'warning /activities/0/content';

describeRule('R26: dates', datesAreInTheYear, [
  {
    of: 'due before it starts',
    in: doing({ start: '2021-06', due: '2021-05' }),
    finds: ['error /activities/0/due'],
    naming: ['2021-06', '2021-05'],
  },
  {
    of: '2022-03 in 2021',
    in: doing({ start: '2022-03' }),
    finds: ['warning /activities/0/start'],
    naming: ['2022-03', '2021'],
  },
  {
    of: 'done the year before',
    in: doing({ start: '2016-01', due: '2020-12' }),
    finds: ['warning /activities/0/due'],
  },
  {
    of: '6月份前, although the field has a month',
    in: doing({ content: '6月份前对每个社区年度进行发放。', due: '2021-06' }),
    finds: [CONTENT],
    naming: ['6月份前'],
  },
  { of: '左右 of a time', in: doing({ content: '5月左右开展' }), finds: [CONTENT], naming: ['5月左右'] },
  { of: '适时', in: doing({ content: '适时开展检查' }), finds: [CONTENT], naming: ['适时'] },
  { of: 'no date', in: doing({ content: '开展检查' }), finds: [CONTENT] },
  { of: 'a length', in: doing({ content: '三个月内完成' }), finds: [CONTENT] },
  { of: 'a number of people', in: doing({ content: '培训500人左右' }), finds: [CONTENT] },
  {
    of: 'no day and outside, both told',
    in: doing({ content: '6月份前开展', due: '2020-06' }),
    finds: ['warning /activities/0/due', CONTENT],
  },
  { of: '2021-05', in: doing({ content: '2021年5月开展相关工作。', start: '2021-05' }), finds: [] },
  { of: 'a due month alone', in: doing({ content: '开展检查', due: '2021-06' }), finds: [] },
  { of: 'a date in the text', in: doing({ content: '6月30日前发放' }), finds: [] },
  {
    of: 'several years, the budget year among them',
    in: doing({ start: '2016-01', due: '2021-12' }),
    finds: [],
  },
  { of: 'into the next year', in: doing({ start: '2021-05', due: '2022-01' }), finds: [] },
  { of: 'a payment of the next year', in: doing({ content: '支付质保金', due: '2022-06' }), finds: [] },
  { of: 'vague words beside a month', in: doing({ content: '适时开展检查', start: '2021-05' }), finds: [] },
  ...[
    '全年开展动态巡查',
    '一季度完成人员培训',
    '第一至第三季度巡查',
    '上半年完成',
    '年底前验收',
    '每月10日前报送',
    '实施时间2021.3-2021.9',
    '十月开展',
    '汛前清理，5月底前完成',
    '2021年3月—12月',
    '3-9月开展',
    '全年适时开展，每次500人左右',
    '验收后一个月内付款',
    '自合同签订之日起60日内',
    '元旦前慰问',
  ].map((content) => ({ of: content, in: doing({ content }), finds: [] })),
  {
    of: 'the years of the project',
    in: { ...doing({ content: '2022年核查', start: '2022-03' }), kind: { start: '2021-01', end: '2023-12' } },
    finds: [],
  },
  {
    of: 'outside the years of the project too',
    in: { ...doing({ start: '2024-03' }), kind: { start: '2021-01', end: '2023-12' } },
    finds: ['warning /activities/0/start'],
  },
  {
    of: 'a project that ends before it starts',
    in: { budgetYear: 2021, kind: { start: '2021-06', end: '2021-05' } },
    finds: ['error /kind/end'],
    naming: ['2021-06', '2021-05'],
  },
  {
    of: 'a project that ended before the budget year',
    in: { budgetYear: 2021, kind: { start: '2016-01', end: '2020-12' } },
    finds: ['warning /kind/end'],
  },
  {
    of: 'a project that starts after it',
    in: { budgetYear: 2021, kind: { start: '2022-01', end: '2022-12' } },
    finds: ['warning /kind/start'],
  },
  { of: 'no budget year yet', in: { activities: [{ start: '2022-03' }] }, finds: [] },
]);

describe('R26', () => {
  it('says which of the two dates', () => {
    const [after] = datesAreInTheYear(doing({ start: '2022-03', due: '2022-04' }));
    const [before] = datesAreInTheYear(doing({ start: '2020-03', due: '2020-04' }));
    expect([after?.message.zh, before?.message.zh].join()).toMatch(/开始年月 2022-03.*完成年月 2020-04/);
    expect([after?.message.en, before?.message.en].join()).toMatch(/start 2022-03.*due month 2020-04/);
  });
});

const years = (from: number, to: number, budgetYear = 2021): Draft => ({
  budgetYear,
  performance: { overallGoal: { from, to } },
});

describeRule('R27: the years of the goal', goalContainsTheYear, [
  {
    of: '2022–2024 in 2021',
    in: years(2022, 2024),
    finds: ['error /performance/overallGoal/from'],
    naming: ['2022', '2021'],
  },
  { of: 'the end before the beginning', in: years(2021, 2020), finds: ['error /performance/overallGoal/to'] },
  {
    of: '2018–2020 in 2021: what is in arrears may still be paid',
    in: years(2018, 2020),
    finds: ['warning /performance/overallGoal/to'],
  },
  { of: '2021–2023 in 2021', in: years(2021, 2023), finds: [] },
  { of: 'its last year', in: years(2019, 2021), finds: [] },
  { of: 'no budget year yet', in: { performance: { overallGoal: { from: 2022, to: 2024 } } }, finds: [] },
]);

const described = (description: string): Draft => ({ plan: [{ description }] });
const OPEN = 'warning /plan/0/description';

describeRule('R34: brackets', bracketsAreClosed, [
  {
    of: "line 38 of the source declaration's text",
    in: described('城市安全发展实施建设经费共4.00万元（呈贡区安全生产总体规划编印宣传4万元。'),
    finds: [OPEN],
    naming: ['（'],
  },
  { of: 'closed, never opened', in: described('编印宣传4万元）。'), finds: [OPEN] },
  { of: 'crossed', in: described('（《意见）》'), finds: [OPEN] },
  { of: 'an open quotation', in: described('宣传“五进'), finds: [OPEN] },
  {
    of: 'wherever it stands',
    in: { performance: { annualGoal: { items: ['通过', '《意见'] } } },
    finds: ['warning /performance/annualGoal/items/1'],
  },
  { of: 'closed', in: described('4.00万元（呈贡区《总体规划》编印宣传“五进”4万元）。'), finds: [] },
  { of: 'half and full width', in: described('编印（宣传)'), finds: [] },
  { of: 'a numbered list', in: described('1）建立体系；2）开展宣传\n3) 检查；a) 登记'), finds: [] },
  { of: 'inner ones', in: described('（一（二）三）'), finds: [] },
  { of: 'the name of a file', in: { attachments: [aFile('报价（单.pdf')] }, finds: [] },
]);
