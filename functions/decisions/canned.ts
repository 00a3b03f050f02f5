import { Busy } from '../../shared/store/errors.ts';
import {
  areOpinionsOvertaken,
  loadOwnOpinions,
  saveOwnOpinions,
} from '../../shared/store/own-opinions-store.ts';
import { type CannedOpinions, withCanned } from '../../shared/workflow/canned-opinions.ts';
import type { OfficeSettings } from '../../shared/workflow/settings.ts';
import type { Deps } from './deps.ts';

/** The canned opinions that somebody is offered. */
export interface Canned {
  readonly own: CannedOpinions;
  readonly office: CannedOpinions;
}

export const cannedFor = async (
  { database }: Pick<Deps, 'database'>,
  { opinions: office = [] }: OfficeSettings,
  person: string,
): Promise<Canned> => ({ own: await loadOwnOpinions(database, person, 'eventually'), office });

// Nobody but the same person in another window is faster.
const MOST_ROUNDS = 5;

/**
 * Keeps an opinion among somebody's own, where it is one line and there is room.
 * @throws Busy where others kept being faster
 */
export async function keepOpinion(
  { database }: Pick<Deps, 'database'>,
  person: string,
  text: string,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = await loadOwnOpinions(database, person);
    const next = withCanned(before, text);
    if (next === before) return;
    try {
      return await saveOwnOpinions(database, person, before, next);
    } catch (error) {
      if (!areOpinionsOvertaken(error)) throw error;
    }
  }
  throw new Busy('Too many writers at once');
}
