/** A place in a folded text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}
export interface Found extends Place {
  /** What is shown in its place. */
  readonly shown: string;
}
export type Finder = (text: string) => Iterable<Found>;

export const placeOf = ({ 0: match, index }: RegExpExecArray): Place => ({
  start: index,
  end: index + match.length,
});

/** Every match that is what it looks like; one that is not hides none that begins within it. */
export function* matches(text: string, pattern: RegExp, shownFor: (match: string) => string | null) {
  const search = new RegExp(pattern, pattern.flags);
  for (let match = search.exec(text); match; match = search.exec(text)) {
    const shown = shownFor(match[0]);
    if (shown === null) search.lastIndex = match.index + 1;
    else yield { ...placeOf(match), shown };
  }
}

/** What people put between the groups of a number. */
export const BETWEEN = String.raw`[\s\-‐-―−._·・•/()]`;
export const GAP = `${BETWEEN}{0,3}`;
export const withoutGaps = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
