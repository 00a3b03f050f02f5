import * as z from 'zod';
import { digest } from '../history/digest.ts';
import type { Actor } from '../history/event.ts';
import { type StoredSettings, storedSettings } from '../workflow/settings.ts';
import { boundWrite } from './bound-store.ts';
import { callWrites } from './call-store.ts';
import { pack, unpack } from './content.ts';
import type { Database } from './database.ts';
import { settingsKey } from './keys.ts';
import { appendToChain, RULES_CHAIN } from './system-chain.ts';

const settingsRecord = z.object({ version: z.int().min(1), content: z.unknown() });

export interface VersionedSettings {
  /** 0 where none were ever stored. */
  readonly version: number;
  readonly settings: StoredSettings;
}

/** The settings as they are now, read strongly: one small item. */
export async function loadSettings(database: Database): Promise<VersionedSettings> {
  const item = await database.get(database.projects, settingsKey);
  if (item === undefined) return { version: 0, settings: {} };
  const { version, content } = settingsRecord.parse(item);
  return { version, settings: storedSettings.parse(unpack(content)) };
}

/**
 * Replaces the settings, with the event that says so; every version is kept under the hash by which the event binds it.
 * @throws ConditionRefused where another change was first
 */
export async function saveSettings(
  database: Database,
  before: VersionedSettings,
  next: StoredSettings,
  cause: { readonly actor: Actor; readonly at: string; readonly requestId: string },
): Promise<VersionedSettings> {
  const version = before.version + 1;
  await appendToChain(
    database,
    RULES_CHAIN,
    [{ ...cause, action: 'settings-changed', detailsHash: digest(next) }],
    [
      {
        name: 'settings',
        Put: {
          TableName: database.projects,
          Item: { ...settingsKey, version, content: pack(next) },
          ...(before.version === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: '#version = :version',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': before.version },
              }),
        },
      },
      boundWrite(database, next),
      ...callWrites(database),
    ],
  );
  return { version, settings: next };
}
