import type { Actor, EventOf } from '../history/event.ts';
import { callWrites } from '../store/call-store.ts';
import type { Database } from '../store/database.ts';
import { programKey } from '../store/keys.ts';
import { appendToChain, RULES_CHAIN } from '../store/system-chain.ts';
import { keyHash, newProgramKey, type ProgramRecord } from './program.ts';

/** Every change of a program, in one transaction with the event that says so (chain `rules`). */

export interface ProgramCause {
  readonly actor: Actor;
  /** UTC */
  readonly at: string;
  readonly requestId: string;
}

/** `财务系统 (7K3M9QXD): — → submitter, 2027-11-29`, as changes of roles are written. */
const changeText = ({ name, id }: ProgramRecord, before: string, after: string): string =>
  `${name} (${id}): ${before} → ${after}`;

async function put(
  database: Database,
  program: ProgramRecord,
  before: ProgramRecord | undefined,
  { comment, personName }: { readonly comment: string; readonly personName: string | undefined },
  cause: ProgramCause,
): Promise<ProgramRecord> {
  const { person, unit } = program;
  const event: EventOf<'program-changed'> = {
    ...cause,
    action: 'program-changed',
    assignees: person === undefined ? [] : [{ id: person, name: personName ?? person }],
    ...(unit === undefined ? {} : { unit }),
    comment,
  };
  const condition = before
    ? {
        ConditionExpression: '#until = :until AND attribute_not_exists(revoked)',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':until': before.until },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  const Item = { ...programKey(program.id), ...program };
  await appendToChain(
    database,
    RULES_CHAIN,
    [event],
    [
      { name: 'program', Put: { TableName: database.projects, Item, ...condition } },
      ...callWrites(database, { made: program.id }),
    ],
  );
  return program;
}

/** What an administrator says of a new program; `personName` is what its person is called. */
export type NewProgram = Pick<ProgramRecord, 'name' | 'role' | 'person' | 'unit' | 'until'>;

/** @returns the program, and its key, which is known here and nowhere else from then on */
export async function addProgram(
  database: Database,
  made: NewProgram,
  personName: string | undefined,
  cause: ProgramCause,
): Promise<{ readonly program: ProgramRecord; readonly key: string }> {
  const { id, key } = newProgramKey();
  const { actor, at } = cause;
  const madeBy = { id: actor.id, name: actor.name };
  const program: ProgramRecord = { ...made, id, keyHash: keyHash(key), madeBy, madeAt: at };
  const comment = changeText(program, '—', `${made.role}, ${made.until}`);
  return { program: await put(database, program, undefined, { comment, personName }, cause), key };
}

/**
 * Gives a program another key in place of the one that nobody was told, and that lets nobody in from then on.
 * @throws ConditionRefused where it was renewed or revoked since it was read
 */
export async function giveNewKey(
  database: Database,
  program: ProgramRecord,
  personName: string | undefined,
  cause: ProgramCause,
): Promise<{ readonly program: ProgramRecord; readonly key: string }> {
  const { key } = newProgramKey(program.id);
  const comment = changeText(program, 'key', 'new key');
  const changed = { ...program, keyHash: keyHash(key) };
  return { program: await put(database, changed, program, { comment, personName }, cause), key };
}

/** @throws ConditionRefused where it was renewed or revoked since it was read */
export const renewProgram = (
  database: Database,
  program: ProgramRecord,
  until: string,
  personName: string | undefined,
  cause: ProgramCause,
): Promise<ProgramRecord> => {
  const comment = changeText(program, program.until, until);
  return put(database, { ...program, until }, program, { comment, personName }, cause);
};

/** @throws ConditionRefused where it was renewed or revoked since it was read */
export const revokeProgram = (
  database: Database,
  program: ProgramRecord,
  personName: string | undefined,
  cause: ProgramCause,
): Promise<ProgramRecord> => {
  const { actor, at } = cause;
  const revoked = { by: { id: actor.id, name: actor.name }, at };
  const comment = changeText(program, `${program.role}, ${program.until}`, '—');
  return put(database, { ...program, revoked }, program, { comment, personName }, cause);
};
