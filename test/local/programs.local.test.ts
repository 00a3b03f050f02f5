import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import {
  addProgram,
  type NewProgram,
  renewProgram,
  revokeProgram,
} from '../../shared/identity/change-programs.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { everyProgram, findProgram, lastUses } from '../../shared/identity/program-store.ts';
import { recogniseProgram } from '../../shared/identity/recognise-program.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { ConditionRefused, type Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { headOf } from '../../shared/store/system-chain.ts';
import { sampleDirectory as sample } from '../builders/sample-directory.ts';
import { openTables, type Tables } from '../support/tables.ts';

// What is refused here on purpose would bury the report.
process.env.LOG_LEVEL ??= 'error';

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const cause = (requestId: string) =>
  ({
    actor: { id: 'administrator', name: '管理员（示例）', role: 'administrator', via: 'session' },
    at: '2026-11-29T01:00:00.000Z',
    requestId,
  }) as const;

beforeEach(async () => {
  database = await tables.fresh();
  await replaceDirectory(database, await loadDirectory(database), sample, cause('directory'));
});

const given: NewProgram = { name: '财务系统', role: 'submitter', person: 'submitter', until: '2026-11-30' };
/** The last millisecond of the last day in Beijing, and the one after it. */
const LAST = new Date('2026-11-30T15:59:59.999Z');
const OVER = new Date('2026-11-30T16:00:00.000Z');

const refusal = async (key: string, at = LAST): Promise<string | undefined> => {
  try {
    await recogniseProgram(database, key, at);
    return undefined;
  } catch (error) {
    return (error as { detail?: { en: string } }).detail?.en ?? 'unknown';
  }
};

describe('a program’s key', () => {
  it('lets in as its person, in its one role, to the end of its last day', async () => {
    const { program, key } = await addProgram(database, given, '经办人甲', cause('1'));
    expect(await recogniseProgram(database, key, LAST)).toEqual({
      ...{ id: 'submitter', name: '经办人甲（示例）', roles: ['submitter'], via: 'bearer' },
      program: { id: program.id, madeBy: 'administrator' },
    });
    expect(await refusal(key, OVER)).toContain('valid until 2026-11-30');
  });

  it('has 256 random bits of which only the hash is stored', async () => {
    const { key } = await addProgram(database, given, undefined, cause('1'));
    const { key: other } = await addProgram(database, given, undefined, cause('2'));
    expect(key).toMatch(/^csp_[0-9A-HJKMNP-TV-Z]{8}_[\w-]{43}$/);
    const secret = key.slice(-43);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(other.slice(-43)).not.toBe(secret);
    expect(JSON.stringify(await everyProgram(database))).not.toContain(secret);
    expect(JSON.stringify(await eventsOf(database, 'rules'))).not.toContain(secret);
  });

  it('holds whole or not at all', async () => {
    const [one, other] = await Promise.all([
      addProgram(database, given, undefined, cause('1')),
      addProgram(database, given, undefined, cause('2')),
    ]);
    const swapped = `csp_${one.program.id}_${other.key.slice(-43)}`;
    for (const key of [swapped, `${one.key}x`, one.key.slice(0, -1), `${one.key} `, 'csp_', 'csp_x'])
      expect([key, await refusal(key)]).toEqual([key, 'unknown']);
  });

  it('is told from an access token by how it begins', async () => {
    const { key } = await addProgram(database, given, undefined, cause('1'));
    const settings = { ISSUER: 'http://127.0.0.1:9', AUDIENCES: 'a', ROLES_CLAIM: 'groups' };
    const identity = openIdentity(database, { ...settings, SESSION_IDLE_MINUTES: 30 });
    await expect(identity.fromBearer(`${key}x`)).rejects.toMatchObject({ code: 'invalid-token' });
    await expect(identity.fromBearer('eyJ.x.y')).rejects.toMatchObject({ code: 'issuer-unavailable' });
  });

  it('costs three reads, and one write on the first call of a day', async () => {
    const { program, key } = await addProgram(database, given, undefined, cause('1'));
    resetMeter();
    await recogniseProgram(database, key, LAST);
    const first = consumed();
    resetMeter();
    await recogniseProgram(database, key, LAST);
    expect([first.writeUnits > 0, consumed().writeUnits]).toEqual([true, 0]);
    expect(consumed().readUnits).toBeLessThan(10);
    expect(await lastUses(database)).toEqual(new Map([[program.id, '2026-11-30']]));
  });
});

describe('a change of a program', () => {
  it('is in the chain of rules with whoever made it, and the chain verifies', async () => {
    const { program } = await addProgram(database, given, '经办人甲', cause('1'));
    const renewed = await renewProgram(database, program, '2027-11-29', '经办人甲', cause('2'));
    await revokeProgram(database, renewed, '经办人甲', cause('3'));
    const events = await eventsOf(database, 'rules');
    const changes = events.filter(({ action }) => action === 'program-changed');
    expect(changes.map(({ comment }) => comment)).toEqual([
      `财务系统 (${program.id}): — → submitter, 2026-11-30`,
      `财务系统 (${program.id}): 2026-11-30 → 2027-11-29`,
      `财务系统 (${program.id}): submitter, 2027-11-29 → —`,
    ]);
    for (const { assignees } of changes) expect(assignees).toEqual([{ id: 'submitter', name: '经办人甲' }]);
    expect(verifyChain('rules', events, await headOf(database, 'rules')).valid).toBe(true);
  });

  it('is of what was read: who renews what was revoked meanwhile does not bring it back', async () => {
    const { program, key } = await addProgram(database, given, undefined, cause('1'));
    await revokeProgram(database, program, undefined, cause('2'));
    const renewal = renewProgram(database, program, '2027-11-29', undefined, cause('3'));
    await expect(renewal).rejects.toBeInstanceOf(ConditionRefused);
    expect(await refusal(key)).toBe('An administrator has revoked this program’s key');
    expect((await findProgram(database, program.id))?.until).toBe('2026-11-30');
    expect((await eventsOf(database, 'rules')).filter(({ requestId }) => requestId === '3')).toEqual([]);
  });
});

it('a program that reads for a unit acts as nobody, and ends with its unit', async () => {
  const unit = sample.units[0]?.id ?? '';
  const reader: NewProgram = { name: '审计归档', role: 'auditor', unit, until: '2026-11-30' };
  const { program, key } = await addProgram(database, reader, undefined, cause('1'));
  expect(await recogniseProgram(database, key, LAST)).toMatchObject({
    ...{ id: `program:${program.id}`, name: '审计归档', roles: ['auditor'] },
  });
  const other = await addProgram(database, { ...reader, unit: '11530121MB1999999X' }, undefined, cause('2'));
  expect(await refusal(other.key)).toContain('no longer in the directory');
});
