import { type DirectoryPart, partOf } from '../store/directory/part.ts';
import type { DirectorySnapshot } from '../store/directory/snapshot.ts';
import type { Command } from '../workflow/commands.ts';
import { makersOf } from '../workflow/makers.ts';
import type { Loaded } from './load.ts';

interface Person {
  readonly id: string;
  readonly onBehalfOfId?: string | undefined;
}

const idsOf = (people: readonly (Person | undefined)[]): string[] =>
  people.flatMap((one) => (one ? [one.id, one.onBehalfOfId ?? []].flat() : []));

/** Everybody whom a project's record names: who made it, was asked about it, or decided on it. */
function peopleOfProject({ record, requests }: Loaded): string[] {
  const { editors, flow, submittedBy } = record;
  return [
    ...editors,
    ...flow.authors,
    ...flow.deciders.flatMap(({ person, onBehalfOf }) => [person, onBehalfOf ?? []].flat()),
    ...idsOf([submittedBy]),
    ...requests.flatMap(({ assignees, former = [], decisions }) =>
      idsOf([...assignees, ...former, ...decisions.map(({ by }) => by)]),
    ),
  ];
}

/** Everybody whom a command names. */
const peopleOfCommand = (command: Command): string[] => [
  ...('actor' in command ? [...idsOf([command.actor]), ...makersOf(command.actor)] : []),
  ...('assignee' in command ? idsOf([command.assignee]) : []),
  ...('recipient' in command ? idsOf([command.recipient]) : []),
  ...(command.type === 'reassign' ? [command.to] : []),
];

/** The part of the directory by which a command on a project is decided. */
export function directoryForCommand(
  snapshot: DirectorySnapshot,
  loaded: Loaded | null,
  command: Command,
): Promise<DirectoryPart> {
  const units = [loaded ? loaded.record.unit : [], 'unit' in command ? command.unit : []].flat();
  return partOf(snapshot, {
    units: [...new Set(units.map(({ id }) => id))],
    people: [...(loaded ? peopleOfProject(loaded) : []), ...peopleOfCommand(command)],
  });
}

/** The part of the directory that a project has to do with, and some more people. */
export const directoryForProject = (
  snapshot: DirectorySnapshot,
  loaded: Loaded,
  more: readonly (Person | undefined)[] = [],
): Promise<DirectoryPart> =>
  partOf(snapshot, {
    units: [loaded.record.unit.id],
    people: [...peopleOfProject(loaded), ...idsOf(more)],
  });
