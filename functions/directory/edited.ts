import type { Finding } from '../../shared/forms/finding.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { actorOf, type Member } from '../../shared/identity/member.ts';
import { checkChange } from '../../shared/store/directory/check.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import { type DirectoryChange, snapshotWith } from '../../shared/store/directory/with-change.ts';
import { enteredPerson, enteredUnit, type Person, type Unit } from '../../shared/workflow/directory.ts';
import { type Concerned, concernedBy, momentsOf } from './concerned.ts';
import type { Deps } from './deps.ts';
import { aroundPerson, aroundUnit, type Page } from './pages.tsx';
import { type PieceForm, personForm, pieceIn, type Typed, unitForm } from './piece-form.ts';
import { type PieceKind, people, units } from './pieces.ts';
import { withIds } from './references.ts';
import { removalFindings } from './removed-units.ts';
import { directoryWords } from './words/directory.ts';

/** Units and people as their pages change them: what of each kind is shown, and how what was typed is read. */

/** A kind of piece with its pages. */
export interface EditedKind<P extends Unit | Person> {
  readonly piece: PieceKind<P>;
  readonly form: PieceForm;
  readonly list: string;
  readonly titleOfNew: 'newUnit' | 'newPerson';
  /** @throws ZodError */
  parse(value: object): { readonly piece: P } | { readonly findings: readonly Finding[] };
  /** @param later the directory as it would be */
  concerned(
    deps: Deps,
    member: Member,
    before: P | null,
    after: P | null,
    later: DirectorySnapshot,
  ): Promise<Concerned>;
  around(
    deps: Deps,
    member: Member,
    call: Pick<Call, 'lang' | 'person'>,
    id: string,
  ): Promise<Page['content']>;
}

export const editedUnits: EditedKind<Unit> = {
  piece: units,
  form: unitForm,
  list: '/directory/units',
  titleOfNew: 'newUnit',
  parse(value) {
    const { data, error } = enteredUnit.safeParse(value, { reportInput: true });
    return error ? { findings: shapeFindings(error) } : { piece: data };
  },
  concerned(deps, { directory: stored }, before, after, later) {
    const isMerged = after?.successor !== undefined && after.successor !== before?.successor;
    return concernedBy(deps, { stored, later, moments: [deps.now()] }, isMerged ? before?.id : undefined);
  },
  around: aroundUnit,
};

export const editedPeople: EditedKind<Person> = {
  piece: people,
  form: personForm,
  list: '/directory/people',
  titleOfNew: 'newPerson',
  parse(value) {
    const { data, error } = enteredPerson.safeParse(value, { reportInput: true });
    return error ? { findings: shapeFindings(error) } : { piece: data };
  },
  concerned: (deps, { directory: stored }, before, after, later) =>
    concernedBy(deps, { stored, later, moments: momentsOf(deps.now(), before, after) }),
  around: aroundPerson,
};

/** What the directory would be after a change by a member, and what stands against it. */
export async function lookAhead(
  deps: Deps,
  member: Member,
  change: DirectoryChange,
): Promise<{ readonly after: DirectorySnapshot; readonly findings: readonly Finding[] }> {
  const { directory } = member;
  const by = actorOf(member, 'administrator').id;
  const after = await snapshotWith(directory, change, { by, at: deps.now().toISOString() });
  const [found, kept] = await Promise.all([
    checkChange(directory, after, change, () => ''),
    removalFindings(deps.database, change),
  ]);
  return { after, findings: [...found, ...kept] };
}

/** What was typed as a piece, or what stands against it. */
export async function readPiece<P extends Unit | Person>(
  deps: Deps,
  member: Member,
  kind: EditedKind<P>,
  typed: Typed,
  stored: P | undefined,
): Promise<{ readonly piece: P } | { readonly findings: readonly Finding[] }> {
  const { value, findings } = await withIds(member.directory, kind.form, pieceIn(kind.form, typed, stored));
  const parsed = kind.parse(value);
  if (findings.length > 0) {
    // Of one field the name that was not found says more than its form.
    const found = new Set(findings.map(({ path }) => path));
    const others = 'findings' in parsed ? parsed.findings.filter(({ path }) => !found.has(path)) : [];
    return { findings: [...findings, ...others] };
  }
  if ('findings' in parsed) return parsed;
  const { findings: against } = await lookAhead(
    deps,
    member,
    kind.piece.change(parsed.piece.id, parsed.piece),
  );
  return against.length > 0 ? { findings: against } : parsed;
}

const taken: Finding = {
  rule: 'directory',
  severity: 'error',
  path: '/id',
  message: { zh: directoryWords.zh.taken, en: directoryWords.en.taken },
};

/** A new one must not take the place of another, and one that is there keeps its id. */
export async function takenIdOf<P extends Unit | Person>(
  { directory }: Member,
  kind: EditedKind<P>,
  { id }: P,
  stored: P | undefined,
): Promise<Finding[]> {
  if (stored) return id === stored.id ? [] : [taken];
  return (await kind.piece.find(directory, id)) ? [taken] : [];
}
