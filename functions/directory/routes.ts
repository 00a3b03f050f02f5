import type { directoryRows } from '../../shared/contract/routes/directory.ts';
import type { Answer, Handlers } from '../../shared/http/endpoint.ts';
import { contentTag } from '../../shared/http/version.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import type { Deps } from './deps.ts';
import { putDirectory, showDirectory } from './directory.ts';
import { type Listed, listPeople, listUnits } from './lists.ts';
import { administrators, changePiece, people, putPiece, showPiece, units } from './pieces.ts';
import { settingsHandlers } from './settings.tsx';

const removed: Answer = { status: 204 };

const pageOf = (key: 'units' | 'people', { lines, next }: Listed<unknown>): Answer => ({
  status: 200,
  json: { [key]: lines, next },
});

/** This function's part of the contract at the edge. */
export const directoryHandlers = (deps: Deps): Handlers<typeof directoryRows> => ({
  'GET /directory': () => showDirectory(deps),
  'PUT /directory': (call) => putDirectory(deps, call),
  'GET /directory/units': async ({ query }) =>
    pageOf('units', await listUnits(await loadDirectory(deps.database), query)),
  'GET /directory/units/{unit}': ({ path }) => showPiece(deps, units, path.unit ?? ''),
  'PUT /directory/units/{unit}': (call) => putPiece(deps, call, units, call.path.unit ?? ''),
  'DELETE /directory/units/{unit}': async (call) => {
    await changePiece(deps, call, units, call.path.unit ?? '', null);
    return removed;
  },
  'GET /directory/people': async ({ query }) =>
    pageOf('people', await listPeople(await loadDirectory(deps.database), query)),
  'GET /directory/people/{person}': ({ path }) => showPiece(deps, people, path.person ?? ''),
  'PUT /directory/people/{person}': (call) => putPiece(deps, call, people, call.path.person ?? ''),
  'DELETE /directory/people/{person}': async (call) => {
    await changePiece(deps, call, people, call.path.person ?? '', null);
    return removed;
  },
  'GET /directory/administrators': () => showPiece(deps, administrators, ''),
  'PUT /directory/administrators': async (call) => {
    await changePiece(deps, call, administrators, '', call.body);
    return { status: 200, headers: { etag: contentTag(call.body) }, json: call.body };
  },
  ...settingsHandlers(deps),
});
