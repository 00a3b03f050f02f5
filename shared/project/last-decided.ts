import type { Database } from '../store/database.ts';
import { indexSource } from '../store/history-sources.ts';
import { sortKeyOf } from '../store/history-store.ts';

/** So many of somebody's events are read at once: of whoever decides, most are decisions. */
const AT_ONCE = 25;
/** Who did that much without deciding anything is taken for somebody who did not. */
const MOST_READ = 100;

/**
 * When somebody last decided anything since a moment: UTC, null for not at all. It reads an index, which a decision of
 * this very second may not stand in yet.
 * @param since UTC
 * @param now UTC
 */
export async function lastDecided(
  database: Database,
  person: string,
  since: string,
  now: string,
): Promise<string | null> {
  const range = { from: since, to: now, order: 'newest' } as const;
  const source = indexSource(database, { index: 'by-actor', value: person, ...range });
  let after: string | undefined;
  for (let read = 0; read < MOST_READ; read += AT_ONCE) {
    const { events, more } = await source.read(after, AT_ONCE);
    const decided = events.find(({ action }) => action === 'decided');
    if (decided) return decided.at;
    const last = events.at(-1);
    if (!more || !last) return null;
    after = sortKeyOf(last);
  }
  return null;
}
