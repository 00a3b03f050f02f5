import * as z from 'zod';
import { type Database, getUnchanging } from './database.ts';
import { linkKey } from './keys.ts';
import { hashToken } from './token.ts';

const linkRecord = z.lazy(() =>
  z.object({
    projectId: z.string(),
    revision: z.int(),
    stage: z.string(),
    assignee: z.object({
      id: z.string(),
      name: z.string(),
      onBehalfOf: z.string().optional(),
      onBehalfOfId: z.string().optional(),
    }),
    /** By which mailbox it was sent, hashed: with another one it ends. Of 0.1 it is not known. */
    mailbox: z.string().optional(),
    expiresAtIso: z.string(),
  }),
);
export type LinkRecord = z.infer<typeof linkRecord>;

/** A dead link still tells what became of its request; after a year nobody opens one. */
const KEPT_SECONDS = 365 * 24 * 60 * 60;

export async function saveLink(database: Database, token: string, link: LinkRecord): Promise<void> {
  const expiresAt = Math.floor(Date.parse(link.expiresAtIso) / 1000) + KEPT_SECONDS;
  await database.put(database.projects, { ...linkKey(hashToken(token)), ...link, expiresAt });
}

export async function loadLink(database: Database, token: string): Promise<LinkRecord | null> {
  const item = await getUnchanging(database, linkKey(hashToken(token)));
  return item === undefined ? null : linkRecord.parse(item);
}
