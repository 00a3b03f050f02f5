import { type Directory, personWith } from './directory.ts';

/** Whoever is asked or told, as events name them. */
export interface Assignee {
  readonly id: string;
  readonly name: string;
  /** Whose place is taken, by name. */
  readonly onBehalfOf?: string | undefined;
  /** The same person's id. */
  readonly onBehalfOfId?: string | undefined;
}

/** The same by the names that the directory has now: people marry, and names are put right. */
export function asCalledNow<Person extends Assignee>(one: Person, directory: Directory): Person {
  const name = personWith(directory, one.id)?.name;
  const principal = one.onBehalfOfId === undefined ? undefined : personWith(directory, one.onBehalfOfId);
  return {
    ...one,
    ...(name === undefined ? {} : { name }),
    ...(principal ? { onBehalfOf: principal.name } : {}),
  };
}
