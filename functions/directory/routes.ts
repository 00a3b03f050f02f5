import type { directoryRows } from '../../shared/contract/routes/directory.ts';
import type { Answer, CallOf, Handlers } from '../../shared/http/endpoint.ts';
import { contentTag } from '../../shared/http/version.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { type Listed, listPeople, listUnits } from '../../shared/store/directory/lists.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { administratorsPage, postAdministrators } from './administrators.tsx';
import type { Deps } from './deps.ts';
import { putDirectory, showDirectory } from './directory.ts';
import { type EditedKind, editedPeople, editedUnits } from './edited.ts';
import { directoryPage, personListPage, unitListPage } from './pages.tsx';
import { showNewPage, showPiecePage } from './piece-pages.tsx';
import { administrators, answerOf, changePiece, demandPiece, people, putPiece, units } from './pieces.ts';
import { postPiece, postRemoval } from './save.ts';

type CallAt<Key extends keyof typeof directoryRows> = CallOf<(typeof directoryRows)[Key]>;

const removed: Answer = { status: 204 };

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
  'PUT /directory': (call) => putDirectory(deps, call),
  'GET /directory/units': (call) => showUnits(deps, call),
  'GET /directory/new-unit': (call) => showNewPage(deps, call, editedUnits),
  'POST /directory/units': (call) => postPiece(deps, call, editedUnits, undefined),
  'GET /directory/units/{unit}': (call) => showOne(deps, call, editedUnits, call.path.unit ?? ''),
  'PUT /directory/units/{unit}': (call) => putPiece(deps, call, units, call.path.unit ?? ''),
  'POST /directory/units/{unit}': (call) => postPiece(deps, call, editedUnits, call.path.unit ?? ''),
  'POST /directory/units/{unit}/remove': (call) => postRemoval(deps, call, editedUnits, call.path.unit ?? ''),
  'DELETE /directory/units/{unit}': async (call) => {
    await changePiece(deps, call, units, call.path.unit ?? '', null);
    return removed;
  },
  'GET /directory/people': (call) => showPeople(deps, call),
  'GET /directory/new-person': (call) => showNewPage(deps, call, editedPeople),
  'POST /directory/people': (call) => postPiece(deps, call, editedPeople, undefined),
  'GET /directory/people/{person}': (call) => showOne(deps, call, editedPeople, call.path.person ?? ''),
  'PUT /directory/people/{person}': (call) => putPiece(deps, call, people, call.path.person ?? ''),
  'POST /directory/people/{person}': (call) => postPiece(deps, call, editedPeople, call.path.person ?? ''),
  'POST /directory/people/{person}/remove': (call) =>
    postRemoval(deps, call, editedPeople, call.path.person ?? ''),
  'DELETE /directory/people/{person}': async (call) => {
    await changePiece(deps, call, people, call.path.person ?? '', null);
    return removed;
  },
  'POST /directory/people/{person}/transfer': async (call) =>
    (await import('./transfer.tsx')).postTransfer(deps, call, call.path.person ?? ''),
  'GET /directory/failed-mails': async (call) =>
    (await import('./failed-mails.tsx')).showFailedMails(deps, call),
  'GET /directory/administrators': (call) => showAdministrators(deps, call),
  'PUT /directory/administrators': async (call) => {
    await changePiece(deps, call, administrators, '', call.body);
    return { status: 200, headers: { etag: contentTag(call.body) }, json: call.body };
  },
  'POST /directory/administrators': (call) => postAdministrators(deps, call),
  'GET /directory/imports': async (call) => (await import('./imports.tsx')).showImport(deps, call),
  'POST /directory/imports': async (call) => (await import('./imports.tsx')).postImport(deps, call),
  'POST /directory/imports/{hash}': async (call) => (await import('./imports.tsx')).applyImport(deps, call),
});
