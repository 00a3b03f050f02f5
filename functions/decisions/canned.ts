import { loadOwnOpinions, saveOwnOpinions } from '../../shared/store/own-opinions-store.ts';
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

/** Keeps an opinion among somebody's own, where it is one line and there is room. */
export async function keepOpinion(
  { database }: Pick<Deps, 'database'>,
  person: string,
  text: string,
): Promise<void> {
  const before = await loadOwnOpinions(database, person);
  const next = withCanned(before, text);
  if (next !== before) await saveOwnOpinions(database, person, next);
}
