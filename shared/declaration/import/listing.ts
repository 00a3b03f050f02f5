import type { FormDefinition } from '../../forms/definition.ts';
import { fieldOf, placeOf } from '../../forms/places.ts';
import { valueAt } from '../../forms/pointer.ts';
import { valueText } from '../../forms/value-text.ts';
import type { Lang } from '../../values/language.ts';
import type { Imported } from './imported.ts';
import { whereIs } from './source/where-is.ts';

/** The account of an import as people read it. */

/** As much of a value as tells which it is. */
const LONGEST = 48;
const shortened = (text: string): string => {
  const [first = ''] = text.split('\n');
  const chars = [...first];
  return chars.length > LONGEST || first !== text ? `${chars.slice(0, LONGEST).join('')}…` : text;
};

const words = {
  zh: {
    placed: (n: number) => `已识别 ${n} 项`,
    inferred: (n: number) => `推断 ${n} 项，请核对`,
    notPlaced: (n: number) => `未放入 ${n} 项`,
    quoted: (text: string) => `“${text}”`,
    colon: '：',
    because: (why: string) => `（${why}）`,
  },
  en: {
    placed: (n: number) => `Understood: ${n}`,
    inferred: (n: number) => `Inferred, to be checked: ${n}`,
    notPlaced: (n: number) => `Not placed: ${n}`,
    quoted: (text: string) => `"${text}"`,
    colon: ': ',
    because: (why: string) => ` (${why})`,
  },
} as const;

const spaced = (text: string): string => (text === '' ? '' : `${text} `);

export function listingOf(definition: FormDefinition, imported: Imported, lang: Lang): string {
  const say = words[lang];
  const { declaration, placed, inferred, notPlaced } = imported;
  const at = (path: string): string => {
    const value = valueAt(declaration, path);
    // A remark on a list or a table names its place; what stands there is listed above.
    const text = typeof value === 'object' ? '' : valueText(fieldOf(definition, path), value, lang);
    return `${placeOf(definition, path, lang)}${text === '' ? '' : `${say.colon}${shortened(text)}`}`;
  };
  return [
    say.placed(placed.length),
    ...placed.map(({ path }) => `  ${at(path)}`),
    say.inferred(inferred.length),
    ...inferred.map(({ path, why }) => `  ${at(path)}${say.because(why[lang])}`),
    say.notPlaced(notPlaced.length),
    ...notPlaced.map(
      ({ text, why, at: place = {} }) =>
        `  ${spaced(whereIs(place, lang))}${say.quoted(shortened(text))}${say.because(why[lang])}`,
    ),
  ].join('\n');
}
