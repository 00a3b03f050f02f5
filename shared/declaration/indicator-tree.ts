import type { Words } from '../values/language.ts';

/**
 * 绩效指标, the tree of performance indicators, as data (domain.md §2): what stands under what, by the budget year from
 * which it holds. A region with a tree of its own is one more entry and a choice in `treeOf`.
 */

/**
 * What a cell that does not apply holds: 空 in the official table. It is not the same as a cell that is still missing.
 * A heading row of the table has it as its 指标属性, a heading of the first level also as its second.
 */
export const NOT_APPLICABLE = 'not-applicable';
const notApplicable = { value: NOT_APPLICABLE, label: { zh: '空（不适用）', en: 'Not applicable' } } as const;

export const LEVEL_1 = [
  { value: 'cost', label: { zh: '成本指标', en: 'Cost' } },
  { value: 'output', label: { zh: '产出指标', en: 'Output' } },
  { value: 'benefit', label: { zh: '效益指标', en: 'Benefit' } },
  { value: 'satisfaction', label: { zh: '满意度指标', en: 'Satisfaction' } },
] as const;

export const LEVEL_2 = [
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
  /** The first budget year that it holds for. */
  readonly from: number;
  readonly source: string;
  readonly levels: Readonly<Partial<Record<Level1, readonly Level2[]>>>;
}

const benefit = ['economic', 'social', 'ecological', 'sustained-effect'] as const;
const satisfaction = ['service-recipient'] as const;

/** Newest first. */
export const INDICATOR_TREES: readonly IndicatorTree[] = [
  {
    from: 2022,
    source: '财预〔2021〕101号 (18 August 2021): first used in the budgets for 2022',
    levels: {
      cost: ['economic-cost', 'social-cost', 'ecological-cost'],
      output: ['quantity', 'quality', 'timeliness'],
      benefit,
      satisfaction,
    },
  },
  {
    from: 0,
    source: '财预〔2015〕88号',
    levels: { output: ['quantity', 'quality', 'timeliness', 'cost'], benefit, satisfaction },
  },
];

const oldest = INDICATOR_TREES[INDICATOR_TREES.length - 1] ?? { from: 0, source: '', levels: {} };

export const treeOf = (budgetYear: number): IndicatorTree =>
  INDICATOR_TREES.find((tree) => tree.from <= budgetYear) ?? oldest;

const labels = new Map<string, Words>([...LEVEL_1, ...LEVEL_2].map(({ value, label }) => [value, label]));
/** What people call a level; the value itself where the tree does not know it. */
export const levelLabel = (value: string): Words => labels.get(value) ?? { zh: value, en: value };
