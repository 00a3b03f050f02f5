/** One process of the product: it speaks to the real tables, may die at any of its calls, and remembers what it saw. */

import { projectKey } from '../../../shared/project/keys.ts';
import type { ProjectRecord, RequestRecord } from '../../../shared/project/records.ts';
import { storedRecord, storedRequest } from '../../../shared/project/stored.ts';
import type { Database, Item } from '../../../shared/store/database.ts';

/** The process died: what it had written stands, nobody hears the rest. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** A project as a process read it last: what it composes mails of. */
export interface Seen {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
}

export interface Process {
  readonly database: Database;
  readonly seen: () => Seen | undefined;
  /** Whether it died, which a use case that answers each part for itself may have swallowed. */
  readonly died: () => boolean;
}

/**
 * @param turn waits for the process's turn before each call: the scheduler's interleaving
 * @param diesAfter how many calls are made before it dies; undefined for a process that lives
 */
export function startProcess(
  real: Database,
  projectId: () => string,
  turn: () => Promise<void>,
  diesAfter?: number,
): Process {
  let seen: Seen | undefined;
  let calls = 0;
  let died = false;
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    await turn();
    if (diesAfter !== undefined && calls >= diesAfter) {
      died = true;
      throw new Crash(`after ${calls} calls`);
    }
    calls += 1;
    return work();
  };
  const look = (items: readonly Item[]): void => {
    const head = items.find(({ sk }) => sk === 'PROJECT');
    if (!head) return;
    const requests = items.filter(({ sk }) => String(sk).startsWith('REQUEST#'));
    seen = { record: storedRecord(head), requests: requests.map(storedRequest) };
  };
  return {
    seen: () => seen,
    died: () => died,
    database: {
      ...real,
      get: (...get) => call(() => real.get(...get)),
      put: (...put) => call(() => real.put(...put)),
      update: (input) => call(() => real.update(input)),
      delete: (table, key) => call(() => real.delete(table, key)),
      transact: (writes) => call(() => real.transact(writes)),
      query: (input) =>
        call(async () => {
          const page = await real.query(input);
          const isProject = input.ExpressionAttributeValues?.[':pk'] === projectKey(projectId()).pk;
          if (isProject) look(page.items);
          return page;
        }),
    },
  };
}
