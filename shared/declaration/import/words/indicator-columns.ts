/** The columns of indicator tables by all the names that forms give them, as data. */

export type IndicatorColumn =
  | 'level1'
  | 'level2'
  | 'name'
  | 'operator'
  | 'value'
  | 'unit'
  | 'nature'
  | 'weight'
  | 'scoring'
  | 'content'
  | 'basis'
  | 'line'
  | 'lastYearValue'
  | 'term'
  | 'other';

/** The first that fits holds; of a heading without blanks and brackets. */
const COLUMNS: readonly (readonly [RegExp, IndicatorColumn])[] = [
  [/^一级(?:(?:绩效)?指标)?(?:名称)?$/, 'level1'],
  [/^二级(?:(?:绩效)?指标)?(?:名称)?$/, 'level2'],
  [/^(?:三级|四级)(?:(?:绩效)?指标)?(?:名称)?$/, 'name'],
  [/^(?:绩效)?指标名称$|^具体指标$|^明细指标$/, 'name'],
  [/^(?:上年|上一年|去年|历史|前一?年|以前年度|基期|往年).*(?:值|水平|完成|情况)/, 'lastYearValue'],
  [/^(?:全年|年度)?实际(?:完成)?(?:值|情况|完成情况)$|^完成值$|^自评(?:得分)?$|^得分$|^偏差/, 'other'],
  [/^(?:指标)?性质$|^(?:运算|比较|计算|逻辑|关系)?符号?$|^指标方向$|^比较符$|^运算符$/, 'operator'],
  [
    /^(?:年度|绩效|预期|计划|目标|全年|本年度?|中长?期|长期|实施期|设定|三年|总体|当年)*(?:指标|目标|绩效目标)(?:目标)?(?:值|数值|标准值|值内容)$/,
    'value',
  ],
  [
    /^(?:年度)?(?:指标值|目标值|绩效值|预期值|计划值|计划完成值|预期完成值|绩效标准|指标标准值|标准值|预期当年实现值|预期实现值|预期实现目标|目标)$|^指标值(?!.*(?:依据|来源|说明|解释)).*$|^目标值.*$/,
    'value',
  ],
  [/^(?:度量|计量|指标|数值|指标值)?单位$/, 'unit'],
  [/^指标(?:属性|类型|性质类型)$|^定量.*定性$|^属性$/, 'nature'],
  [/^(?:指标)?(?:权重|分值|权重分值|标准分|权重值|满分)(?:值|分|系数)?$/, 'weight'],
  [/^对应支出$|^对应项目$/, 'line'],
  [/^期限$|^指标期限$/, 'term'],
  [/^评.*标准$|^评分.*|^计分.*|^扣分.*|^得分计算.*/, 'scoring'],
  [/依据|数据来源|来源|取值|佐证/, 'basis'],
  [
    /^(?:绩效)?指标(?:内容|解释|说明|释义|含义|描述|解释及计算公式)$|^(?:备注|说明|内容|计算公式|指标解释.*)$/,
    'content',
  ],
];

export const indicatorColumnOf = (plain: string): IndicatorColumn | undefined => {
  const heading = plain
    .replace(/\s/g, '')
    .replace(/\([^()]*\)$/, '')
    .replace(/[:*]+$/, '')
    .replace(/^(?:19|20)\d{2}年度?(?=.)/, '年度');
  return heading.length > 24
    ? undefined
    : COLUMNS.find(([pattern]) => pattern.test(heading.replace(/^评\(扣\)/, '评')))?.[1];
};

/** The columns of a heading row, where it has what makes one: levels, and what is measured or named. */
export function indicatorColumnsOf(
  plain: readonly string[],
): readonly (IndicatorColumn | undefined)[] | null {
  const columns = plain.map(indicatorColumnOf);
  const has = (column: IndicatorColumn): boolean => columns.includes(column);
  const levels = has('level1') || has('level2');
  const named = has('name') || has('content');
  if ((levels && (named || has('value'))) || (has('name') && has('value'))) return columns;
  return null;
}
