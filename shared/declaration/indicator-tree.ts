import type { Words } from '../values/language.ts';

/**
 * 绩效指标, the trees of performance indicators, as data (domain.md §2): what stands under what. The national tree goes
 * by the budget year; regions print others, and keep old ones for years. An office that has another than the national
 * one chooses it in its settings. A tree is one more entry.
 */

/**
 * What a cell that does not apply holds: 空 in the official table. It is not the same as a cell that is still missing.
 * A heading row of the table has it as its 指标属性, a heading of the first level also as its second.
 */
export const NOT_APPLICABLE = 'not-applicable';
const notApplicable = { value: NOT_APPLICABLE, label: { zh: '空（不适用）', en: 'Not applicable' } } as const;

export const LEVEL_1 = [
  { value: 'input', label: { zh: '投入指标', en: 'Input' } },
  { value: 'process', label: { zh: '过程指标', en: 'Process' } },
  { value: 'cost', label: { zh: '成本指标', en: 'Cost' } },
  { value: 'output', label: { zh: '产出指标', en: 'Output' } },
  { value: 'benefit', label: { zh: '效益指标', en: 'Benefit' } },
  { value: 'satisfaction', label: { zh: '满意度指标', en: 'Satisfaction' } },
] as const;

export const LEVEL_2 = [
  { value: 'project-setup', label: { zh: '项目立项', en: 'Project set-up' } },
  { value: 'funding', label: { zh: '资金落实', en: 'Funding' } },
  { value: 'input-management', label: { zh: '投入管理', en: 'Input management' } },
  { value: 'financial-management', label: { zh: '财务管理', en: 'Financial management' } },
  { value: 'fund-management', label: { zh: '资金管理', en: 'Management of funds' } },
  { value: 'business-management', label: { zh: '业务管理', en: 'Business management' } },
  { value: 'project-management', label: { zh: '项目管理', en: 'Project management' } },
  { value: 'implementation', label: { zh: '实施管理', en: 'Implementation' } },
  { value: 'organisation', label: { zh: '组织实施', en: 'Organisation' } },
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
  notApplicable,
] as const;

export const NATURE = [
  { value: 'quantitative', label: { zh: '定量', en: 'Quantitative' } },
  { value: 'qualitative', label: { zh: '定性', en: 'Qualitative' } },
  notApplicable,
] as const;

export type Level1 = (typeof LEVEL_1)[number]['value'];
export type Level2 = Exclude<(typeof LEVEL_2)[number]['value'], typeof NOT_APPLICABLE>;

export interface IndicatorTree {
  /** What an office chooses it by. */
  readonly id: string;
  readonly label: Words;
  readonly source: string;
  readonly levels: Readonly<Partial<Record<Level1, readonly Level2[]>>>;
}

const output = ['quantity', 'quality', 'timeliness'] as const;
const costs = ['economic-cost', 'social-cost', 'ecological-cost'] as const;
const benefit = ['economic', 'social', 'ecological', 'sustained-effect'] as const;
const satisfaction = ['service-recipient'] as const;

const national2015: IndicatorTree = {
  id: 'national-2015',
  label: { zh: '国家（2015）', en: 'National (2015)' },
  source: '财预〔2015〕88号',
  levels: { output: [...output, 'cost'], benefit, satisfaction },
};
const national2021: IndicatorTree = {
  id: 'national-2021',
  label: { zh: '国家（2021）', en: 'National (2021)' },
  source: '财预〔2021〕101号 (18 August 2021): first used in the budgets for 2022',
  levels: { cost: costs, output, benefit, satisfaction },
};
/** The first budget year that is made by the tree of 2021. */
const FROM_2021 = 2022;

export const INDICATOR_TREES: readonly IndicatorTree[] = [
  national2021,
  national2015,
  {
    id: 'framework-2013',
    label: { zh: '投入、过程、产出、效果（2013）', en: 'Input, process, output, effect (2013)' },
    source: '财预〔2013〕53号, with the names that regions give to what stands under input and process',
    levels: {
      input: ['project-setup', 'funding', 'input-management'],
      process: [
        'business-management',
        'financial-management',
        'fund-management',
        'project-management',
        'implementation',
        'organisation',
      ],
      output: [...output, 'cost'],
      benefit: [...benefit, ...satisfaction],
      satisfaction,
    },
  },
  {
    id: 'sichuan-2023',
    label: { zh: '四川（2023，成本指标列在产出下）', en: 'Sichuan (2023, costs under output)' },
    source: 'targets of counties in Sichuan for 2023, as they published them',
    levels: { cost: costs, output: [...output, ...costs], benefit, satisfaction },
  },
  {
    id: 'hunan-2020',
    label: { zh: '湖南（2020，满意度列在效益下）', en: 'Hunan (2020, satisfaction under benefit)' },
    source: 'targets of counties in Hunan for 2020 and 2021, as they published them',
    levels: { output: [...output, 'cost'], benefit: [...benefit, ...satisfaction], satisfaction },
  },
];

/** The national tree of a budget year. */
export const treeOf = (budgetYear: number): IndicatorTree =>
  budgetYear >= FROM_2021 ? national2021 : national2015;

/** The tree that an office chose; the national one of the year where it chose none. */
export const treeChosen = (budgetYear: number, chosen: string | undefined): IndicatorTree =>
  INDICATOR_TREES.find(({ id }) => id === chosen) ?? treeOf(budgetYear);

const labels = new Map<string, Words>([...LEVEL_1, ...LEVEL_2].map(({ value, label }) => [value, label]));
/** What people call a level; the value itself where the tree does not know it. */
export const levelLabel = (value: string): Words => labels.get(value) ?? { zh: value, en: value };
