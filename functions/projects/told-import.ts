import type { Imported, SourcePiece, SourceSpan } from '../../shared/declaration/import/imported.ts';
import type { SourceBlock } from '../../shared/declaration/import/source/source-block.ts';
import { whereIs } from '../../shared/declaration/import/source/where-is.ts';
import type { Lang } from '../../shared/values/language.ts';

/** Where something was read, as it is printed there. */
interface ToldSource {
  readonly text: string;
  readonly place: string;
  readonly spans: readonly SourceSpan[];
}

/** What an import says of itself beside the content that it made. */
export interface ToldImport {
  readonly placed: readonly {
    readonly path: string;
    readonly value: string | number;
    readonly source?: ToldSource;
  }[];
  readonly inferred: readonly {
    readonly path: string;
    readonly message: string;
    readonly source?: ToldSource;
  }[];
  readonly notPlaced: readonly {
    readonly place: string;
    readonly text: string;
    readonly message: string;
    readonly cells?: readonly string[];
    readonly spans?: readonly SourceSpan[];
  }[];
  /** The file as it stands; empty for JSON. */
  readonly source: readonly SourceBlock[];
  /** How many lines and rows of it are left out. */
  readonly moreSource?: number;
}

/** Three times what all fields of a declaration hold; a browser lays it out in no time. */
const MOST_CHARACTERS = 60_000;
const MOST_PIECES = 3_000;

/** As much of a file as a page can bear, in its order: whole lines and rows. */
function bounded(source: readonly SourceBlock[]): { source: SourceBlock[]; moreSource?: number } {
  let characters = MOST_CHARACTERS;
  let pieces = MOST_PIECES;
  let more = 0;
  const fits = (parts: readonly { readonly text: string }[]): boolean => {
    characters -= parts.reduce((sum, { text }) => sum + text.length, 0);
    pieces -= parts.length;
    const isIn = characters >= 0 && pieces >= 0;
    if (!isIn) more += 1;
    return isIn;
  };
  const shown = source.flatMap((block): SourceBlock[] => {
    if (block.kind === 'paragraph') return fits([block]) ? [block] : [];
    const rows = block.rows.filter(fits);
    return rows.length > 0 ? [{ kind: 'table', rows }] : [];
  });
  return { source: shown, ...(more > 0 ? { moreSource: more } : {}) };
}

const toldSource = (source: SourcePiece | undefined, lang: Lang) =>
  source ? { source: { text: source.text, place: whereIs(source.at, lang), spans: source.spans } } : {};

/** The account of an import in one language. */
export const toldImport = ({ placed, inferred, notPlaced, source }: Imported, lang: Lang): ToldImport => ({
  placed: placed.map(({ path, value, source: from }) => ({ path, value, ...toldSource(from, lang) })),
  inferred: inferred.map(({ path, why, source: from }) => ({
    path,
    message: why[lang],
    ...toldSource(from, lang),
  })),
  notPlaced: notPlaced.map(({ text, why, at = {}, cells, spans }) => ({
    place: whereIs(at, lang),
    text,
    message: why[lang],
    ...(cells ? { cells } : {}),
    ...(spans ? { spans } : {}),
  })),
  ...bounded(source),
});
