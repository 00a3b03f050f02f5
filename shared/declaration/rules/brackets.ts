import { pointerOf } from '../../forms/pointer.ts';
import { warning } from '../../forms/rule.ts';
import { attachedFile } from '../../values/attached-file.ts';
import type { DeclarationRule } from '../definition.ts';

/** R34: brackets and quotation marks are closed, in every text (line 38 of the source declaration has one open). */

// Half and full width close each other: an input method changes in the middle of a text. ‘ ’ are apostrophes too.
const CLOSES: ReadonlyMap<string, string> = new Map([
  [')', '('],
  ['）', '('],
  [']', '['],
  ['］', '['],
  ['】', '【'],
  ['〕', '〔'],
  ['》', '《'],
  ['〉', '〈'],
  ['”', '“'],
  ['」', '「'],
  ['』', '『'],
]);
const SAME: ReadonlyMap<string, string> = new Map([
  ['（', '('],
  ['［', '['],
]);
const OPENS: ReadonlySet<string> = new Set(CLOSES.values());
const SOME = /[()（）[\]［］【】〔〕《》〈〉“”「」『』]/;
const ALL = new RegExp(SOME, 'g');
/** `1）` and `a)` number a list: their bracket was never opened. */
const LIST_NUMBER = /(?:^|[\s，。；：、,;:.)）])[0-9０-９a-zA-Z一二三四五六七八九十]{1,3}$/;

interface Bracket {
  readonly char: string;
  readonly at: number;
}

/** The first bracket of a text that is not closed, or closes nothing; null where all are in order. */
function unbalanced(text: string): Bracket | null {
  if (!SOME.test(text)) return null;
  const open: { kind: string; char: string; at: number }[] = [];
  for (const match of text.matchAll(ALL)) {
    const [char] = match;
    const kind = SAME.get(char) ?? char;
    if (OPENS.has(kind)) {
      open.push({ kind, char, at: match.index });
      continue;
    }
    const last = open.at(-1);
    if (last?.kind === CLOSES.get(char)) {
      open.pop();
      continue;
    }
    const numbersList =
      /[)）]/.test(char) && LIST_NUMBER.test(text.slice(Math.max(0, match.index - 4), match.index));
    if (!numbersList) return last ?? { char, at: match.index };
  }
  return open[0] ?? null;
}

type Path = readonly (string | number)[];

function* textsOf(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value === 'string') {
    yield { path, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsOf(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null && !attachedFile.safeParse(value).success) {
    // What a file is called is not written here.
    for (const [key, item] of Object.entries(value)) yield* textsOf(item, [...path, key]);
  }
}

const AROUND = 8;

/** R34 W: one finding per text, at its first bracket that has no other half. */
export const bracketsAreClosed: DeclarationRule = (declaration) =>
  [...textsOf(declaration, [])].flatMap(({ path, text }) => {
    const found = unbalanced(text);
    if (!found) return [];
    const near = text.slice(Math.max(0, found.at - AROUND), found.at + AROUND).replace(/\s+/g, ' ');
    return [
      warning('R34', pointerOf(path), {
        zh: `“…${near}…”处的 ${found.char} 不成对，请补上另一半`,
        en: `The ${found.char} in "…${near}…" has no other half; add it`,
      }),
    ];
  });
