import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { limits as numbers } from '../../shared/contract/limits.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { openLimits } from '../../shared/http/limits.ts';
import type { Database } from '../../shared/store/database.ts';
import type { Use } from '../../shared/store/limit-store.ts';
import { openTables, type Tables } from '../support/tables.ts';

let tables: Tables;
let database: Database;
let now: Date;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  database = await tables.fresh();
  now = new Date('2026-03-18T02:03:20.000Z');
});

const limitsTimes = (factor: number) => openLimits(database, factor, () => now);
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

/** What each of so many at once comes to: nothing, or the problem. */
const atOnce = async (count: number, uses: readonly Use[], factor = 1): Promise<(Problem | undefined)[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      limitsTimes(factor)
        .within(uses, async () => undefined)
        .catch((error: unknown) => {
          if (error instanceof Problem) return error;
          throw error;
        }),
    ),
  );
const refused = (all: readonly (Problem | undefined)[]): Problem[] => all.filter((one) => one !== undefined);

const submission: Use = { limit: 'submissions', by: 'submitter' };

describe('a limit', () => {
  it('lets exactly as many pass as it says, however many come at once', async () => {
    const all = await atOnce(40, [submission]);
    expect(refused(all).map(({ code }) => code)).toEqual(Array(10).fill('too-many-requests'));
    expect(refused(await atOnce(1, [{ ...submission, by: 'submitter2' }]))).toEqual([]);
  });

  it('says when one can go on, in both languages and in seconds, and then one can', async () => {
    const [problem] = refused(await atOnce(31, [submission]));
    expect(problem?.headers).toEqual({ 'retry-after': '400' });
    expect(problem?.detail).toEqual({
      zh: '10 分钟内最多提交申报 30 次。北京时间 2026年3月18日 10:10 起可以继续。',
      en: 'At most 30 submissions in 10 minutes. You can go on from 18 Mar 2026, 10:10 (Beijing time).',
    });
    pass(399);
    expect(refused(await atOnce(1, [submission]))).toHaveLength(1);
    pass(1);
    expect(refused(await atOnce(31, [submission]))).toHaveLength(1);
  });

  it('of a day ends at midnight in Beijing', async () => {
    const tries: Use = { limit: 'codeTriesOfDay', by: 'P#1#approval#approver' };
    const [problem] = refused(await atOnce(21, [tries]));
    expect(problem?.headers['retry-after']).toBe(
      String((Date.parse('2026-03-18T16:00:00Z') - now.getTime()) / 1000),
    );
  });

  it('does not count what came to nothing', async () => {
    const failing = () => limitsTimes(1).within([submission], () => Promise.reject(new Error('failed')));
    for (let count = 0; count < 40; count++) await expect(failing()).rejects.toThrow('failed');
    expect(refused(await atOnce(31, [submission]))).toHaveLength(1);
  });

  it('that is not used up gets back what another one refused', async () => {
    const renewal: Use = { limit: 'renewals', by: 'reviewer' };
    const ofRequest = (id: string): Use => ({ limit: 'renewalsOfRequest', by: id });
    // Three pass; the others must not have been counted for the person.
    for (let count = 0; count < 70; count++) await atOnce(1, [renewal, ofRequest('one')]);
    expect(refused(await atOnce(57, [renewal]))).toEqual([]);
    expect(refused(await atOnce(1, [renewal]))).toHaveLength(1);
  });

  it('grows with the deployment’s factor where it is a person’s, not where it is a request’s', async () => {
    expect(refused(await atOnce(61, [submission], 2))).toHaveLength(1);
    expect(refused(await atOnce(4, [{ limit: 'renewalsOfRequest', by: 'one' }], 2))).toHaveLength(1);
  });

  it('that is counted only says so when it is used up', async () => {
    const tries: Use = { limit: 'codeTries', by: 'one' };
    const limits = limitsTimes(1);
    for (let count = 0; count < numbers.codeTries.most; count++) {
      expect(await limits.spent([tries])).toBeUndefined();
      await limits.count([tries]);
    }
    expect(await limits.spent([tries])).toMatchObject({ headers: { 'retry-after': '3400' } });
    await expect(limits.count([tries])).rejects.toMatchObject({ code: 'too-many-requests' });
    pass(3400);
    expect(await limits.spent([tries])).toBeUndefined();
  });

  it('says the later time where two are used up', async () => {
    const limits = limitsTimes(1);
    const tries: Use[] = [
      { limit: 'codeTries', by: 'one' },
      { limit: 'codeTriesOfDay', by: 'one' },
    ];
    for (let hour = 0; hour < 4; hour++) {
      for (let count = 0; count < 5; count++) await limits.count(tries);
      if (hour < 3) pass(3600);
    }
    const seconds = String((Date.parse('2026-03-18T16:00:00Z') - now.getTime()) / 1000);
    expect((await limits.spent(tries))?.headers['retry-after']).toBe(seconds);
    await expect(limits.count(tries)).rejects.toMatchObject({ headers: { 'retry-after': seconds } });
  });

  it('costs one write', async () => {
    let writes = 0;
    const counting: Database = {
      ...database,
      update: (input) => {
        writes += 1;
        return database.update(input);
      },
    };
    await openLimits(counting, 1, () => now).within([submission], async () => undefined);
    expect(writes).toBe(1);
  });
});
