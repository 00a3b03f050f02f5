import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { historyEvent } from '../../shared/history/event.ts';
import { budget, check, type Outcome } from './budget.ts';
import { withHttp } from './http.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { hasProcesses } from './processes.ts';
import { platformMs, processorTimes, usedEach } from './processor.ts';
import { printTable } from './report.ts';
import { median, quantile, round } from './statistics.ts';
import { openStore } from './store.ts';
import { EVENTS_PER_PROJECT, fillHistory, spread } from './stored-history.ts';

/** The most that one answer holds. */
const LIMIT = 500;

/**
 * Leaves of the records of the streams the last of each, as if every consumer had had them: these events are past, and
 * nobody is to be mailed about them.
 */
function forgetStream(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      'DELETE FROM _stream_records WHERE EXISTS (SELECT 1 FROM _stream_records AS later ' +
        'WHERE later.table_name = _stream_records.table_name ' +
        'AND CAST(later.sequence_number AS INTEGER) > CAST(_stream_records.sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}

/** A folder of data with so many events in it, for a platform to start from. */
async function prepare(data: string, events: number): Promise<void> {
  const store = await openStore(new Date(spread.from), { data });
  try {
    await fillHistory(store, 0, Math.ceil(events / EVENTS_PER_PROJECT));
  } finally {
    await store.close();
  }
  forgetStream(join(data, 'dynamodb.sqlite'));
}

interface Exported {
  readonly events: number;
  readonly bytes: number;
  readonly eventsPerSecond: number;
  readonly pageMs: readonly number[];
  /** Of the platform, for a page. */
  readonly processorMs: number;
}

/** Fetches the whole history, page by page, as a program of an auditor would. */
async function exportAll(running: Running, authorization: string): Promise<Exported> {
  const lines: string[] = [];
  const pageMs: number[] = [];
  let bytes = 0;
  const before = processorTimes(running);
  const started = performance.now();
  await withHttp(running.product, async (http) => {
    let address = `/history?format=ndjson&limit=${LIMIT}&order=oldest`;
    while (address !== '') {
      const { status, text, next, milliseconds } = await http.send('GET', address, { authorization });
      if (status !== 200) throw new Error(`${address} got ${status}: ${text.slice(0, 300)}`);
      pageMs.push(milliseconds);
      bytes += Buffer.byteLength(text);
      lines.push(...text.split('\n').filter((line) => line !== ''));
      address = next;
    }
  });
  const seconds = (performance.now() - started) / 1000;
  const processorMs = platformMs(usedEach(before, processorTimes(running), pageMs.length));
  // Each is a whole event, and none came twice; an export may say at its end what it held.
  const events = lines.flatMap((line) => historyEvent.safeParse(JSON.parse(line)).data ?? []);
  const keys = new Set(events.map(({ chain, seq }) => `${chain} ${seq}`));
  if (lines.length - events.length > 1) throw new Error('The export holds lines that are no events');
  if (keys.size !== events.length) throw new Error('The export holds an event twice');
  return { events: events.length, bytes, eventsPerSecond: events.length / seconds, pageMs, processorMs };
}

/** What a busy machine does not change much: how many events a second of the platform's processor time exports. */
const perProcessor = (pageMs: number) =>
  hasProcesses
    ? [
        check(
          'export: events for a second of processor time',
          LIMIT / (pageMs / 1000),
          'least',
          budget.export.eventsPerSecond,
          'aim',
        ),
      ]
    : [];

/** The export over HTTP, of a platform that has events already. */
export async function measureExport(sizes: Sizes): Promise<Outcome> {
  const folder = await temporaryFolder();
  try {
    await prepare(folder.path, sizes.exportedEvents);
    const running = await npmStart({ data: folder.path });
    try {
      const authorization = `Bearer ${await running.token('auditor')}`;
      // Once, so that nothing is compiled while it is measured.
      await exportAll(running, authorization);
      const rounds: Exported[] = [];
      for (let count = 0; count < sizes.exportRounds; count++)
        rounds.push(await exportAll(running, authorization));
      const perSecond = median(rounds.map(({ eventsPerSecond }) => eventsPerSecond));
      const pages = rounds.flatMap(({ pageMs }) => pageMs);
      const events = Math.min(...rounds.map((one) => one.events));
      const row = {
        events,
        MB: round((rounds[0]?.bytes ?? 0) / 1e6, 1),
        'events/s': round(perSecond, 0),
        fastest: round(Math.max(...rounds.map(({ eventsPerSecond }) => eventsPerSecond)), 0),
        'processor ms a page': median(rounds.map(({ processorMs }) => processorMs)),
        'page p50 ms': round(median(pages), 1),
        'page p95 ms': round(quantile(pages, 0.95), 1),
      };
      printTable(
        `Export over HTTP, NDJSON, ${LIMIT} events a page (median of ${sizes.exportRounds} rounds)`,
        [row],
      );
      return {
        numbers: row,
        checks: [
          check('export: events', events, 'least', sizes.exportedEvents),
          ...perProcessor(median(rounds.map(({ processorMs }) => processorMs))),
          check('export: events a second', perSecond, 'least', budget.export.eventsPerSecond),
          check('the same, as aimed at', perSecond, 'least', budget.export.eventsPerSecondAim, 'aim'),
        ],
      };
    } finally {
      await running.stop();
    }
  } finally {
    await folder.remove();
  }
}
