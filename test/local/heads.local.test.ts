import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pack } from '../../shared/store/content.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { changeDirectory, replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { settingsKey } from '../../shared/store/keys.ts';
import {
  alignSettingsHead,
  loadSettings,
  saveSettings,
  settingsBeside,
} from '../../shared/store/settings-store.ts';
import type { StoredSettings } from '../../shared/workflow/settings.ts';
import { sampleDirectory as sample } from '../builders/sample-directory.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** One item says which directory and which settings are in force. */

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  database = await tables.fresh();
});

let changes = 0;
const cause = () => {
  changes += 1;
  const at = new Date(Date.UTC(2026, 10, 25, 1, 0, changes)).toISOString();
  const administrator = { id: 'administrator', name: '管理员（示例）', role: 'administrator' } as const;
  return { actor: { ...administrator, via: 'session' as const }, at, requestId: `change-${changes}` };
};

const appoint = async () => replaceDirectory(database, await loadDirectory(database), sample, cause());
const decide = async (settings: StoredSettings) =>
  saveSettings(database, await loadSettings(database), settings, cause());
const inForce = async () => settingsBeside(await loadDirectory(database));

/** The settings of a release that knows of no head. */
const byEarlierRelease = (version: number, settings: StoredSettings) =>
  database.put(database.projects, { ...settingsKey, version, content: pack(settings) });

describe('the settings beside the directory', () => {
  it('are those that were decided last, whichever of both was changed before', async () => {
    await appoint();
    expect(await inForce()).toEqual({ version: 0, settings: {} });
    await decide({ lapseDays: 30 });
    expect(await inForce()).toEqual({ version: 1, settings: { lapseDays: 30 } });

    // Whoever changes the directory has read it before the settings were changed once more.
    const read = await loadDirectory(database);
    await decide({ lapseDays: 45 });
    const change = { units: new Map(), people: new Map(), administrators: ['administrator'] };
    await changeDirectory(database, read, change, cause());
    expect((await loadDirectory(database)).version).toBe(read.version + 1);
    expect(await inForce()).toEqual({ version: 2, settings: { lapseDays: 45 } });
  });

  it('are there where an office had settings before it had a directory', async () => {
    await decide({ lapseDays: 30 });
    expect((await loadDirectory(database)).version).toBe(0);
    expect(await inForce()).toEqual({ version: 1, settings: { lapseDays: 30 } });
    await appoint();
    expect((await loadDirectory(database)).version).toBe(1);
    expect(await inForce()).toEqual({ version: 1, settings: { lapseDays: 30 } });
  });

  it('are read from their own item where no head says which they are', async () => {
    await appoint();
    await decide({ lapseDays: 30 });
    expect(await settingsBeside(snapshotOf(database))).toEqual({ version: 1, settings: { lapseDays: 30 } });
  });
});

describe('the head of the settings', () => {
  it('is moved on to what an earlier release decided without it, and never back', async () => {
    await appoint();
    await decide({ lapseDays: 30 });
    const behind = await loadDirectory(database);
    // As boundWrite keeps every version under its hash, also in earlier releases.
    await decide({ lapseDays: 45 });
    await decide({ lapseDays: 30 });
    await byEarlierRelease(4, { lapseDays: 45 });
    expect(await inForce()).toMatchObject({ version: 3 });

    // Who read the head before it moved writes nothing.
    expect(await alignSettingsHead(database, behind)).toBe(false);
    expect(await inForce()).toMatchObject({ version: 3 });

    expect(await alignSettingsHead(database, await loadDirectory(database))).toBe(true);
    expect(await inForce()).toEqual({ version: 4, settings: { lapseDays: 45 } });

    await byEarlierRelease(3, { lapseDays: 30 });
    expect(await alignSettingsHead(database, await loadDirectory(database))).toBe(false);
    expect(await inForce()).toMatchObject({ version: 4 });
  });
});
