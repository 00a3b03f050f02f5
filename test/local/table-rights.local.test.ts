import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../infra/local/settings.ts';
import { checkout, startPlatform } from '../support/platform.ts';

/** What the roles were used for on the tables, while a platform started in a new folder and loaded its directory. */
async function usesOfTables(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  // The template is that of all others: this is no setting of a deployment.
  const platform = await startPlatform({ env: { ...env, COUNTERSIGN_TEMPLATE: join(checkout, 'cdk.out') } });
  try {
    const { capacity } = await platform.metrics();
    expect(capacity.write).toBeGreaterThan(0);
    const record = readFileSync(join(platform.data, 'logs', 'iam.ndjson'), 'utf8');
    // What streams need for a function is asked at the start, by the host.
    return record.split('\n').filter((line) => /"asks":"dynamodb:(?:\w+Item|Query)"/.test(line));
  } finally {
    await platform.stop();
  }
}

describe('the rights to the tables', () => {
  it('are looked at in tests, and not where nobody asks for it', async () => {
    expect(await usesOfTables({})).not.toEqual([]);
    expect(await usesOfTables({ COUNTERSIGN_TABLE_RIGHTS: '' })).toEqual([]);
  });

  it('are asked for in one word', () => {
    const asked = (COUNTERSIGN_TABLE_RIGHTS: string) =>
      readSettings({ COUNTERSIGN_TABLE_RIGHTS }).checksTableRights;
    expect([asked('checked'), asked(''), readSettings({}).checksTableRights]).toEqual([true, false, false]);
    expect(() => asked('yes')).toThrow('COUNTERSIGN_TABLE_RIGHTS must be checked, or not there');
  });
});
