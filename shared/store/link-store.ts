import { hashToken } from './token.ts';
import type { Database } from './database.ts';
import { linkKey } from './keys.ts';
import { type LinkRecord, linkRecord } from '../project/records.ts';

/** A dead link still tells what became of its request; after a year nobody opens one. */
const KEPT_SECONDS = 365 * 24 * 60 * 60;

export async function saveLink(database: Database, token: string, link: LinkRecord): Promise<void> {
  const expiresAt = Math.floor(Date.parse(link.expiresAtIso) / 1000) + KEPT_SECONDS;
  await database.put(database.projects, { ...linkKey(hashToken(token)), ...link, expiresAt });
}

export async function loadLink(database: Database, token: string): Promise<LinkRecord | null> {
  const item = await database.get(database.projects, linkKey(hashToken(token)));
  return item === undefined ? null : linkRecord.parse(item);
}
