import { Problem } from '../../shared/contract/problem.ts';
import { valueAt } from '../../shared/forms/pointer.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember } from '../../shared/identity/member.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { type EditedKind, lookAhead, readPiece, takenIdOf } from './edited.ts';
import { changePage, removalPage } from './look.tsx';
import { pieceIn, typedIn, withRows } from './piece-form.ts';
import { piecePage, stalePage } from './piece-pages.tsx';
import { changePiece, demandPiece } from './pieces.ts';

/** What the page of a unit or person posts. */

type PostedCall = Call<undefined, unknown, 'version' | 'intent'>;

type AnyKind = Pick<EditedKind<Unit | Person>, 'list' | 'form'>;

/** Where the page goes on after a change. */
export const pieceSaved = ({ list }: Pick<AnyKind, 'list'>, id: string): Answer => ({
  status: 303,
  location: `${list}/${id}?notice=saved`,
});

export const pieceRemoved = ({ list }: Pick<AnyKind, 'list'>): Answer => ({
  status: 303,
  location: `${list}?notice=removed`,
});

/** The id that was typed for a new one. */
export const idTyped = ({ form }: PostedCall, kind: Pick<AnyKind, 'form'>): string =>
  String(valueAt(pieceIn(kind.form, typedIn(kind.form, form ?? new URLSearchParams()), undefined), '/id'));

const isStale = (error: unknown): boolean => error instanceof Problem && error.code === 'stale-version';

/**
 * What a unit's or person's page posts: rows more or less, a look at what a change will do, or the change itself.
 * @param id undefined for a new one
 * @throws Problem `not-found`, `version-required`
 */
export async function postPiece<P extends Unit | Person>(
  deps: Deps,
  call: PostedCall,
  kind: EditedKind<P>,
  id: string | undefined,
): Promise<Answer> {
  const posted = call.form ?? new URLSearchParams();
  const version = posted.get('version');
  if (version === null) throw new Problem('version-required');
  const intent = posted.get('intent') ?? 'check';
  const member = await loadMember(deps.database, call.person);
  const typed = typedIn(kind.form, posted);
  const stored = id === undefined ? undefined : await kind.piece.find(member.directory, id);
  // Nothing was ever there under this address.
  if (id !== undefined && !stored && version === '') throw new Problem('not-found');
  const shown = { id, stored, typed, version };
  const rows = withRows(kind.form, typed, intent);
  if (rows || intent === 'edit')
    return {
      status: 200,
      page: await piecePage(deps, call, member, kind, { ...shown, typed: rows ?? typed }),
    };
  if (version !== (stored ? contentVersion(stored) : ''))
    return stalePage(deps, call, member, kind, typed, stored);
  const result = await readPiece(deps, member, kind, typed, stored);
  const findings =
    'findings' in result ? result.findings : await takenIdOf(member, kind, result.piece, stored);
  if ('findings' in result || findings.length > 0)
    return { status: 422, page: await piecePage(deps, call, member, kind, { ...shown, findings }) };
  const { piece } = result;
  if (intent !== 'save')
    return { status: 200, page: await changePage(deps, call, member, kind, stored ?? null, piece) };
  try {
    await changePiece(deps, call, kind.piece, piece.id, piece);
  } catch (error) {
    if (!isStale(error)) throw error;
    return postPiece(deps, call, kind, id);
  }
  return pieceSaved(kind, piece.id);
}

/**
 * Removes a unit or person, after what that does was shown.
 * @throws Problem `not-found`, `version-required`, `stale-version`, `invalid-body`
 */
export async function postRemoval<P extends Unit | Person>(
  deps: Deps,
  call: PostedCall,
  kind: EditedKind<P>,
  id: string,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const stored = await demandPiece(kind.piece, member.directory, id);
  const ahead = await lookAhead(deps, member, kind.piece.change(id, null));
  const { findings } = ahead;
  if (call.form?.get('intent') === 'save' && findings.length === 0) {
    await changePiece(deps, call, kind.piece, id, null);
    return pieceRemoved(kind);
  }
  return {
    status: findings.length > 0 ? 422 : 200,
    page: await removalPage(deps, call, member, kind, stored, ahead),
  };
}
