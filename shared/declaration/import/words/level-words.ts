import { LEVEL_1, LEVEL_2, type Level1, type Level2, NOT_APPLICABLE, treeOf } from '../../indicator-tree.ts';

/** What tables call the levels of indicators beside the names of the tree, as data; without 指标 at their end. */

const FIRST: Partial<Readonly<Record<Level1, readonly string[]>>> = {
  output: ['产出', '项目产出', '产出目标', '绩效产出'],
  benefit: [
    ...['效益', '效果', '项目效益', '项目效果', '效益目标', '效果目标', '绩效效益'],
    ...['成效', '项目成效', '影响力', '成果', '项目影响力', '影响'],
  ],
  satisfaction: ['满意度', '满意度目标', '满意'],
  cost: ['成本', '项目成本'],
};

const SECOND: Partial<Readonly<Record<Level2, readonly string[]>>> = {
  quantity: ['数量', '产出数量'],
  quality: ['质量', '产出质量'],
  timeliness: ['时效', '进度', '产出时效', '产出进度', '时效性'],
  cost: ['成本', '产出成本'],
  economic: ['经济效益', '经济'],
  social: ['社会效益', '社会'],
  ecological: ['生态效益', '环境效益', '生态环境效益', '生态', '环境'],
  'sustained-effect': [
    ...[
      '可持续影响',
      '可持续发展影响',
      '可持续发展',
      '可持续性影响',
      '可持续',
      '可持续性',
      '可持续效益',
      '可持续影响力',
    ],
  ],
  'service-recipient': [
    ...[
      '服务对象满意度',
      '社会公众或服务对象满意度',
      '社会公众满意度',
      '受益对象满意度',
      '服务对象',
      '服务对象或受益对象满意度',
    ],
    ...[
      '服务对象满意',
      '受益群众满意度',
      '受益群体满意度',
      '受益人群满意度',
      '服务对象和社会公众满意度',
      '公众满意度',
      '服务对象或社会公众满意度',
      '服务对象满意程度',
      '受益者满意度',
      '相关群体满意度',
      '社会公众及服务对象满意度',
    ],
  ],
  'economic-cost': ['经济成本'],
  'social-cost': ['社会成本'],
  'ecological-cost': ['生态环境成本', '生态成本', '环境成本'],
};

const bareLevel = (plain: string): string =>
  plain
    .replace(/\s/g, '')
    .replace(/^(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}、|[①-⑳])/, '')
    .replace(/\(?\d{1,3}(?:\.\d+)?\s*[分%]?\)?$/, '')
    .replace(/[:：]$/, '')
    .replace(/指标$/, '');

function indexOf<Level extends string>(
  levels: readonly {
    readonly value: Level | typeof NOT_APPLICABLE;
    readonly label: { readonly zh: string };
  }[],
  names: Partial<Readonly<Record<Level, readonly string[]>>>,
): ReadonlyMap<string, Level> {
  const index = new Map<string, Level>();
  for (const { value, label } of levels) {
    if (value === NOT_APPLICABLE) continue;
    for (const name of [label.zh, ...(names[value as Level] ?? [])]) {
      const bare = bareLevel(name);
      if (!index.has(bare)) index.set(bare, value as Level);
    }
  }
  return index;
}

const first = indexOf<Level1>(LEVEL_1, FIRST);
const second = indexOf<Level2>(LEVEL_2, SECOND);

export const firstLevelOf = (plain: string): Level1 | undefined => first.get(bareLevel(plain));
export const secondLevelOf = (plain: string): Level2 | undefined => second.get(bareLevel(plain));

export type LevelFound = { readonly level1: Level1 } | { readonly level2: Level2 };

/** A level's name in the tree of a year; a name that it has on both levels, or in another year, is found too. */
export function levelOf(plain: string, budgetYear: number): LevelFound | null {
  const { levels } = treeOf(budgetYear);
  const one = firstLevelOf(plain);
  const two = secondLevelOf(plain);
  if (one !== undefined && (levels[one] !== undefined || two === undefined)) return { level1: one };
  return two === undefined ? null : { level2: two };
}

/** The level above one of the second level, in the tree of a year. */
export function above(level2: Level2, budgetYear: number): Level1 | undefined {
  const { levels } = treeOf(budgetYear);
  return LEVEL_1.find(({ value }) => levels[value]?.includes(level2))?.value;
}

/** `产出指标（50分）`: the points of a level. */
export const LEVEL_POINTS =
  /[(]\s*(\d{1,3}(?:\.\d{1,2})?)\s*[分%]?\s*[)]\s*$|(?<=指标)\s*(\d{1,3}(?:\.\d{1,2})?)\s*分\s*$/;
