import { error, isBlank, warning } from '../../forms/rule.ts';
import { formatDecimal, ONE, parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import { type IndicatorAt, indicatorsOf } from '../indicator-rows.ts';
import { INDICATOR_TREES, type IndicatorTree, levelLabel, treeOf } from '../indicator-tree.ts';
import { isBoilerplate } from './boilerplate.ts';

/** R20, R21, R25: the indicators as a set, against the tree of the budget year. */

const LIST = '/performance/indicators';

const levelsOf = (tree: IndicatorTree): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(tree.levels));

/** R20 E: level 2 belongs to level 1 in the year's tree. Without a year, in any tree that there was. */
export const levelsBelong: DeclarationRule = (declaration) => {
  const { budgetYear } = declaration;
  const trees = (budgetYear === undefined ? INDICATOR_TREES : [treeOf(budgetYear)]).map(levelsOf);
  return indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    const { level1, level2 } = row;
    if (level1 === undefined) return [];
    const below = trees.flatMap((levels) => levels.get(level1) ?? []);
    const year =
      budgetYear === undefined ? { zh: '', en: '' } : { zh: `${budgetYear} 年度`, en: `${budgetYear} ` };
    if (below.length === 0) {
      return [
        error('R20', `${path}/level1`, {
          zh: `第 ${number} 行：${year.zh}指标体系没有一级指标“${levelLabel(level1).zh}”，请改选（2022 年度起成本指标才单列为一级）`,
          en: `Indicator ${number}: the ${year.en}tree has no level 1 "${levelLabel(level1).en}"; choose another (cost is a level of its own from 2022)`,
        }),
      ];
    }
    if (level2 === undefined || kind === 'level1' || below.includes(level2)) return [];
    const [one, two] = [levelLabel(level1), levelLabel(level2)];
    return [
      error('R20', `${path}/level2`, {
        zh: `第 ${number} 行：${year.zh}“${one.zh}”下没有“${two.zh}”，可选：${below.map((level) => levelLabel(level).zh).join('、')}`,
        en: `Indicator ${number}: "${two.en}" is not under "${one.en}" in the ${year.en}tree; choose of: ${below.map((level) => levelLabel(level).en).join(', ')}`,
      }),
    ];
  });
};

/** R21: the kinds of indicators that must (E) or should (W) be there. */
const KINDS = [
  { level: 'level1', value: 'output', severity: 'error' },
  { level: 'level1', value: 'satisfaction', severity: 'error' },
  { level: 'level1', value: 'benefit', severity: 'warning' },
  { level: 'level2', value: 'quality', severity: 'warning' },
  { level: 'level2', value: 'timeliness', severity: 'warning' },
] as const;

/** A heading row that says with a reason why there is no indicator under it: not applicable, not missing. */
const saysWhyNot = ({ row, kind }: IndicatorAt, level: 'level1' | 'level2', value: string): boolean =>
  kind === level && row[level] === value && !isBlank(row.basis) && !isBoilerplate(row.basis);

/**
 * R21 E: at least one output and one satisfaction indicator. W: none of benefit, quality or timeliness, one finding
 * each, unless a heading row gives the reason why that kind does not apply.
 */
export const kindsArePresent: DeclarationRule = (declaration) => {
  const all = indicatorsOf(declaration);
  if (all.length === 0) return [];
  return KINDS.flatMap(({ level, value, severity }) => {
    if (all.some(({ row, kind }) => kind === 'indicator' && row[level] === value)) return [];
    const { zh, en } = levelLabel(value);
    if (severity === 'error') {
      return [
        error('R21', LIST, {
          zh: `绩效目标表至少要有一个${zh}`,
          en: `At least one indicator of the kind "${en}" is needed`,
        }),
      ];
    }
    if (all.some((indicator) => saysWhyNot(indicator, level, value))) return [];
    return [
      warning('R21', LIST, {
        zh: `绩效目标表没有${zh}：请补充；确不适用的，加一行“${zh}”，指标属性选“空”，并在设定依据栏写明原因`,
        en: `There is no indicator of the kind "${en}": add one, or a heading row for it (nature: not applicable) whose basis says why`,
      }),
    ];
  });
};

/** All indicators together; the other 10 of 100 are those of budget execution (domain.md §3). */
const TOTAL = 90n * ONE;

interface Weighed extends IndicatorAt {
  readonly weight: bigint;
}

const sumOf = (rows: readonly Weighed[]): bigint => rows.reduce((total, { weight }) => total + weight, 0n);

/** A heading's own weight, or that of what stands under it; null where nothing there has one. */
const weightOf = (own: Weighed | undefined, below: readonly bigint[]): bigint | null =>
  own?.weight ?? (below.length === 0 ? null : below.reduce((total, weight) => total + weight, 0n));

/** R25 E: weights, where given, add up: what stands under a heading to the heading's, everything to 90. */
export const weightsAddUp: DeclarationRule = (declaration) => {
  const weighed = indicatorsOf(declaration).flatMap((indicator): Weighed[] => {
    const weight = parseDecimal(indicator.row.weight?.trim() ?? '');
    return weight === null ? [] : [{ ...indicator, weight }];
  });
  if (weighed.length === 0) return [];
  const mismatch = (heading: Weighed, below: bigint) =>
    error('R25', `${heading.path}/weight`, {
      zh: `“${heading.row.name ?? ''}”的权重为 ${formatDecimal(heading.weight)}，其下各项合计 ${formatDecimal(below)}，应当相等`,
      en: `"${heading.row.name ?? ''}" has a weight of ${formatDecimal(heading.weight)}, what stands under it ${formatDecimal(below)}; they must be equal`,
    });
  const found = [];
  const tops: bigint[] = [];
  for (const rows of Map.groupBy(weighed, ({ row }) => row.level1).values()) {
    const heading = rows.find(({ kind }) => kind === 'level1');
    const groups = Map.groupBy(
      rows.filter(({ kind }) => kind !== 'level1'),
      ({ row }) => row.level2,
    );
    const below = [...groups.values()].flatMap((group) => {
      const own = group.find(({ kind }) => kind === 'level2');
      const leaves = group.filter(({ kind }) => kind === 'indicator');
      if (own && leaves.length > 0 && own.weight !== sumOf(leaves)) found.push(mismatch(own, sumOf(leaves)));
      return (
        weightOf(
          own,
          leaves.map(({ weight }) => weight),
        ) ?? []
      );
    });
    const sum = weightOf(undefined, below);
    if (heading && sum !== null && heading.weight !== sum) found.push(mismatch(heading, sum));
    tops.push(weightOf(heading, below) ?? 0n);
  }
  const total = tops.reduce((sum, weight) => sum + weight, 0n);
  if (total !== TOTAL) {
    found.push(
      error('R25', LIST, {
        zh: `各项指标权重合计 ${formatDecimal(total)}，应为 90（预算执行率另占 10）；已填权重的有 ${weighed.length} 行`,
        en: `The weights add up to ${formatDecimal(total)} instead of 90 (budget execution has the other 10); ${weighed.length} rows have one`,
      }),
    );
  }
  return found;
};
