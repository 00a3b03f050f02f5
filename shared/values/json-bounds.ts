import type { Words } from './language.ts';

/**
 * What parsed JSON from outside may be before anything looks into it. The deepest content of ours (an indicator's
 * cell, an absence in a directory) lies six levels down, the widest object has two dozen keys, and the largest
 * directory that fits into a body has some 60,000 values.
 */
const MOST_LEVELS = 32;
const MOST_KEYS = 1_000;
const MOST_VALUES = 100_000;
/** An answer repeats the name of what it does not know, twice; the longest of ours has some forty characters. */
const LONGEST_KEY = 1_000;

/** What no content of ours has, and where it stands. */
export interface Excess {
  readonly path: readonly PropertyKey[];
  readonly message: Words;
}

const tooDeep: Words = {
  zh: `嵌套超过 ${MOST_LEVELS} 层`,
  en: `It is nested more than ${MOST_LEVELS} levels deep`,
};
const tooWide: Words = {
  zh: `一组内容超过 ${MOST_KEYS} 项`,
  en: `An object has more than ${MOST_KEYS} members`,
};
const tooLongKey: Words = {
  zh: `名称超过 ${LONGEST_KEY} 个字符`,
  en: `A name has more than ${LONGEST_KEY} characters`,
};
const tooMany: Words = { zh: `内容超过 ${MOST_VALUES} 项`, en: `There are more than ${MOST_VALUES} values` };
const illFormed: Words = {
  zh: '文字含有半个代理对，无法保存',
  en: 'The text has half a surrogate pair, which cannot be stored',
};

interface Place {
  readonly value: unknown;
  readonly level: number;
  readonly key?: PropertyKey;
  readonly within?: Place;
}

function pathTo(place: Place): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.within) path.push(at.key);
  return path.reverse();
}

const isIllFormed = (value: unknown): boolean => typeof value === 'string' && !value.isWellFormed();

function membersOf(value: unknown): readonly (readonly [PropertyKey, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function wrongWith({ value, level }: Place, members: ReturnType<typeof membersOf>): Words | undefined {
  if (typeof value === 'object' && level > MOST_LEVELS) return tooDeep;
  if (members.length > MOST_KEYS && !Array.isArray(value)) return tooWide;
  if (members.some(([key]) => typeof key === 'string' && key.length > LONGEST_KEY)) return tooLongKey;
  return isIllFormed(value) || members.some(([key]) => isIllFormed(key)) ? illFormed : undefined;
}

/**
 * The first place in a JSON value that is too deep, too wide or one too many, or that holds half a surrogate pair,
 * which has no UTF-8 form and could be neither stored nor hashed. It does not recurse: depth would be the harm.
 */
export function excessIn(json: unknown): Excess | undefined {
  const places: Place[] = [{ value: json, level: 1 }];
  let values = 0;
  for (let place = places.pop(); place; place = places.pop()) {
    const members = membersOf(place.value);
    values += members.length;
    const message = wrongWith(place, members) ?? (values > MOST_VALUES ? tooMany : undefined);
    if (message) return { path: pathTo(place), message };
    for (const [key, value] of members) places.push({ value, level: place.level + 1, key, within: place });
  }
  return undefined;
}
