/** Where money comes from (预算管理一体化规范: 资金性质), as such forms list it. */
const SOURCE = [
  { value: 'general-budget', label: { zh: '一般公共预算', en: 'General public budget' } },
  { value: 'government-fund', label: { zh: '政府性基金', en: 'Government fund' } },
  { value: 'state-capital', label: { zh: '国有资本经营预算', en: 'State capital budget' } },
  { value: 'transfer', label: { zh: '上级补助', en: 'Transfer from above' } },
  { value: 'fiscal-account', label: { zh: '财政专户管理资金', en: 'Fiscal account' } },
  { value: 'own-funds', label: { zh: '单位自有资金', en: 'Own funds' } },
  { value: 'carry-over', label: { zh: '结转结余', en: 'Carried over' } },
  { value: 'other', label: { zh: '其他资金', en: 'Other' } },
] as const;

const sources = {
  kind: 'list',
  key: 'sources',
  label: { zh: '资金来源', en: 'Sources of funds' },
  help: {
    zh: '有几个来源时逐项填写，例：一般公共预算 20.00，单位自有资金 5.00',
    en: 'Where there are several, one by one, e.g. general public budget 20.00, own funds 5.00',
  },
  folded: true,
  min: 0,
  max: 20,
  rowLabel: { zh: '来源', en: 'source' },
  rowName: 'source',
  of: {
    kind: 'group',
    key: 'source',
    label: { zh: '来源', en: 'Source' },
    fields: [
      {
        kind: 'choice',
        key: 'source',
        label: { zh: '来源', en: 'Source' },
        required: true,
        options: SOURCE,
      },
      {
        kind: 'text',
        key: 'name',
        label: { zh: '具体名称', en: 'Name' },
        help: { zh: '例：省级安全生产专项资金', en: 'e.g. 省级安全生产专项资金' },
        maxLength: 60,
      },
      { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
      {
        kind: 'money',
        key: 'requestedFen',
        label: { zh: '其中本次申请', en: 'Requested here' },
        help: {
          zh: '不填即全部，自有资金和结转结余除外；例：20.00',
          en: 'Blank: all of it, and none of own funds or what is carried over; e.g. 20.00',
        },
        unit: 'wan',
      },
    ],
  },
} as const;

const lastYear = {
  kind: 'group',
  key: 'lastYear',
  label: { zh: '上年情况', en: 'Last year' },
  folded: true,
  fields: [
    {
      kind: 'money',
      key: 'approvedFen',
      label: { zh: '上年安排', en: 'Approved last year' },
      help: { zh: '上年批复的预算数，例：30.00', en: 'The budget as approved last year, e.g. 30.00' },
      unit: 'wan',
    },
    {
      kind: 'money',
      key: 'spentFen',
      label: { zh: '上年支出', en: 'Spent last year' },
      help: { zh: '上年实际执行数，例：28.50', en: 'What was spent of it, e.g. 28.50' },
      unit: 'wan',
    },
  ],
} as const;

const years = {
  kind: 'list',
  key: 'years',
  label: { zh: '分年度资金', en: 'Amounts by year' },
  help: {
    zh: '跨年度项目逐年填写，例：2021 年 31.50，2022 年 30.00',
    en: 'For a project of several years, e.g. 31.50 in 2021, 30.00 in 2022',
  },
  folded: { unless: { field: '/kind/continuity', is: 'continued' } },
  min: 0,
  max: 10,
  rowLabel: { zh: '年度', en: 'year' },
  rowName: 'year',
  of: {
    kind: 'group',
    key: 'year',
    label: { zh: '年度', en: 'Year' },
    fields: [
      {
        kind: 'integer',
        key: 'year',
        label: { zh: '年度', en: 'Year' },
        required: true,
        min: 2000,
        max: 2099,
      },
      { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
    ],
  },
} as const;

/** 六、资金安排情况 */
export const appropriation = {
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
        {
          kind: 'text',
          key: 'fund',
          label: { zh: '资金性质', en: 'Fund' },
          help: { zh: '例：一般公共预算资金', en: 'e.g. 一般公共预算资金 (general public budget)' },
          required: true,
          maxLength: 100,
        },
        { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
        {
          kind: 'text',
          key: 'amountInWords',
          label: { zh: '大写金额', en: 'Amount in words' },
          help: { zh: '可不填，正式文本会自动写出', en: 'Optional: the official document writes it out' },
          maxLength: 60,
        },
        sources,
        lastYear,
        {
          kind: 'money',
          key: 'totalInvestmentFen',
          label: { zh: '项目总投资', en: 'Total investment' },
          help: { zh: '各年度合计，例：95.00', en: 'All years together, e.g. 95.00' },
          unit: 'wan',
          folded: { unless: { field: '/kind/continuity', is: 'continued' } },
        },
        years,
      ],
    },
  ],
} as const;
