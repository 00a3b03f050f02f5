import type { Words } from '../../../shared/values/language.ts';

/** What is missing, in plain words, and the records or commands that mend it. */
export interface Trouble {
  readonly words: Words;
  readonly steps: readonly string[];
}

/** One thing that is looked at, in what is known. */
export interface Check<Facts> {
  readonly name: string;
  readonly title: Words;
  /** What it looks at: where one of these could not be learnt, nothing is said. */
  readonly needs?: readonly (keyof Facts)[];
  /** Nothing where all is well, or where it does not concern this deployment. */
  readonly look: (facts: Facts) => Trouble | undefined;
}

export const trouble = (zh: string, en: string, ...steps: string[]): Trouble => ({
  words: { zh, en },
  steps,
});

/** What could not be learnt, and why: the reason, with the names of the facts. */
export function notAnswered(facts: object): ReadonlyMap<string, readonly string[]> {
  const reasons = Object.entries(facts).flatMap(([name, answer]): [string, string][] =>
    typeof answer === 'object' && answer !== null && 'failed' in answer
      ? [[String(answer.failed), name]]
      : [],
  );
  const byReason = Map.groupBy(reasons, ([reason]) => reason);
  return new Map([...byReason].map(([reason, of]) => [reason, of.map(([, name]) => name)]));
}

/** What a check says: that all is well, that it cannot be known, or what is missing. */
export function judge<Facts extends object>(
  { needs = [], look }: Check<Facts>,
  facts: Facts,
): 'ok' | 'unknown' | Trouble {
  const unknown = new Set<PropertyKey>([...notAnswered(facts).values()].flat());
  if (needs.some((name) => unknown.has(name))) return 'unknown';
  return look(facts) ?? 'ok';
}
