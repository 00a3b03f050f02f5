import { loadCommitted } from '../../shared/project/round-totals.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import { isOpen, type Round, unitCeilingOf } from '../../shared/workflow/rounds.ts';
import type { Deps } from './deps.ts';

/** What is asked of all units is asked of none. */
const NO_UNIT = '-';

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
export async function roundsFor(
  deps: Deps,
  directory: DirectorySnapshot,
  unit: string,
  own?: string,
): Promise<RoundLine[]> {
  const { rounds } = await deps.rules.load(directory);
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

/** What a round holds of all units together. */
export interface RoundSum extends Pick<Round, 'budgetYear' | 'kind' | 'name' | 'closesAt'> {
  readonly committedFen: number;
  readonly ceilingFen: number | null;
}

/** The round whose projects are decided on now: the one that ends first of those that still take corrections. */
export async function roundOn(deps: Deps, directory: DirectorySnapshot): Promise<RoundSum | undefined> {
  const { rounds } = await deps.rules.load(directory);
  const at = deps.now().toISOString();
  const [round] = rounds
    .filter(({ opensAt, correctionsUntil }) => opensAt <= at && at < correctionsUntil)
    .sort((a, b) => (a.closesAt < b.closesAt ? -1 : 1));
  if (!round) return undefined;
  const { budgetYear, kind, name, closesAt, ceilingFen = null } = round;
  const { allFen } = await loadCommitted(deps.database, round.id, NO_UNIT);
  return {
    budgetYear,
    kind,
    ...(name === undefined ? {} : { name }),
    closesAt,
    committedFen: allFen,
    ceilingFen,
  };
}
