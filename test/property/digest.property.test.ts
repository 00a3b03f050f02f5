import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDigestTime, joinsDigest, nextDigestAt } from '../../shared/effects/mail/digest-time.ts';
import type { Mail } from '../../shared/effects/mail/transport.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { loadMarked } from '../../shared/project/load.ts';
import { isWorkingDay, shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { askedAt, delivered, deliveryAt, officeWith, projectsIn, sendDigests } from '../builders/digests.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import { Crash, startProcess } from './world/process.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const HOUR_MS = 60 * 60_000;
const moments = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2026-12-20T00:00:00Z'),
  noInvalidDate: true,
});

describe('the time of a digest', () => {
  it('is the first quarter past nine of a working day that lies ahead', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const next = nextDigestAt(shippedCalendar, now);
        expect(next > now).toBe(true);
        expect(isDigestTime(shippedCalendar, next)).toBe(true);
        expect(isDigestTime(shippedCalendar, new Date(next.getTime() - 1))).toBe(false);
        expect(next.toISOString()).toMatch(/T01:15:00.000Z$/);
        for (let at = now.getTime() + 24 * HOUR_MS; at < next.getTime() - 24 * HOUR_MS; at += 24 * HOUR_MS)
          expect(isWorkingDay(shippedCalendar, beijingDay(new Date(at)))).toBe(false);
      }),
    );
  });
});

/** What happens next. A process that dies does so after some calls of the table. */
const dying = fc.option(fc.integer({ min: 0, max: 24 }), { nil: undefined });
const move = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver' as const), diesAfter: dying }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('digest' as const), diesAfter: dying }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('relay down' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('choose' as const),
      mail: fc.constantFrom('each' as const, 'daily' as const),
      email: fc.constantFrom('reviewer@countersign.example', 'moved@countersign.example'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('morning' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('hours' as const), count: fc.integer({ min: 1, max: 30 }) }),
  },
);

describe('every request', () => {
  it('is mailed at once or stands in exactly one digest; where a process died, in at least one', async () => {
    let [told, inDigests] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 14 }), async (moves) => {
        const database = await tables.fresh();
        let now = new Date('2026-03-05T02:00:00.000Z');
        const mails: Mail[] = [];
        const asked: HistoryEvent[] = [];
        const waiting: HistoryEvent[] = [];
        let deaths = 0;
        const takes = async (mail: Mail): Promise<void> => void mails.push(mail);
        const refuses = (): Promise<void> => Promise.reject(new Crash('the relay is down'));
        /** Runs something in a process that may die. */
        const run = async (
          work: (delivery: ReturnType<typeof deliveryAt>) => Promise<void>,
          diesAfter: number | undefined,
          transport = takes,
        ): Promise<boolean> => {
          const { database: own } = startProcess(
            database,
            () => '',
            async () => {},
            diesAfter,
          );
          try {
            await work(deliveryAt(own, now, transport));
            return true;
          } catch (error) {
            if (!(error instanceof Crash)) throw error;
            if (transport === takes) deaths += 1;
            return false;
          }
        };
        const deliverNext = async (diesAfter?: number): Promise<void> => {
          const [next] = waiting;
          if (next && (await run((delivery) => delivered(delivery, next), diesAfter))) waiting.shift();
        };
        await officeWith(database, { mail: 'daily' }, now);
        for (const one of moves) {
          now = new Date(now.getTime() + 1);
          if (one.kind === 'ask') {
            const event = await askedAt(database, now);
            asked.push(event);
            waiting.push(event);
          } else if (one.kind === 'deliver') await deliverNext(one.diesAfter);
          else if (one.kind === 'digest') await run(sendDigests, one.diesAfter);
          else if (one.kind === 'relay down') await run(sendDigests, undefined, refuses);
          else if (one.kind === 'choose')
            await officeWith(database, { mail: one.mail, email: one.email }, now);
          else if (one.kind === 'morning') now = nextDigestAt(shippedCalendar, now);
          else now = new Date(now.getTime() + one.count * HOUR_MS);
        }
        while (waiting.length > 0) await deliverNext();
        for (let days = 0; days < 5; days++) {
          now = nextDigestAt(shippedCalendar, now);
          await run(sendDigests, undefined);
        }
        const found = (await Promise.all(mails.map((mail) => projectsIn(database, mail)))).flat();
        for (const { chain } of asked) {
          const times = found.filter((id) => id === chain).length;
          if (deaths === 0) expect(times).toBe(1);
          else expect(times).toBeGreaterThanOrEqual(1);
          expect((await loadMarked(database, chain))?.held.size).toBe(0);
        }
        told += found.length;
        inDigests += mails.filter(({ reference }) => reference.startsWith('digest-')).length;
      }),
      { numRuns: tries(25) },
    );
    expect(told).toBeGreaterThan(tries(20));
    expect(inDigests).toBeGreaterThan(tries(10));
  });
});

describe('what does not wait', () => {
  const mail = { to: 'asked', letter: 'request', owedWhile: 'request-open', digest: 'requests' } as const;
  const reviewer = { id: 'a', name: 'a', email: 'a@example.org', unit: '1', mail: 'daily' } as const;
  const codeThresholdFen = 30_000_000;

  it('is never later than the morning before the deadline’s evening, and never large', () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: -200, max: 400 }),
        fc.nat(60_000_000),
        (now, hours, requestedFen) => {
          const deadline = new Date(now.getTime() + hours * HOUR_MS);
          const request = { deadline: deadline.toISOString(), requestedFen };
          const calendar = shippedCalendar;
          const waits = joinsDigest(mail, reviewer, request, { now, calendar, codeThresholdFen });
          if (requestedFen >= codeThresholdFen) expect(waits).toBe(false);
          else if (hours <= 0) expect(waits).toBe(true);
          else if (waits) {
            // The digest leaves the rest of its day, and at least some of another one.
            const told = nextDigestAt(calendar, now);
            expect(
              beijingDay(deadline) > beijingDay(told) || deadline.getTime() - told.getTime() > 8 * HOUR_MS,
            ).toBe(true);
          }
        },
      ),
    );
  });
});
