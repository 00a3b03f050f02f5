import type { Cut } from '../forms/cuts.ts';
import type { Loaded } from '../store/project-store.ts';

/** A cut with who made it. */
export interface MadeCut extends Cut {
  readonly stage: string;
  readonly by: string;
}

/** What the deciders of a revision have left of single lines so far; the last word on a line counts. */
export function cutsSoFar({ requests }: Pick<Loaded, 'requests'>, revision: number): MadeCut[] {
  const made = requests
    .filter((request) => request.revision === revision)
    .flatMap(({ stage, decisions }) => decisions.map((decision) => ({ stage, ...decision })))
    .filter(({ outcome }) => outcome === 'approve')
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ stage, by, cuts }) => (cuts ?? []).map((cut) => ({ ...cut, stage, by: by.name })));
  return [...new Map(made.map((cut) => [cut.line, cut])).values()].sort((a, b) => a.line - b.line);
}
