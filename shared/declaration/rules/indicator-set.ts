import { type Choices, error, isBlank, warning } from '../../forms/rule.ts';
import { formatDecimal, ONE, parseDecimal } from '../../values/decimal.ts';
import type { DeclarationRule } from '../definition.ts';
import { type IndicatorAt, indicatorsOf } from '../indicator-rows.ts';
import { INDICATOR_TREES, type IndicatorTree, levelLabel, treeChosen } from '../indicator-tree.ts';
import { isBoilerplate } from './boilerplate.ts';

/** R20, R21, R25: the indicators as a set, against the tree of the budget year. */

const LIST = '/performance/indicators';

const below = ({ levels }: IndicatorTree, level1: string): readonly string[] =>
  new Map<string, readonly string[]>(Object.entries(levels)).get(level1) ?? [];

/** The trees that a declaration is held against: the office's, or the year's; without a year any that there is. */
const treesFor = (budgetYear: number | undefined, choices: Choices | undefined): readonly IndicatorTree[] =>
  budgetYear === undefined && choices?.indicatorTree === undefined
    ? INDICATOR_TREES
    : [treeChosen(budgetYear ?? 0, choices?.indicatorTree)];

/**
 * R20 W: level 2 stands under level 1 in the office's tree, or the year's. Never an error: trees differ by region, and
 * no law fixes them.
 */
export const levelsBelong: DeclarationRule = (declaration, choices) => {
  const trees = treesFor(declaration.budgetYear, choices);
  const [tree] = trees.length === 1 ? trees : [];
  const name = tree?.label ?? { zh: '已知的各指标体系', en: 'any tree known here' };
  return indicatorsOf(declaration).flatMap(({ row, number, path, kind }) => {
    const { level1, level2 } = row;
    if (level1 === undefined) return [];
    const known = [...new Set(trees.flatMap((one) => below(one, level1)))];
    const one = levelLabel(level1);
    if (known.length === 0) {
      return [
        warning('R20', `${path}/level1`, {
          zh: `第 ${number} 行：${name.zh}没有一级指标“${one.zh}”：请核对；本地采用其他指标体系的，由管理员在设置中选定`,
          en: `Indicator ${number}: level 1 "${one.en}" is not in ${name.en}: compare; where another tree is used, an administrator chooses it in the settings`,
        }),
      ];
    }
    if (level2 === undefined || kind === 'level1' || known.includes(level2)) return [];
    const two = levelLabel(level2);
    return [
      warning('R20', `${path}/level2`, {
        zh: `第 ${number} 行：${name.zh}“${one.zh}”下没有“${two.zh}”，可选：${known.map((level) => levelLabel(level).zh).join('、')}；本地采用其他指标体系的，由管理员在设置中选定`,
        en: `Indicator ${number}: "${two.en}" is not under "${one.en}" in ${name.en}; choose of: ${known.map((level) => levelLabel(level).en).join(', ')}; where another tree is used, an administrator chooses it in the settings`,
      }),
    ];
  });
};

/** R21: the kinds of indicators that should be there, as far as the tree has them. */
const KINDS = [
  { level: 'level1', value: 'output' },
  { level: 'level1', value: 'satisfaction' },
  { level: 'level1', value: 'benefit' },
  { level: 'level2', value: 'quality' },
  { level: 'level2', value: 'timeliness' },
] as const;

/** Whether an indicator is of a kind. Satisfaction is asked of whoever is served, wherever a region's tree puts it. */
const isOfKind = ({ row, kind }: IndicatorAt, level: 'level1' | 'level2', value: string): boolean =>
  kind === 'indicator' &&
  (row[level] === value || (value === 'satisfaction' && row.level2 === 'service-recipient'));

/** A heading row that says with a reason why there is no indicator under it: not applicable, not missing. */
const saysWhyNot = ({ row, kind }: IndicatorAt, level: 'level1' | 'level2', value: string): boolean =>
  kind === level && row[level] === value && !isBlank(row.basis) && !isBoilerplate(row.basis);

/**
 * R21 W: none of output, satisfaction, benefit, quality or timeliness, one finding each, unless a heading row gives the
 * reason why that kind does not apply. Never an error: wages are paid to nobody whose satisfaction could be asked.
 */
export const kindsArePresent: DeclarationRule = (declaration, choices) => {
  const all = indicatorsOf(declaration);
  if (all.length === 0) return [];
  const levels = treesFor(declaration.budgetYear, choices).flatMap((tree) =>
    Object.entries(tree.levels).flat(2),
  );
  return KINDS.flatMap(({ level, value }) => {
    if (!levels.includes(value) || all.some((indicator) => isOfKind(indicator, level, value))) return [];
    if (all.some((indicator) => saysWhyNot(indicator, level, value))) return [];
    const { zh, en } = levelLabel(value);
    return [
      warning('R21', LIST, {
        zh: `绩效目标表没有${zh}：请补充；确不适用的，加一行“${zh}”，指标属性选“空”，并在设定依据栏写明原因`,
        en: `There is no indicator of the kind "${en}": add one, or a heading row for it (nature: not applicable) whose basis says why`,
      }),
    ];
  });
};

/** Without or with the 10 of budget execution (domain.md §3). */
const TOTALS: readonly bigint[] = [90n * ONE, 100n * ONE];
const MOST = 100n * ONE;

interface Weighed extends IndicatorAt {
  readonly weight: bigint;
}

const sumOf = (rows: readonly Weighed[]): bigint => rows.reduce((total, { weight }) => total + weight, 0n);

/** A heading's own weight, or that of what stands under it; null where nothing there has one. */
const weightOf = (own: Weighed | undefined, below: readonly bigint[]): bigint | null =>
  own?.weight ?? (below.length === 0 ? null : below.reduce((total, weight) => total + weight, 0n));

/**
 * R25 E: weights, where given, add up: what stands under a heading to the heading's, everything to 100 at most. W:
 * everything comes to neither 90 nor 100.
 */
export const weightsAddUp: DeclarationRule = (declaration) => {
  const all = indicatorsOf(declaration).flatMap((indicator): Weighed[] => {
    const weight = parseDecimal(indicator.row.weight?.trim() ?? '');
    return weight === null ? [] : [{ ...indicator, weight }];
  });
  // Long-term and annual indicators side by side are two tables; the year is evaluated by its own.
  const isTwoTables = all.some(({ row }) => row.term === 'annual');
  const weighed = all.filter(({ row }) => !isTwoTables || row.term !== 'long-term');
  if (weighed.length === 0) return [];
  const mismatch = (heading: Weighed, below: bigint) =>
    error('R25', `${heading.path}/weight`, {
      zh: `${isBlank(heading.row.name) ? `第 ${heading.number} 行` : `“${heading.row.name}”`}的权重为 ${formatDecimal(heading.weight)}，其下各项合计 ${formatDecimal(below)}，应当相等`,
      en: `${isBlank(heading.row.name) ? `Indicator ${heading.number}` : `"${heading.row.name}"`} has a weight of ${formatDecimal(heading.weight)}, what stands under it ${formatDecimal(below)}; they must be equal`,
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
  if (!TOTALS.includes(total)) {
    const isOver = total > MOST;
    found.push(
      (isOver ? error : warning)('R25', LIST, {
        zh: `各项指标权重合计 ${formatDecimal(total)}，${isOver ? '超过 100' : '一般应为 90（预算执行率另占 10）或 100，请核对'}；已填权重的有 ${weighed.length} 行`,
        en: `The weights add up to ${formatDecimal(total)}, ${isOver ? 'more than 100' : 'where 90 (budget execution has the other 10) or 100 is usual: compare'}; ${weighed.length} rows have one`,
      }),
    );
  }
  return found;
};
