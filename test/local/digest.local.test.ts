import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from '../../shared/effects/mail/transport.ts';
import { Undeliverable } from '../../shared/effects/mail/undeliverable.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { hold } from '../../shared/project/held.ts';
import { digestKey, heldMarkKey } from '../../shared/project/keys.ts';
import { loadMarked } from '../../shared/project/load.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { askedAt, delivered, deliveryAt, officeWith, projectsIn, sendDigests } from '../builders/digests.ts';
import { openTables, type Tables } from '../support/tables.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const MONDAY = at('2026-03-02T10:00:00');
const TUESDAY = at('2026-03-03T09:15:30');
const WEDNESDAY = at('2026-03-04T09:15:30');

let tables: Tables;
let database: Database;
let mails: Mail[];
const transport = async (mail: Mail): Promise<void> => void mails.push(mail);
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
  mails = [];
  await officeWith(database, { mail: 'daily' }, MONDAY);
});
afterAll(() => tables.stop());

/** So many requests that are held for the reviewer. */
async function held(count: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for (let n = 0; n < count; n++) {
    const event = await askedAt(database, MONDAY);
    await delivered(deliveryAt(database, MONDAY, transport), event);
    events.push(event);
  }
  expect(mails).toEqual([]);
  return events;
}
const digestsAt = (now: Date) => sendDigests(deliveryAt(database, now, transport));
const idsOf = (events: readonly HistoryEvent[]): string[] => events.map(({ chain }) => chain).sort();
const idsIn = async (some: readonly Mail[]): Promise<string[]> =>
  (await Promise.all(some.map((mail) => projectsIn(database, mail)))).flat().sort();
const toldAt = async ({ chain, seq }: HistoryEvent) => (await loadMarked(database, chain))?.sent.get(seq);

describe('a digest', () => {
  it('counts as sent when it goes out, and reads what is held alone', async () => {
    const events = await held(60);
    const [first] = events;
    if (!first) throw new Error('There is none');
    expect(await toldAt(first)).toBe(MONDAY.toISOString());
    expect((await loadMarked(database, first.chain))?.held).toEqual(new Map([[first.seq, ['reviewer']]]));
    resetMeter();
    await digestsAt(at('2026-03-03T09:14:59'));
    expect(consumed().readUnits).toBeLessThanOrEqual(1);
    expect(mails).toEqual([]);
    resetMeter();
    await digestsAt(TUESDAY);
    const { readUnits, writeUnits } = consumed();
    // For each row the project, its event and the person’s link; and the three writes that let go of it.
    expect(readUnits).toBeLessThanOrEqual(60 * 6);
    expect(writeUnits).toBeLessThanOrEqual(60 * 9);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('【每日汇总】2026年3月3日：新到 60');
    expect(await idsIn(mails)).toEqual(idsOf(events));
    expect(await toldAt(first)).toBe(TUESDAY.toISOString());
    expect((await loadMarked(database, first.chain))?.held.size).toBe(0);
    await digestsAt(WEDNESDAY);
    expect(mails).toHaveLength(1);
  });

  it('of more than a mail takes is followed by another, oldest first', async () => {
    const [first, last] = await held(2);
    if (!first || !last) throw new Error('There are no two');
    // Held a hundred times more, as if from earlier moments: rows of one request are one.
    const again = Array.from({ length: 100 }, (_, n) => new Date(MONDAY.getTime() - 1000 * (n + 1)));
    const { chain: projectId, seq } = first;
    const to = { id: 'reviewer', name: '审核人丙（示例）' };
    await Promise.all(
      again.map((one) =>
        hold(database, { projectId, seq, at: one.toISOString(), recipients: 'asked', to }, TUESDAY),
      ),
    );
    await digestsAt(TUESDAY);
    expect(mails.map(({ subject }) => subject)).toEqual(['【每日汇总】2026年3月3日：新到 1']);
    expect(mails[0]?.text).toContain('其余事项随后在另一封汇总中发送');
    expect(await idsIn(mails)).toEqual([projectId]);
    await digestsAt(new Date(TUESDAY.getTime() + 60_000));
    await digestsAt(new Date(TUESDAY.getTime() + 120_000));
    expect(mails).toHaveLength(2);
    expect(await idsIn(mails.slice(1))).toEqual(idsOf([first, last]));
    expect(mails[1]?.reference).not.toBe(mails[0]?.reference);
  });

  it('leaves what is held while it is written to the next morning', async () => {
    await held(1);
    const late = await askedAt(database, TUESDAY);
    const sending = deliveryAt(database, TUESDAY, async (mail) => {
      await delivered(deliveryAt(database, TUESDAY, transport), late);
      await transport(mail);
    });
    await sendDigests(sending);
    await digestsAt(new Date(TUESDAY.getTime() + 60_000));
    expect(mails).toHaveLength(1);
    await digestsAt(WEDNESDAY);
    expect(mails).toHaveLength(2);
    expect(await idsIn(mails.slice(1))).toEqual([late.chain]);
  });

  it('that the relay does not take is sent when it does, under the same name', async () => {
    const events = await held(2);
    const names: string[] = [];
    const down = deliveryAt(database, TUESDAY, async ({ reference }) => {
      names.push(reference);
      throw new Error('not now');
    });
    await expect(sendDigests(down)).rejects.toThrow('not now');
    await digestsAt(new Date(TUESDAY.getTime() + 60_000));
    expect(await idsIn(mails)).toEqual(idsOf(events));
    expect(mails.map(({ reference }) => reference)).toEqual(names);
  });

  it('that reaches nobody is reported for each of its events, and held no longer', async () => {
    const events = await held(2);
    const refusing = deliveryAt(database, TUESDAY, () => Promise.reject(new Undeliverable('no')));
    await sendDigests(refusing);
    for (const { chain, seq } of events) {
      expect((await eventsOf(database, chain, seq)).map(({ action }) => action)).toEqual(['mail-failed']);
      expect((await loadMarked(database, chain))?.held.size).toBe(0);
    }
  });

  it('of somebody who has left is reported where they are asked still', async () => {
    const [event] = await held(1);
    if (!event) throw new Error('There is none');
    await officeWith(database, null, MONDAY);
    await digestsAt(TUESDAY);
    expect(mails).toEqual([]);
    expect((await eventsOf(database, event.chain, event.seq)).map(({ action }) => action)).toEqual([
      'mail-failed',
    ]);
  });

  it('says nothing of what was lost between hold and mark but what the stream brings again', async () => {
    // The mark under the project stands, the rest was lost with the process.
    const event = await askedAt(database, MONDAY);
    await database.put(database.projects, {
      ...heldMarkKey(event.chain, event.seq, 'reviewer'),
      seq: event.seq,
    });
    await digestsAt(TUESDAY);
    expect(mails).toEqual([]);
    expect(await database.get(database.projects, digestKey('reviewer'))).toBeUndefined();
    await delivered(deliveryAt(database, TUESDAY, transport), event);
    await digestsAt(WEDNESDAY);
    expect(await idsIn(mails)).toEqual([event.chain]);
  });

  it('does not wait where the mailbox is another one: the links that were mailed before have ended', async () => {
    const [asked] = await held(1);
    if (asked?.stage === undefined || asked.revision === undefined) throw new Error('Nobody was asked');
    await officeWith(database, { mail: 'daily', email: 'moved@countersign.example' }, MONDAY);
    const delivery = deliveryAt(database, MONDAY, transport);
    const { stage, revision } = asked;
    const changed = await changeProject(delivery, asked.chain, { type: 'reroute', stage, revision });
    const [rerouted] = isRefused(changed) ? [] : changed.events;
    if (!rerouted) throw new Error('It was not asked anew');
    await delivered(delivery, rerouted);
    expect(mails.map(({ to }) => to).sort()).toEqual([
      'moved@countersign.example',
      'reviewer@countersign.example',
    ]);
    const link = mails.filter(({ to }) => to === 'moved@countersign.example');
    expect(await idsIn(link)).toEqual([asked.chain]);
    expect((await loadMarked(database, asked.chain))?.held.has(rerouted.seq)).toBe(false);
  });

  it('does not wait where the deadline is near, or the amount is large', async () => {
    const event = await askedAt(database, MONDAY);
    // Asked on Monday, due on the next Monday evening: on the Friday before, at six, it is near.
    const friday = at('2026-03-06T10:00:00');
    await delivered(deliveryAt(database, friday, transport), event);
    const large = await askedAt(database, MONDAY);
    await delivered(deliveryAt(database, MONDAY, transport, { CODE_THRESHOLD_FEN: 12_345_600 }), large);
    const less = await askedAt(database, MONDAY);
    await delivered(deliveryAt(database, MONDAY, transport, { CODE_THRESHOLD_FEN: 12_345_601 }), less);
    expect(await idsIn(mails)).toEqual(idsOf([event, large]));
  });
});
