import * as z from 'zod';
import { digest } from '../history/digest.ts';
import type { Actor } from '../history/event.ts';
import { type StoredSettings, storedSettings } from '../workflow/settings.ts';
import { boundWrite } from './bound-store.ts';
import { callWrites } from './call-store.ts';
import { pack, unpack } from './content.ts';
import { type Database, onCondition } from './database.ts';
import type { DirectorySnapshot, SettingsHead } from './directory/snapshot.ts';
import { directoryKey, settingsKey } from './keys.ts';
import { pieceReader } from './piece-store.ts';
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

/** Which settings are in force by their own item, with the hash under which that version is kept. */
export async function loadSettingsHead(database: Database, eventually?: 'eventually'): Promise<SettingsHead> {
  const item = await database.get(database.projects, settingsKey, eventually);
  if (item === undefined) return { version: 0, hash: null };
  const { version, content } = settingsRecord.parse(item);
  return { version, hash: digest(unpack(content)) };
}

const readSettings = pieceReader(storedSettings);

/**
 * The settings that stood beside the directory when that was read: no item is read for them but, once in a process, the
 * content that their hash names. An earlier release left no such head: then the settings' own item is read, strongly.
 */
export async function settingsBeside({ settings, people }: DirectorySnapshot): Promise<VersionedSettings> {
  const { database } = people.source;
  if (settings === undefined) return loadSettings(database);
  const { version, hash } = settings;
  return { version, settings: hash === null ? {} : await readSettings({ database, fresh: new Map() }, hash) };
}

/**
 * Sees to it that the head beside the directory is that of the settings: an earlier release, which knows of none, may have
 * left none or replaced the settings without it. Where one of both is replaced meanwhile, that was right already.
 * @returns whether it was another one
 */
export async function alignSettingsHead(
  database: Database,
  { settings: stands }: DirectorySnapshot,
): Promise<boolean> {
  // By the cheaper read: it only moves on, so one that is a moment old does no harm.
  const head = await loadSettingsHead(database, 'eventually');
  if (stands && stands.version >= head.version) return false;
  return onCondition(
    database.update({
      TableName: database.projects,
      Key: directoryKey,
      UpdateExpression: 'SET #settings = :head',
      ConditionExpression: stands ? '#settings = :stands' : 'attribute_not_exists(#settings)',
      ExpressionAttributeNames: { '#settings': 'settings' },
      ExpressionAttributeValues: { ':head': head, ...(stands ? { ':stands': stands } : {}) },
    }),
  );
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
      {
        name: 'heads',
        Update: {
          TableName: database.projects,
          Key: directoryKey,
          UpdateExpression: 'SET #settings = :head',
          ExpressionAttributeNames: { '#settings': 'settings' },
          ExpressionAttributeValues: { ':head': { version, hash: digest(next) } satisfies SettingsHead },
        },
      },
      boundWrite(database, next),
      ...callWrites(database, { version }),
    ],
  );
  return { version, settings: next };
}
