import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import { checkChange } from '../../shared/store/directory/check.ts';
import { snapshotWith } from '../../shared/store/directory/with-change.ts';
import { enteredPerson, enteredUnit, type Person, type Unit } from '../../shared/workflow/directory.ts';
import { type Concerned, concernedByPerson, concernedByUnit } from './concerned.ts';
import type { Deps } from './deps.ts';
import { differencesBetween } from './differences.ts';
import { ChangePage, RemovalPage } from './pages/change-page.tsx';
import { PiecePage, type PiecePageProps } from './pages/piece-page.tsx';
import { aroundPerson, aroundUnit, frameOf, type Page, stageLabelIn, suggestionsFor } from './pages.tsx';
import {
  type PieceForm,
  personForm,
  pieceIn,
  type Texts,
  type Typed,
  typedIn,
  typedOf,
  unitForm,
  withRows,
} from './piece-form.ts';
import { changePiece, demandPiece, type PieceKind, people, units } from './pieces.ts';
import { namesIn, withIds } from './references.ts';
import { directoryWords } from './words/directory.ts';

/** Units and people changed on their pages. */

type PieceCall = Call<unknown, { notice?: 'saved' | undefined }>;
type PostedCall = Call<undefined, unknown, 'version' | 'intent'>;

/** A kind of piece with its pages. */
export interface EditedKind<P extends Unit | Person> {
  readonly piece: PieceKind<P>;
  readonly form: PieceForm;
  readonly list: string;
  readonly titleOfNew: 'newUnit' | 'newPerson';
  /** @throws ZodError */
  parse(value: object): { readonly piece: P } | { readonly findings: readonly Finding[] };
  concerned(deps: Deps, member: Member, before: P | null, after: P | null): Promise<Concerned>;
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
  concerned: (deps, _, before, after) => concernedByUnit(deps, before, after),
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
  concerned: (deps, member, before, after) => concernedByPerson(deps, member.directory, before, after),
  around: aroundPerson,
};

/** The units whose people its fields offer. */
const unitsAround = ({ kind }: PieceForm, { id, finance, unit }: Texts): (string | undefined)[] =>
  kind === 'unit' ? [id, finance] : [unit];

interface Shown extends Pick<PiecePageProps, 'typed' | 'stale' | 'isSaved'> {
  readonly id: string | undefined;
  readonly stored: Unit | Person | undefined;
  /** That was read; without it the one that is stored. */
  readonly version?: string;
  readonly findings?: readonly Finding[];
}

async function piecePage<P extends Unit | Person>(
  deps: Deps,
  call: Pick<Call, 'lang' | 'person'>,
  member: Member,
  kind: EditedKind<P>,
  { id, stored, version, findings = [], ...shown }: Shown,
): Promise<Page> {
  const { lang } = call;
  const title = stored?.name ?? directoryWords[lang][kind.titleOfNew];
  return {
    content: (
      <PiecePage
        lang={lang}
        form={kind.form}
        id={id}
        title={title}
        version={version ?? (stored ? contentVersion(stored) : '')}
        findings={listFindings(findings, lang).findings}
        names={await namesIn(member.directory, kind.form, [pieceIn(kind.form, shown.typed, undefined)])}
        suggestions={await suggestionsFor(member.directory, unitsAround(kind.form, shown.typed.fields))}
        {...shown}
      >
        {stored && (await kind.around(deps, member, call, stored.id))}
      </PiecePage>
    ),
    frame: frameOf(member, title),
  };
}

/** The page of a unit or person. */
export async function showPiecePage<P extends Unit | Person>(
  deps: Deps,
  call: PieceCall,
  member: Member,
  kind: EditedKind<P>,
  stored: P,
): Promise<Page> {
  const typed = typedOf(kind.form, stored);
  const isSaved = call.query.notice === 'saved';
  return piecePage(deps, call, member, kind, { id: stored.id, stored, typed, isSaved });
}

/** The page for a new one. */
export async function showNewPage<P extends Unit | Person>(
  deps: Deps,
  call: Call,
  kind: EditedKind<P>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const typed = typedIn(kind.form, new URLSearchParams());
  return {
    status: 200,
    page: await piecePage(deps, call, member, kind, { id: undefined, stored: undefined, typed }),
  };
}

const taken: Finding = {
  rule: 'directory',
  severity: 'error',
  path: '/id',
  message: { zh: directoryWords.zh.taken, en: directoryWords.en.taken },
};

/** What a change would do to the directory as it is now: what stands against it. */
async function findingsAgainst<P extends Unit | Person>(
  deps: Deps,
  { directory }: Member,
  kind: EditedKind<P>,
  id: string,
  next: P | null,
): Promise<Finding[]> {
  const change = kind.piece.change(id, next);
  const after = await snapshotWith(directory, change, { by: '', at: deps.now().toISOString() });
  return checkChange(directory, after, change, () => '');
}

/** What was typed as a piece, or what stands against it. */
async function read<P extends Unit | Person>(
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
  const against = await findingsAgainst(deps, member, kind, parsed.piece.id, parsed.piece);
  return against.length > 0 ? { findings: against } : parsed;
}

async function changePage<P extends Unit | Person>(
  deps: Deps,
  call: PostedCall,
  member: Member,
  kind: EditedKind<P>,
  before: P | null,
  after: P,
): Promise<Page> {
  const { form, list } = kind;
  const { lang } = call;
  const names = await namesIn(member.directory, form, before ? [before, after] : [after]);
  return {
    content: (
      <ChangePage
        lang={lang}
        form={form}
        title={after.name}
        version={before ? contentVersion(before) : ''}
        action={before ? `${list}/${before.id}` : list}
        typed={typedOf(form, after)}
        differences={differencesBetween(form, before, after, names, lang)}
        concerned={await kind.concerned(deps, member, before, after)}
        stageLabel={await stageLabelIn(deps, lang)}
      />
    ),
    frame: frameOf(member, directoryWords[lang].beforeSaving),
  };
}

/** The page with what was typed, over what somebody else has made of the piece meanwhile. */
async function stalePage<P extends Unit | Person>(
  deps: Deps,
  call: PostedCall,
  member: Member,
  kind: EditedKind<P>,
  typed: Typed,
  stored: P | undefined,
): Promise<Answer> {
  const parsed = kind.parse(pieceIn(kind.form, typed, stored));
  const mine = 'piece' in parsed ? parsed.piece : null;
  const pieces = [stored, mine].flatMap((one) => one ?? []);
  const names = await namesIn(member.directory, kind.form, pieces);
  const stale = {
    isGone: stored === undefined,
    differences: differencesBetween(kind.form, stored ?? null, mine, names, call.lang),
  };
  return {
    status: 412,
    page: await piecePage(deps, call, member, kind, { id: stored?.id, stored, typed, stale }),
  };
}

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
  const result = await read(deps, member, kind, typed, stored);
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
  return { status: 303, location: `${kind.list}/${piece.id}?notice=saved` };
}

/** A new one must not take the place of another, and one that is there keeps its id. */
async function takenIdOf<P extends Unit | Person>(
  { directory }: Member,
  kind: EditedKind<P>,
  { id }: P,
  stored: P | undefined,
): Promise<Finding[]> {
  if (stored) return id === stored.id ? [] : [taken];
  return (await kind.piece.find(directory, id)) ? [taken] : [];
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
  const { form, list } = kind;
  const { lang } = call;
  const member = await loadMember(deps.database, call.person);
  const stored = await demandPiece(kind.piece, member.directory, id);
  const findings = await findingsAgainst(deps, member, kind, id, null);
  if (call.form?.get('intent') === 'save' && findings.length === 0) {
    await changePiece(deps, call, kind.piece, id, null);
    return { status: 303, location: `${list}?notice=removed` };
  }
  const names = await namesIn(member.directory, form, [stored]);
  return {
    status: findings.length > 0 ? 422 : 200,
    page: {
      content: (
        <RemovalPage
          lang={lang}
          form={form}
          title={stored.name}
          version={contentVersion(stored)}
          action={`${list}/${id}/remove`}
          back={`${list}/${id}`}
          differences={differencesBetween(form, stored, null, names, lang)}
          findings={listFindings(findings, lang).findings}
          concerned={await kind.concerned(deps, member, stored, null)}
          stageLabel={await stageLabelIn(deps, lang)}
        />
      ),
      frame: frameOf(member, directoryWords[lang].beforeRemoving),
    },
  };
}
