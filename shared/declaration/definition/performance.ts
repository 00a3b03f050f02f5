import { LEVEL_1, LEVEL_2, NATURE } from '../indicator-tree.ts';
import { LONG_TEXT } from './limits.ts';

const OPERATOR = [
  { value: '=', label: { zh: '=', en: '=' } },
  { value: '>=', label: { zh: '≥', en: '≥' } },
  { value: '<=', label: { zh: '≤', en: '≤' } },
  { value: '>', label: { zh: '>', en: '>' } },
  { value: '<', label: { zh: '<', en: '<' } },
] as const;

const TERM = [
  { value: 'long-term', label: { zh: '长期', en: 'Long-term' } },
  { value: 'annual', label: { zh: '年度', en: 'Annual' } },
] as const;

const overallGoal = {
  kind: 'group',
  key: 'overallGoal',
  label: { zh: '总体目标', en: 'Overall goal' },
  required: true,
  fields: [
    {
      kind: 'integer',
      key: 'from',
      label: { zh: '起始年', en: 'From' },
      required: true,
      min: 2000,
      max: 2099,
    },
    {
      kind: 'integer',
      key: 'to',
      label: { zh: '截止年', en: 'To' },
      required: true,
      min: 2000,
      max: 2099,
    },
    {
      kind: 'text',
      key: 'text',
      label: { zh: '目标', en: 'Goal' },
      help: {
        zh: '几年里要达到什么，例：到 2023 年，社区网格员全部到位，重大隐患及时整改',
        en: 'What is to be reached over the years, e.g. by 2023 every community has its warden',
      },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;

const annualGoal = {
  kind: 'group',
  key: 'annualGoal',
  label: { zh: '预算年度目标', en: 'Goal of the budget year' },
  required: true,
  fields: [
    {
      kind: 'integer',
      key: 'year',
      label: { zh: '年度', en: 'Year' },
      required: true,
      min: 2000,
      max: 2099,
    },
    {
      kind: 'list',
      key: 'items',
      label: { zh: '目标', en: 'Goals' },
      help: {
        zh: '当年要完成什么，例：组织宣传活动 1 场',
        en: 'What is to be done this year, e.g. hold one event',
      },
      required: true,
      min: 1,
      max: 50,
      rowLabel: { zh: '目标', en: 'goal' },
      of: {
        kind: 'text',
        key: 'item',
        label: { zh: '目标', en: 'Goal' },
        multiline: true,
        maxLength: 1_000,
      },
    },
  ],
} as const;

/** The columns of one row of the table. */
const indicatorFields = [
  {
    kind: 'choice',
    key: 'level1',
    label: { zh: '一级指标', en: 'Level 1' },
    required: true,
    options: LEVEL_1,
  },
  {
    kind: 'choice',
    key: 'level2',
    label: { zh: '二级指标', en: 'Level 2' },
    required: true,
    options: LEVEL_2,
  },
  {
    kind: 'text',
    key: 'name',
    label: { zh: '三级指标', en: 'Indicator' },
    required: true,
    maxLength: 200,
  },
  {
    kind: 'choice',
    key: 'nature',
    label: { zh: '指标属性', en: 'Nature' },
    required: true,
    options: NATURE,
  },
  { kind: 'choice', key: 'operator', label: { zh: '指标性质', en: 'Operator' }, options: OPERATOR },
  // 1,000 and 40 characters: the shapes of the finance system that takes it over (domain.md §2).
  { kind: 'text', key: 'value', label: { zh: '指标值', en: 'Value' }, maxLength: 1_000 },
  { kind: 'text', key: 'unit', label: { zh: '度量单位', en: 'Unit' }, maxLength: 40 },
  { kind: 'text', key: 'scoring', label: { zh: '评（扣）分标准', en: 'Scoring' }, maxLength: 500 },
  { kind: 'text', key: 'content', label: { zh: '指标内容', en: 'Meaning' }, maxLength: 500 },
  {
    kind: 'text',
    key: 'basis',
    label: { zh: '指标值设定依据及数据来源', en: 'Basis and data source' },
    maxLength: 500,
  },
  {
    kind: 'text',
    key: 'weight',
    label: { zh: '权重', en: 'Weight' },
    help: {
      zh: '各项合计 90 或 100，例：12.5',
      en: 'All together 90 or 100, e.g. 12.5',
    },
    maxLength: 6,
    // Two decimals: the shape of the finance system that takes it over (domain.md §2).
    pattern: '^(?:100(?:\\.0{1,2})?|\\d{1,2}(?:\\.\\d{1,2})?)$',
  },
  {
    kind: 'text',
    key: 'line',
    label: { zh: '对应支出', en: 'Plan line' },
    help: {
      zh: '衡量哪一项支出：名称或序号',
      en: 'Which line of the plan it measures: its name or number',
    },
    maxLength: 100,
  },
  {
    kind: 'choice',
    key: 'term',
    label: { zh: '期限', en: 'Term' },
    help: {
      zh: '长期指标与年度指标并列时选择',
      en: 'Where long-term and annual indicators stand side by side',
    },
    folded: true,
    options: TERM,
  },
  {
    kind: 'text',
    key: 'lastYearValue',
    label: { zh: '上年值', en: "Last year's value" },
    help: { zh: '例：95', en: 'e.g. 95' },
    folded: true,
    maxLength: 100,
  },
] as const;

const indicators = {
  kind: 'list',
  key: 'indicators',
  label: { zh: '绩效指标', en: 'Indicators' },
  required: true,
  min: 1,
  max: 150,
  rowLabel: { zh: '指标', en: 'indicator' },
  rowName: 'name',
  of: {
    kind: 'group',
    key: 'indicator',
    label: { zh: '指标', en: 'Indicator' },
    fields: indicatorFields,
  },
} as const;

/** 九、项目绩效目标表 */
export const performance = {
  id: 'performance',
  number: '九',
  title: { zh: '项目绩效目标表', en: 'Performance targets' },
  fields: [
    {
      kind: 'group',
      key: 'performance',
      label: { zh: '项目绩效目标表', en: 'Performance targets' },
      required: true,
      fields: [overallGoal, annualGoal, indicators],
    },
  ],
} as const;
