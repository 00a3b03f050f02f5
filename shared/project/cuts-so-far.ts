import { type Cut, linesOf } from '../forms/cuts.ts';
import type { FormDefinition } from '../forms/definition.ts';
import { madeOn, type PlanLine } from '../workflow/project.ts';
import type { Loaded } from './load.ts';

/** A cut with who made it. */
export interface MadeCut extends Cut {
  readonly stage: string;
  readonly by: string;
}

/**
 * What the deciders of a revision have left of single lines so far; the last word on a line counts.
 * @param since the hash of a content that was shown: only the cuts made on it and after it. All of them where no
 *   decision was made on such a content.
 */
export function cutsSoFar(
  { record, requests }: Pick<Loaded, 'record' | 'requests'>,
  revision: number,
  since?: string,
): MadeCut[] {
  const decisions = madeOn(record.flow, requests, revision);
  const from = decisions.findIndex(({ contentHash }) => contentHash === since);
  const made = decisions
    .slice(Math.max(0, from))
    .filter(({ outcome }) => outcome === 'approve')
    .flatMap(({ stage, by, cuts }) => (cuts ?? []).map((cut) => ({ ...cut, stage, by: by.name })));
  return [...new Map(made.map((cut) => [cut.line, cut])).values()].sort((a, b) => a.line - b.line);
}

/** The lines of a plan as cuts leave them. */
export function planAfter(
  definition: FormDefinition,
  declaration: unknown,
  cuts: readonly Cut[],
): PlanLine[] {
  const left = new Map(cuts.map((cut) => [cut.line, cut.amountFen]));
  return linesOf(definition, declaration).map(({ name, amountFen }, at) => ({
    name,
    amountFen: left.get(at) ?? amountFen,
  }));
}
