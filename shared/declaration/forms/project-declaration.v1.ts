import type { FormDefinition } from '../../forms/definition.ts';
import { defineForm } from '../../forms/form.ts';
import { withStages } from '../../workflow/staged-form.ts';
import { defaultStages } from '../../workflow/stages.ts';
import { followCut } from '../after-cut.ts';
import { maskDeclaration, personalDataOf } from '../masking.ts';
import { forNextYear } from '../next-year.ts';
import { declarationRules } from '../rules/rules.ts';

/**
 * The project-funding declaration as it was until its version 2: what was submitted with it is shown and decided by it
 * for ever. It stands alone, so that no later change of the form reaches it; nothing in it is edited.
 */

const LEVEL_1 = [
  { value: 'cost', label: { zh: '成本指标', en: 'Cost' } },
  { value: 'output', label: { zh: '产出指标', en: 'Output' } },
  { value: 'benefit', label: { zh: '效益指标', en: 'Benefit' } },
  { value: 'satisfaction', label: { zh: '满意度指标', en: 'Satisfaction' } },
] as const;

const LEVEL_2 = [
  { value: 'economic-cost', label: { zh: '经济成本指标', en: 'Economic cost' } },
  { value: 'social-cost', label: { zh: '社会成本指标', en: 'Social cost' } },
  { value: 'ecological-cost', label: { zh: '生态环境成本指标', en: 'Ecological cost' } },
  { value: 'quantity', label: { zh: '数量指标', en: 'Quantity' } },
  { value: 'quality', label: { zh: '质量指标', en: 'Quality' } },
  { value: 'timeliness', label: { zh: '时效指标', en: 'Timeliness' } },
  { value: 'cost', label: { zh: '成本指标', en: 'Cost' } },
  { value: 'economic', label: { zh: '经济效益指标', en: 'Economic benefit' } },
  { value: 'social', label: { zh: '社会效益指标', en: 'Social benefit' } },
  { value: 'ecological', label: { zh: '生态效益指标', en: 'Ecological benefit' } },
  { value: 'sustained-effect', label: { zh: '可持续影响指标', en: 'Sustained effect' } },
  { value: 'service-recipient', label: { zh: '服务对象满意度指标', en: 'Service recipients' } },
  { value: 'not-applicable', label: { zh: '空（不适用）', en: 'Not applicable' } },
] as const;

const NATURE = [
  { value: 'quantitative', label: { zh: '定量', en: 'Quantitative' } },
  { value: 'qualitative', label: { zh: '定性', en: 'Qualitative' } },
  { value: 'not-applicable', label: { zh: '空（不适用）', en: 'Not applicable' } },
] as const;

const LONG_TEXT = 10_000;

/** 一、项目名称 */
const title = {
  id: 'title',
  number: '一',
  title: { zh: '项目名称', en: 'Project title' },
  fields: [
    {
      kind: 'text',
      key: 'title',
      label: { zh: '项目名称', en: 'Project title' },
      required: true,
      // 180 bytes in the finance system that takes it over: 60 Chinese characters (domain.md §2).
      maxLength: 60,
    },
    {
      kind: 'integer',
      key: 'budgetYear',
      label: { zh: '预算年度', en: 'Budget year' },
      help: { zh: '1 月 1 日至 12 月 31 日', en: '1 January to 31 December' },
      required: true,
      min: 2000,
      max: 2099,
    },
  ],
} as const;

/** 二、立项依据 */
const basis = {
  id: 'basis',
  number: '二',
  title: { zh: '立项依据', en: 'Legal basis' },
  fields: [
    {
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
    },
  ],
} as const;

/** 三、项目实施单位 */
const unit = {
  id: 'unit',
  number: '三',
  title: { zh: '项目实施单位', en: 'Implementing unit' },
  fields: [
    {
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
        {
          kind: 'text',
          key: 'address',
          label: { zh: '地址', en: 'Address' },
          required: true,
          maxLength: 200,
        },
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
    },
  ],
} as const;

/** 四、项目基本概况 */
const overview = {
  id: 'overview',
  number: '四',
  title: { zh: '项目基本概况', en: 'Overview' },
  fields: [
    {
      kind: 'text',
      key: 'overview',
      label: { zh: '项目基本概况', en: 'Overview' },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;

/** 五、项目实施内容 */
const activities = {
  id: 'activities',
  number: '五',
  title: { zh: '项目实施内容', en: 'Activities' },
  fields: [
    {
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
    },
  ],
} as const;

/** 六、资金安排情况 */
const appropriation = {
  id: 'appropriation',
  number: '六',
  title: { zh: '资金安排情况', en: 'Appropriation' },
  fields: [
    {
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
    },
  ],
} as const;

/** 七、项目实施计划 */
const plan = {
  id: 'plan',
  number: '七',
  title: { zh: '项目实施计划', en: 'Plan' },
  fields: [
    {
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
          {
            kind: 'text',
            key: 'name',
            label: { zh: '支出项目', en: 'Line' },
            required: true,
            maxLength: 100,
          },
          { kind: 'money', key: 'unitPriceFen', label: { zh: '单价', en: 'Unit price' }, unit: 'yuan' },
          {
            kind: 'integer',
            key: 'quantity',
            label: { zh: '数量', en: 'Quantity' },
            min: 0,
            max: 100_000_000,
          },
          { kind: 'text', key: 'quantityUnit', label: { zh: '单位', en: 'Unit' }, maxLength: 20 },
          {
            kind: 'money',
            key: 'amountFen',
            label: { zh: '金额', en: 'Amount' },
            unit: 'wan',
            required: true,
          },
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
    },
  ],
} as const;

/** 八、项目实施成效 */
const results = {
  id: 'results',
  number: '八',
  title: { zh: '项目实施成效', en: 'Results' },
  fields: [
    {
      kind: 'text',
      key: 'results',
      label: { zh: '项目实施成效', en: 'Results' },
      required: true,
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;

const OPERATOR = [
  { value: '=', label: { zh: '=', en: '=' } },
  { value: '>=', label: { zh: '≥', en: '≥' } },
  { value: '<=', label: { zh: '≤', en: '≤' } },
  { value: '>', label: { zh: '>', en: '>' } },
  { value: '<', label: { zh: '<', en: '<' } },
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
const performance = {
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

const definition = {
  id: 'project-declaration',
  version: 1,
  title: { zh: '项目申报书', en: 'Project-funding declaration' },
  summary: { title: '/title', budgetYear: '/budgetYear', requestedFen: '/appropriation/amountFen' },
  unit: '/unit/uscc',
  totals: { list: '/plan', amount: 'amountFen', against: '/appropriation/amountFen' },
  sections: [title, basis, unit, overview, activities, appropriation, plan, results, performance],
} as const satisfies FormDefinition;

export const form = withStages(
  defineForm(definition, {
    // What was found was stored with what was handed in; only what a cut changes is judged anew, by today's rules.
    rules: declarationRules,
    nextYear: forNextYear,
    afterCut: followCut,
    personalData: personalDataOf,
    masked: maskDeclaration,
  }),
  defaultStages,
);
