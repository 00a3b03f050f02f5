import type { DeclarationOf, FormDefinition } from '../forms/definition.ts';
import type { Rule } from '../forms/rule.ts';
import { LEVEL_1, LEVEL_2, NATURE } from './indicator-tree.ts';

/**
 * The project-funding declaration, 项目申报文本 with 项目绩效目标表 (domain.md §1, §2): the nine numbered sections
 * of the official document. Texts may hold 20,000 characters together; one alone is bounded at 10,000.
 */
const LONG_TEXT = 10_000;

const OPERATOR = [
  { value: '=', label: { zh: '=', en: '=' } },
  { value: '>=', label: { zh: '≥', en: '≥' } },
  { value: '<=', label: { zh: '≤', en: '≤' } },
  { value: '>', label: { zh: '>', en: '>' } },
  { value: '<', label: { zh: '<', en: '<' } },
] as const;

const title = {
  kind: 'text',
  key: 'title',
  label: { zh: '项目名称', en: 'Project title' },
  required: true,
  // 180 bytes in the finance system that takes it over: 60 Chinese characters (domain.md §2).
  maxLength: 60,
} as const;

const budgetYear = {
  kind: 'integer',
  key: 'budgetYear',
  label: { zh: '预算年度', en: 'Budget year' },
  help: { zh: '1 月 1 日至 12 月 31 日', en: '1 January to 31 December' },
  required: true,
  min: 2000,
  max: 2099,
} as const;

const basis = {
  kind: 'list',
  key: 'basis',
  label: { zh: '立项依据', en: 'Legal basis' },
  required: true,
  min: 1,
  max: 60,
  rowLabel: { zh: '依据', en: 'basis' },
  rowName: 'title',
  of: {
    kind: 'group',
    key: 'basis',
    label: { zh: '依据', en: 'Basis' },
    fields: [
      {
        kind: 'text',
        key: 'title',
        label: { zh: '文件名称', en: 'Document' },
        required: true,
        maxLength: 200,
      },
      {
        kind: 'text',
        key: 'number',
        label: { zh: '文号', en: 'Document number' },
        help: { zh: '例：呈办发〔2019〕20号', en: 'e.g. 呈办发〔2019〕20号' },
        as: 'document-number',
        maxLength: 40,
      },
      {
        kind: 'list',
        key: 'articles',
        label: { zh: '条款', en: 'Articles' },
        min: 0,
        max: 20,
        rowLabel: { zh: '条款', en: 'article' },
        of: { kind: 'text', key: 'article', label: { zh: '条款', en: 'Article' }, maxLength: 20 },
      },
      {
        kind: 'text',
        key: 'version',
        label: { zh: '法律版本', en: 'Version of the law' },
        help: { zh: '通过日期，例：2014-08-31', en: 'The day it was passed, e.g. 2014-08-31' },
        maxLength: 20,
      },
      {
        kind: 'text',
        key: 'reason',
        label: { zh: '无文号的原因', en: 'Why there is no number' },
        maxLength: 200,
      },
    ],
  },
} as const;

const unit = {
  kind: 'group',
  key: 'unit',
  label: { zh: '项目实施单位', en: 'Implementing unit' },
  required: true,
  fields: [
    { kind: 'text', key: 'name', label: { zh: '单位名称', en: 'Name' }, required: true, maxLength: 100 },
    {
      kind: 'text',
      key: 'uscc',
      label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
      help: { zh: '18 位', en: '18 characters' },
      required: true,
      maxLength: 18,
    },
    { kind: 'text', key: 'address', label: { zh: '地址', en: 'Address' }, required: true, maxLength: 200 },
    {
      kind: 'text',
      key: 'phone',
      label: { zh: '联系电话', en: 'Telephone' },
      help: { zh: '办公电话', en: 'Office telephone' },
      required: true,
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'legalRepresentative',
      label: { zh: '法人代表', en: 'Legal representative' },
      required: true,
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'fundingSource',
      label: { zh: '经费来源', en: 'Source of funds' },
      required: true,
      maxLength: 100,
    },
    {
      kind: 'text',
      key: 'profile',
      label: { zh: '单位概况', en: 'Profile of the unit' },
      multiline: true,
      maxLength: 2_000,
    },
  ],
} as const;

const overview = {
  kind: 'text',
  key: 'overview',
  label: { zh: '项目基本概况', en: 'Overview' },
  required: true,
  multiline: true,
  maxLength: LONG_TEXT,
} as const;

const activities = {
  kind: 'list',
  key: 'activities',
  label: { zh: '项目实施内容', en: 'Activities' },
  required: true,
  min: 1,
  max: 100,
  rowLabel: { zh: '内容', en: 'activity' },
  rowName: 'content',
  of: {
    kind: 'group',
    key: 'activity',
    label: { zh: '实施内容', en: 'Activity' },
    fields: [
      {
        kind: 'text',
        key: 'content',
        label: { zh: '内容', en: 'Content' },
        required: true,
        multiline: true,
        maxLength: 2_000,
      },
      {
        kind: 'text',
        key: 'start',
        label: { zh: '开始年月', en: 'Start' },
        help: { zh: '例：2021-05', en: 'e.g. 2021-05' },
        maxLength: 7,
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
      },
      {
        kind: 'text',
        key: 'due',
        label: { zh: '完成年月', en: 'Due' },
        help: { zh: '例：2021-06', en: 'e.g. 2021-06' },
        maxLength: 7,
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
      },
    ],
  },
} as const;

const appropriation = {
  kind: 'group',
  key: 'appropriation',
  label: { zh: '资金安排', en: 'Appropriation' },
  required: true,
  fields: [
    { kind: 'text', key: 'fund', label: { zh: '资金性质', en: 'Fund' }, required: true, maxLength: 100 },
    { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
    {
      kind: 'text',
      key: 'amountInWords',
      label: { zh: '大写金额', en: 'Amount in words' },
      help: { zh: '可不填，正式文本会自动写出', en: 'Optional: the official document writes it out' },
      maxLength: 60,
    },
  ],
} as const;

const plan = {
  kind: 'list',
  key: 'plan',
  label: { zh: '项目实施计划', en: 'Plan' },
  required: true,
  min: 1,
  max: 200,
  rowLabel: { zh: '支出', en: 'line' },
  rowName: 'name',
  of: {
    kind: 'group',
    key: 'line',
    label: { zh: '支出', en: 'Line' },
    fields: [
      { kind: 'text', key: 'name', label: { zh: '支出项目', en: 'Line' }, required: true, maxLength: 100 },
      { kind: 'money', key: 'unitPriceFen', label: { zh: '单价', en: 'Unit price' }, unit: 'yuan' },
      { kind: 'integer', key: 'quantity', label: { zh: '数量', en: 'Quantity' }, min: 0, max: 100_000_000 },
      { kind: 'text', key: 'quantityUnit', label: { zh: '单位', en: 'Unit' }, maxLength: 20 },
      { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
      {
        kind: 'text',
        key: 'description',
        label: { zh: '说明', en: 'Description' },
        multiline: true,
        maxLength: 2_000,
      },
      {
        kind: 'text',
        key: 'basis',
        label: { zh: '测算依据', en: 'Calculation' },
        help: { zh: '没有单价和数量时写明', en: 'Where there is no unit price and quantity' },
        maxLength: 500,
      },
    ],
  },
} as const;

const results = {
  kind: 'text',
  key: 'results',
  label: { zh: '项目实施成效', en: 'Results' },
  required: true,
  multiline: true,
  maxLength: LONG_TEXT,
} as const;

const performance = {
  kind: 'group',
  key: 'performance',
  label: { zh: '项目绩效目标表', en: 'Performance targets' },
  required: true,
  fields: [
    {
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
          required: true,
          multiline: true,
          maxLength: LONG_TEXT,
        },
      ],
    },
    {
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
    },
    {
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
        fields: [
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
            maxLength: 100,
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
            help: { zh: '各项合计 90，例：12.5', en: 'All together 90, e.g. 12.5' },
            maxLength: 5,
            // Two decimals: the shape of the finance system that takes it over (domain.md §2).
            pattern: '^\\d{1,2}(\\.\\d{1,2})?$',
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
        ],
      },
    },
  ],
} as const;

export const definition = {
  id: 'project-declaration',
  version: 1,
  title: { zh: '项目申报书', en: 'Project-funding declaration' },
  summary: { title: '/title', budgetYear: '/budgetYear', requestedFen: '/appropriation/amountFen' },
  totals: { list: '/plan', amount: 'amountFen', against: '/appropriation/amountFen' },
  sections: [
    {
      id: 'title',
      number: '一',
      title: { zh: '项目名称', en: 'Project title' },
      fields: [title, budgetYear],
    },
    { id: 'basis', number: '二', title: { zh: '立项依据', en: 'Legal basis' }, fields: [basis] },
    { id: 'unit', number: '三', title: { zh: '项目实施单位', en: 'Implementing unit' }, fields: [unit] },
    { id: 'overview', number: '四', title: { zh: '项目基本概况', en: 'Overview' }, fields: [overview] },
    { id: 'activities', number: '五', title: { zh: '项目实施内容', en: 'Activities' }, fields: [activities] },
    {
      id: 'appropriation',
      number: '六',
      title: { zh: '资金安排情况', en: 'Appropriation' },
      fields: [appropriation],
    },
    { id: 'plan', number: '七', title: { zh: '项目实施计划', en: 'Plan' }, fields: [plan] },
    { id: 'results', number: '八', title: { zh: '项目实施成效', en: 'Results' }, fields: [results] },
    {
      id: 'performance',
      number: '九',
      title: { zh: '项目绩效目标表', en: 'Performance targets' },
      fields: [performance],
    },
  ],
} as const satisfies FormDefinition;

export type Declaration = DeclarationOf<typeof definition>;
export type DeclarationRule = Rule<Declaration>;
