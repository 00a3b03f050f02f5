import { Problem } from '../../shared/contract/problem.ts';
import type { directoryRows } from '../../shared/contract/routes/directory.ts';
import type { Answer, Call, Handlers } from '../../shared/http/endpoint.ts';
import { etag, ifMatch } from '../../shared/http/version.ts';
import { actorOf } from '../../shared/identity/member.ts';
import { ConditionRefused, Conflict, type Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { personOfToken } from '../../shared/store/directory/part.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { type DirectorySnapshot, wholeOf } from '../../shared/store/directory/snapshot.ts';
import type { Directory } from '../../shared/workflow/directory.ts';

interface Deps {
  readonly database: Database;
  readonly now: () => Date;
}

const answerOf = async (stored: DirectorySnapshot): Promise<Answer> => ({
  status: 200,
  headers: { etag: etag(stored.version) },
  json: await wholeOf(stored),
});

/** The first directory is put with `If-None-Match: *`, every later one over the version that was read. */
function demandVersion(call: Call, stored: DirectorySnapshot): void {
  const isFirst = call.headers['if-none-match']?.trim() === '*';
  if (isFirst ? stored.version !== 0 : ifMatch(call) !== stored.version) throw new Problem('stale-version');
}

async function replace({ database, now }: Deps, call: Call<Directory>): Promise<Answer> {
  const { person: principal } = call;
  if (!principal) throw new Problem('unauthenticated');
  const stored = await loadDirectory(database);
  demandVersion(call, stored);
  const person = await personOfToken(stored, principal);
  const cause = {
    actor: actorOf({ principal, person }, 'administrator'),
    at: now().toISOString(),
    requestId: call.requestId,
  };
  try {
    return await answerOf(await replaceDirectory(database, stored, call.body, cause));
  } catch (error) {
    if (error instanceof ConditionRefused || error instanceof Conflict) {
      throw new Problem('stale-version', { cause: error });
    }
    throw error;
  }
}

/** This function's part of the contract at the edge. */
export const directoryHandlers = (deps: Deps): Handlers<typeof directoryRows> => ({
  'GET /directory': async () => answerOf(await loadDirectory(deps.database)),
  'PUT /directory': (call) => replace(deps, call),
});
