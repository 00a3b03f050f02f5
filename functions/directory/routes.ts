import type { directoryRows } from '../../shared/contract/routes/directory.ts';
import type { Answer, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { loadMember } from '../../shared/identity/member.ts';
import type { EarlierCall } from '../../shared/store/call-store.ts';
import { type Listed, listPeople, listUnits } from '../../shared/store/directory/lists.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { administratorsPage, administratorsSaved, postAdministrators } from './administrators.tsx';
import type { Deps } from './deps.ts';
import { putAgain, putDirectory, showDirectory } from './directory.ts';
import { type EditedKind, editedPeople, editedUnits } from './edited.ts';
import { directoryPage, personListPage, unitListPage } from './pages.tsx';
import { showNewPage, showPiecePage } from './piece-pages.tsx';
import { administrators, answerOf, changePiece, demandPiece, people, putPiece, units } from './pieces.ts';
import { idTyped, pieceRemoved, pieceSaved, postPiece, postRemoval } from './save.ts';

type CallAt<Key extends keyof typeof directoryRows> = CallOf<(typeof directoryRows)[Key]>;

const removed: Answer = { status: 204 };

/** One that needs nothing looked up, and how what it came to is told again. */
const toldAgain = <C>(
  answer: (call: C) => Promise<Answer>,
  again: (call: C, earlier: EarlierCall) => Answer | Promise<Answer>,
) => ({
  lookUp: async () => answer,
  again: async (call: C, earlier: EarlierCall) => again(call, earlier),
});

/** The directory for programs whole, for people as a page. */
const show = async (deps: Deps, call: CallAt<'GET /directory'>): Promise<Answer> =>
  call.accepts === 'html' ? { status: 200, page: await directoryPage(deps, call) } : showDirectory(deps);

const listJson = (key: 'units' | 'people', { lines, next }: Listed<unknown>): Answer => ({
  status: 200,
  json: { [key]: lines, next },
});

async function showUnits(deps: Deps, call: CallAt<'GET /directory/units'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { format } = call.query;
  if (format)
    return (await import('./tables/export-table.ts')).exportTable(deps, call, member, 'units', format);
  const listed = await listUnits(member.directory, call.query);
  if (call.accepts !== 'html') return listJson('units', listed);
  return { status: 200, page: await unitListPage(member, call, listed) };
}

async function showPeople(deps: Deps, call: CallAt<'GET /directory/people'>): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { format } = call.query;
  if (format)
    return (await import('./tables/export-table.ts')).exportTable(deps, call, member, 'people', format);
  const listed = await listPeople(member.directory, call.query);
  if (call.accepts !== 'html') return listJson('people', listed);
  return { status: 200, page: await personListPage(deps, member, call, listed) };
}

async function showOne<P extends Unit | Person>(
  deps: Deps,
  call: CallAt<'GET /directory/units/{unit}'>,
  kind: EditedKind<P>,
  id: string,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const piece = await demandPiece(kind.piece, member.directory, id);
  if (call.accepts !== 'html') return answerOf(piece);
  return { status: 200, page: await showPiecePage(deps, call, member, kind, piece) };
}

async function showAdministrators(
  deps: Deps,
  call: CallAt<'GET /directory/administrators'>,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  if (call.accepts !== 'html') return answerOf(member.directory.administrators);
  const isSaved = call.query.notice === 'saved';
  return { status: 200, page: await administratorsPage(member, call, { isSaved }) };
}

/** This function's part of the contract at the edge. */
export const directoryHandlers = (deps: Deps): Handlers<typeof directoryRows> => ({
  'GET /directory': (call) => show(deps, call),
  'PUT /directory': toldAgain(
    (call) => putDirectory(deps, call),
    (call, earlier) => putAgain(deps, call, earlier),
  ),
  'GET /directory/units': (call) => showUnits(deps, call),
  'GET /directory/new-unit': (call) => showNewPage(deps, call, editedUnits),
  'POST /directory/units': toldAgain(
    (call) => postPiece(deps, call, editedUnits, undefined),
    (call) => pieceSaved(editedUnits, idTyped(call, editedUnits)),
  ),
  'GET /directory/units/{unit}': (call) => showOne(deps, call, editedUnits, call.path.unit ?? ''),
  'PUT /directory/units/{unit}': toldAgain(
    (call) => putPiece(deps, call, units, call.path.unit ?? ''),
    (call) => answerOf(call.body),
  ),
  'POST /directory/units/{unit}': toldAgain(
    (call) => postPiece(deps, call, editedUnits, call.path.unit ?? ''),
    (call) => pieceSaved(editedUnits, call.path.unit ?? ''),
  ),
  'POST /directory/units/{unit}/remove': toldAgain(
    (call) => postRemoval(deps, call, editedUnits, call.path.unit ?? ''),
    () => pieceRemoved(editedUnits),
  ),
  'DELETE /directory/units/{unit}': toldAgain(
    async (call) => {
      await changePiece(deps, call, units, call.path.unit ?? '', null);
      return removed;
    },
    () => removed,
  ),
  'GET /directory/people': (call) => showPeople(deps, call),
  'GET /directory/new-person': (call) => showNewPage(deps, call, editedPeople),
  'POST /directory/people': toldAgain(
    (call) => postPiece(deps, call, editedPeople, undefined),
    (call) => pieceSaved(editedPeople, idTyped(call, editedPeople)),
  ),
  'GET /directory/people/{person}': (call) => showOne(deps, call, editedPeople, call.path.person ?? ''),
  'PUT /directory/people/{person}': toldAgain(
    (call) => putPiece(deps, call, people, call.path.person ?? ''),
    (call) => answerOf(call.body),
  ),
  'POST /directory/people/{person}': toldAgain(
    (call) => postPiece(deps, call, editedPeople, call.path.person ?? ''),
    (call) => pieceSaved(editedPeople, call.path.person ?? ''),
  ),
  'POST /directory/people/{person}/remove': toldAgain(
    (call) => postRemoval(deps, call, editedPeople, call.path.person ?? ''),
    () => pieceRemoved(editedPeople),
  ),
  'DELETE /directory/people/{person}': toldAgain(
    async (call) => {
      await changePiece(deps, call, people, call.path.person ?? '', null);
      return removed;
    },
    () => removed,
  ),
  'POST /directory/people/{person}/transfer': async (call) =>
    (await import('./transfer.tsx')).postTransfer(deps, call, call.path.person ?? ''),
  'GET /directory/failed-mails': async (call) =>
    (await import('./failed-mails.tsx')).showFailedMails(deps, call),
  'GET /directory/administrators': (call) => showAdministrators(deps, call),
  'PUT /directory/administrators': toldAgain(
    async (call) => {
      await changePiece(deps, call, administrators, '', call.body);
      return answerOf(call.body);
    },
    (call) => answerOf(call.body),
  ),
  'POST /directory/administrators': toldAgain(
    (call) => postAdministrators(deps, call),
    () => administratorsSaved,
  ),
  'GET /directory/imports': async (call) => (await import('./imports.tsx')).showImport(deps, call),
  'POST /directory/imports': async (call) => (await import('./imports.tsx')).postImport(deps, call),
  'POST /directory/imports/{hash}': toldAgain(
    async (call) => (await import('./imports.tsx')).applyImport(deps, call),
    async (call) => (await import('./imports.tsx')).appliedAgain(deps, call),
  ),
});
