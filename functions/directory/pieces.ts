import { Problem } from '../../shared/contract/problem.ts';
import type { Role } from '../../shared/contract/roles.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentTag, demandTag } from '../../shared/http/version.ts';
import type { Write } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { peopleWith, unitsWith } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { DirectoryChange } from '../../shared/store/directory/with-change.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { causeOf, type Deps, isOvertaken, problemOf } from './deps.ts';
import { changeOffice } from './removed-units.ts';

/** One unit, one person, the administrators: each read and changed by itself, over the version of it that was read. */

/** A kind of piece: how one is found, and what changing it changes. */
export interface PieceKind<P> {
  find(stored: DirectorySnapshot, id: string): Promise<P | undefined>;
  /** @param next null where it goes */
  change(id: string, next: P | null): DirectoryChange;
}

const none = new Map<string, never>();

export const units: PieceKind<Unit> = {
  find: async (stored, id) => (await unitsWith(stored, [id])).get(id),
  change: (id, next) => ({ units: new Map([[id, next]]), people: none }),
};

export const people: PieceKind<Person> = {
  find: async (stored, id) => (await peopleWith(stored, [id])).get(id),
  change: (id, next) => ({ units: none, people: new Map([[id, next]]) }),
};

/** Who administers is one list; its id says nothing. */
export const administrators: PieceKind<readonly string[]> = {
  find: (stored) => Promise.resolve(stored.administrators),
  change: (_, next) => ({ units: none, people: none, administrators: next ?? [] }),
};

/** @throws Problem `not-found` */
export async function demandPiece<P>(kind: PieceKind<P>, stored: DirectorySnapshot, id: string): Promise<P> {
  const piece = await kind.find(stored, id);
  if (piece === undefined) throw new Problem('not-found');
  return piece;
}

export const answerOf = <P>(piece: P): Answer => ({
  status: 200,
  headers: { etag: contentTag(piece) },
  json: piece,
});

// Somebody else may change another piece at the same moment: a few rounds are plenty for people at their desks.
const MOST_ROUNDS = 5;

/**
 * Changes one piece. A change of another piece at the same time is no hindrance, one of this piece is.
 * @param next null where it is to go
 * @param how in which role the caller changes it, what of a piece the caller has read, where it is not the piece alone,
 *   and what is written beside it: both or neither
 * @throws Problem `not-found`, `version-required`, `stale-version`, `invalid-body`
 */
export async function changePiece<P>(
  deps: Deps,
  call: Call<unknown, unknown, 'version'>,
  kind: PieceKind<P>,
  id: string,
  next: P | null,
  {
    role = 'administrator',
    asRead = (piece) => piece,
    beside = [],
  }: {
    readonly role?: Role;
    readonly asRead?: (piece: P | undefined) => unknown;
    readonly beside?: readonly Write[];
  } = {},
): Promise<void> {
  for (let round = 1; ; round++) {
    const stored = await loadDirectory(deps.database);
    const before = next === null ? await demandPiece(kind, stored, id) : await kind.find(stored, id);
    demandTag(call, asRead(before));
    try {
      const cause = await causeOf(deps, call, stored, role);
      await changeOffice(deps.database, stored, kind.change(id, next), cause, beside);
      return;
    } catch (error) {
      if (!isOvertaken(error) || round === MOST_ROUNDS) throw problemOf(error);
    }
  }
}

/** Puts a piece under its id. @throws as `changePiece` */
export async function putPiece<P extends { readonly id: string }>(
  deps: Deps,
  call: Call<P>,
  kind: PieceKind<P>,
  id: string,
): Promise<Answer> {
  const { body } = call;
  if (body.id !== id)
    throw new Problem('invalid-body', {
      errors: [
        {
          rule: 'shape',
          severity: 'error',
          path: '/id',
          message: { zh: '与网址中的编号不同', en: 'It is not the id of the address' },
        },
      ],
    });
  await changePiece(deps, call, kind, id, body);
  return answerOf(body);
}
