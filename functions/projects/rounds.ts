import { loadCommitted } from '../../shared/project/round-totals.ts';
import { isOpen, type Round, unitCeilingOf } from '../../shared/workflow/rounds.ts';
import type { Deps } from './deps.ts';

/** A round as a unit sees it. */
export interface RoundLine
  extends Pick<Round, 'id' | 'budgetYear' | 'kind' | 'name' | 'closesAt' | 'correctionsUntil'> {
  /** What the unit's projects in it take of it. */
  readonly unitTotalFen: number;
  /** Null where nothing limits the unit alone. */
  readonly unitCeilingFen: number | null;
}

/**
 * The rounds that a unit (USCC) can hand in to now, the one that closes first before the others; where a project is in
 * a round already, that one.
 */
export async function roundsFor(deps: Deps, unit: string, own?: string): Promise<RoundLine[]> {
  const { rounds } = await deps.rules.load();
  const at = deps.now().toISOString();
  const stays = rounds.filter(({ id }) => id === own);
  const shown = stays.length > 0 ? stays : rounds.filter((round) => isOpen(round, at));
  const lines = shown
    .toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1))
    .map(async (round): Promise<RoundLine> => {
      const { id, budgetYear, kind, name, closesAt, correctionsUntil } = round;
      const { unitFen } = await loadCommitted(deps.database, id, unit);
      const unitCeilingFen = unitCeilingOf(round, unit) ?? null;
      const named = name === undefined ? {} : { name };
      return {
        id,
        budgetYear,
        kind,
        ...named,
        closesAt,
        correctionsUntil,
        unitTotalFen: unitFen,
        unitCeilingFen,
      };
    });
  return Promise.all(lines);
}
