import { join } from 'node:path';
import { demandDataFolder } from '../../local/serve/demand-data-folder.ts';
import { openStoredMessages } from '../../local/services/queues/stored-messages.ts';
import { openSqlite } from '../../local/sqlite.ts';
import { isNone, type QueueAtHand, shown } from './queue-at-hand.ts';

/**
 * The queues of one machine, in its data folder, also while its server runs: that is what processes a message again.
 * @throws Error in words, where it is no data folder, another user's, or a newer release's
 */
export function openServerQueue(folder: string): QueueAtHand {
  demandDataFolder(folder, 'host.sqlite');
  const database = openSqlite(join(folder, 'host.sqlite'));
  // Somebody else's commit takes milliseconds.
  database.exec('PRAGMA busy_timeout = 10000');
  const messages = openStoredMessages(database);
  const ofEach = (ids: readonly string[], isThere: (id: string) => boolean, done: string) => ({
    lines: ids.map((id) => (isThere(id) ? `${id} ${done}` : isNone(id))),
    isDone: true,
  });
  return {
    list: async () => ({ lines: messages.all().map(shown), isDone: true }),
    delete: async (ids) => ofEach(ids, messages.delete, 'is deleted'),
    redrive: async (ids) =>
      ofEach(
        ids === 'all' ? messages.all().map(({ id }) => id) : ids,
        messages.want,
        'is processed again within seconds, or when the server next starts; its log says what came of it',
      ),
    close: () => database.close(),
  };
}
