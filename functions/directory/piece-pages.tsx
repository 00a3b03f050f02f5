import { listFindings } from '../../shared/contract/list-findings.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { contentVersion } from '../../shared/http/version.ts';
import { loadMember, type Member } from '../../shared/identity/member.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import { differencesBetween } from './differences.ts';
import type { EditedKind } from './edited.ts';
import { PiecePage, type PiecePageProps } from './pages/piece-page.tsx';
import { frameOf, type Page, suggestionsFor } from './pages.tsx';
import { type PieceForm, pieceIn, type Texts, type Typed, typedIn, typedOf } from './piece-form.ts';
import { namesIn } from './references.ts';
import { directoryWords } from './words/directory.ts';

/** The page of a unit or person with its fields: as stored, as typed, or beside what somebody else made of it. */

type PieceCall = Call<unknown, { notice?: 'saved' | undefined }>;

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

export async function piecePage<P extends Unit | Person>(
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

/** The page with what was typed, over what somebody else has made of the piece meanwhile. */
export async function stalePage<P extends Unit | Person>(
  deps: Deps,
  call: Pick<Call, 'lang' | 'person'>,
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
