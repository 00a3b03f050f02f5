import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readExcelFile from 'read-excel-file/node';
import { type Export, exportWorkbook } from '../../functions/history/export.ts';
import { historyHandlers } from '../../functions/history/routes.tsx';
import { openCheck } from '../../infra/commands/check-export.ts';
import { readCsv } from '../../infra/commands/read-csv.ts';
import { XLSX } from '../../shared/contract/media-types.ts';
import { historyQuery, historyRows } from '../../shared/contract/routes/history.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { type EventBody, type EventOf, type HistoryEvent, historyEvent } from '../../shared/history/event.ts';
import { openLimits } from '../../shared/http/limits.ts';
import type { Database } from '../../shared/store/database.ts';
import type { HistoryPage } from '../../shared/store/history-query.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { shownText } from '../../shared/values/text.ts';
import { anEndpointOf } from '../builders/endpoint.ts';
import { openChains } from '../builders/history-chains.ts';
import { bodies, numbers } from '../builders/history-events.ts';
import { anHttpEvent } from '../fixtures/http-event.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** Long after all events: nothing is on its way any more. */
let now = new Date('2027-07-01T00:00:00.000Z');
const PROJECT = '2026-ABCD-2345';

const actor = { id: 'z1', name: '（示例）', role: 'approver', via: 'link' } as const;
const HASH = '0'.repeat(64);
const decided = (at: string, more: Partial<EventOf<'decided'>> = {}): readonly [string, EventBody] => [
  PROJECT,
  {
    ...{ at, actor, action: 'decided', projectId: PROJECT, unit: 'z-unit', requestId: at },
    ...{ stage: 'approval', outcome: 'approve', revision: 1, requestedFen: 0, contentHash: HASH },
    ...more,
  },
];

/** The last and the first millisecond of a day, of a month and of a year in Beijing, and of a day and a year in UTC. */
const moments = [
  '2025-12-30T15:59:59.999Z', // 12-30 23:59:59.999 in Beijing
  '2025-12-30T16:00:00.000Z', // 12-31 00:00
  '2025-12-30T23:59:59.999Z', // 12-31 07:59:59.999
  '2025-12-31T00:00:00.000Z', // 12-31 08:00
  '2025-12-31T15:59:59.999Z', // 12-31 23:59:59.999
  '2025-12-31T16:00:00.000Z', // 01-01 00:00
  '2025-12-31T23:59:59.999Z', // 01-01 07:59:59.999
  '2026-01-01T00:00:00.000Z', // 01-01 08:00
  '2026-01-01T15:59:59.999Z', // 01-01 23:59:59.999
  '2026-01-01T16:00:00.000Z', // 01-02 00:00
] as const;

const awkward = ['=1+1', '+86 10', '-5', '@SUM(A1)', '\tx', '\rx', '＝1', 'a "b", c\nd', '正常意见，含逗号'];

let tables: Tables;
let database: Database;
let send: ReturnType<typeof anEndpointOf>;
let all: HistoryEvent[];
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  const chains = openChains(database);
  const first: EventBody = {
    at: '2025-12-01T00:00:00.000Z',
    actor: { ...actor, id: 'administrator', role: 'administrator' },
    action: 'directory-changed',
    detailsHash: HASH,
    requestId: 'first',
  };
  all = await chains.append([
    ['rules', first],
    ...moments.map((at) => decided(at)),
    ...awkward.map((comment, index) =>
      decided(`2026-02-01T00:00:0${index}.000Z`, { comment, approvedFen: 12_345 + index, outcome: 'return' }),
    ),
    ...bodies(numbers(3), 1_200),
  ]);
  send = anEndpointOf(
    historyRows,
    historyHandlers({
      database,
      forms: ['project-declaration'],
      calendar: async () => shippedCalendar,
      thresholdsFen: async () => [],
      now: () => now,
      limits: openLimits(database, 1, () => now),
      // Never asked: nobody makes a checkpoint here.
      archive: s3Archive('none'),
    }),
  );
});
afterAll(() => tables.stop());

const ask = (query: string, headers: Record<string, string> = {}) =>
  send(
    anHttpEvent({
      route: '/history',
      query,
      headers: { accept: 'application/json', authorization: 'Bearer auditor', ...headers },
    }),
  );
const eventsIn = async (query: string): Promise<string[]> =>
  ((await ask(query)).json as HistoryPage).events.map(({ at }) => at);

/** The pages of an export, by its links. */
async function pagesOf(query: string, headers: Record<string, string> = {}): Promise<string[]> {
  const pages: string[] = [];
  let address: string | undefined = query;
  while (address !== undefined) {
    const answer = await ask(address, headers);
    expect(answer.statusCode).toBe(200);
    expect(Buffer.byteLength(answer.text)).toBeLessThan(6 * 1024 * 1024);
    pages.push(answer.text);
    address = /<\/history\?([^>]+)>; rel="next"/.exec(String(answer.headers?.link ?? ''))?.[1];
  }
  return pages;
}
const readings = () => eventsOf(database, 'reader:person');

describe('case 22: days in Beijing', () => {
  it('a day is found whole, with what happened before eight in the morning, and nothing of its neighbours', async () => {
    expect(await eventsIn('actor=z1&order=oldest&from=2026-01-01&to=2026-01-01')).toEqual(
      moments.slice(5, 9),
    );
    expect(await eventsIn('order=oldest&unit=z-unit&from=2025-12-31&to=2025-12-31')).toEqual(
      moments.slice(1, 5),
    );
  });

  it('a year ends in Beijing, whichever index serves', async () => {
    const until = [all[0]?.at, ...moments.slice(0, 5)];
    expect(await eventsIn('order=oldest&to=2025-12-31')).toEqual(until);
    expect(await eventsIn('order=oldest&actor=z1&to=2025-12-31')).toEqual(moments.slice(0, 5));
    expect(await eventsIn(`order=oldest&project=${PROJECT}&to=2025-12-31`)).toEqual(moments.slice(0, 5));
    expect(await eventsIn('order=oldest&actor=z1&from=2026-01-01&to=2026-01-31')).toEqual(moments.slice(5));
  });

  it('an instant counts to the millisecond, with the offset that it has; its end is not part of it', async () => {
    const offset = encodeURIComponent('2026-01-01T00:00:00.000+08:00');
    expect(await eventsIn(`actor=z1&order=oldest&to=${offset}`)).toEqual(moments.slice(0, 5));
    expect(await eventsIn(`actor=z1&order=oldest&from=${offset}&to=2026-01-01T00:00:00Z`)).toEqual(
      moments.slice(5, 7),
    );
    expect(await eventsIn('actor=z1&outcome=return&order=oldest&from=1900-01-01&to=2999-12-31')).toHaveLength(
      awkward.length,
    );
  });

  it('every time in a file names its zone', async () => {
    const [page = ''] = await pagesOf('actor=z1&order=oldest&format=csv&from=2025-12-31&to=2026-01-01');
    const [header = [], ...rows] = readCsv(page.slice(1));
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    expect(column('at_beijing')[0]).toBe('2025-12-31 00:00:00+08:00');
    expect(column('at_utc')[0]).toBe('2025-12-30T16:00:00.000Z');
  });
});

describe('an address that contradicts itself or names what there is not', () => {
  it.each([
    ['colour=red', 'unknown-parameter'],
    ['from=2026-02-01&to=2026-01-01', 'invalid-parameter'],
    ['from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'invalid-parameter'],
    ['from=2026-02-30', 'invalid-parameter'],
    ['from=yesterday', 'invalid-parameter'],
    ['minFen=2&maxFen=1', 'invalid-parameter'],
    ['minFen=-1', 'invalid-parameter'],
    ['minFen=1.5', 'invalid-parameter'],
    ...['maxFen', 'limit', 'minDays'].flatMap((name) =>
      ['1e1', '0x10', '%20', '%2B1', '5.', '1,0'].map(
        (text) => [`${name}=${text}`, 'invalid-parameter'] as const,
      ),
    ),
    ['maxFen=10000000000001', 'invalid-parameter'],
    ['minAmount=31.5050505', 'invalid-parameter'],
    ['minAmount=lots', 'invalid-parameter'],
    ['minAmount=1&minFen=1', 'invalid-parameter'],
    ['minAmount=2&maxAmount=5000元', 'invalid-parameter'],
    ['year=26', 'invalid-parameter'],
    ['outcome=perhaps', 'invalid-parameter'],
    ['action=eaten', 'invalid-parameter'],
    ['project=abc', 'invalid-parameter'],
    ['chain=checkpoints', 'invalid-parameter'],
    [`chain=rules&project=${PROJECT}`, 'invalid-parameter'],
    ['limit=501', 'invalid-parameter'],
    ['limit=0', 'invalid-parameter'],
    ['order=random', 'invalid-parameter'],
    ['cursor=abc', 'invalid-parameter'],
    ['cursor=e30', 'invalid-parameter'],
    ['format=csv&cursor=e30', 'invalid-parameter'],
    ['from=0999-12-31', 'invalid-parameter'],
    ['to=3000-01-01', 'invalid-parameter'],
    ['to=0999-12-31T00:00:00Z', 'invalid-parameter'],
    ['year=1899', 'invalid-parameter'],
    ['year=2e3', 'invalid-parameter'],
    ['format=ods', 'invalid-parameter'],
    ['format=xlsx&limit=10', 'invalid-parameter'],
    ['format=xlsx&cursor=x', 'invalid-parameter'],
    ['unit=a&unit=b', 'invalid-parameter'],
  ])('is refused with a problem, not answered with nothing: %s', async (query, code) => {
    expect(await ask(encodeURI(query))).toMatchObject({ statusCode: 400, json: { code } });
  });

  it('is refused where its cursor is that of another question, in either direction', async () => {
    const { next } = (await ask('limit=5')).json as HistoryPage;
    expect(await ask(`limit=9&cursor=${next}`)).toMatchObject({ statusCode: 200 });
    for (const other of ['action=decided', 'order=oldest', 'from=2026-01-01', 'format=csv', 'unit=u1'])
      expect(await ask(`${other}&limit=5&cursor=${next}`)).toMatchObject({
        statusCode: 400,
        json: { code: 'invalid-parameter' },
      });
    const link = String((await ask('limit=5&format=csv')).headers?.link);
    const cursor = /cursor=([^>]+)>/.exec(link)?.[1];
    expect(cursor).toBeDefined();
    expect(await ask(`limit=5&cursor=${cursor}`)).toMatchObject({ statusCode: 400 });
    expect(await ask(`limit=5&format=ndjson&cursor=${cursor}`)).toMatchObject({ statusCode: 400 });
  });
});

describe('amounts', () => {
  it('are held against what is approved, and where nothing is, against what is requested', async () => {
    const amount = (event: HistoryEvent) => event.approvedFen ?? event.requestedFen;
    const expected = all.filter((event) => {
      const fen = amount(event);
      return fen !== undefined && fen >= 3_000_000 && fen <= 5_000_000;
    });
    expect(expected.length).toBeGreaterThan(20);
    for (const query of ['minFen=3000000&maxFen=5000000', 'minAmount=3&maxAmount=50000元']) {
      const pages = await pagesOf(encodeURI(`${query}&format=ndjson&order=oldest`));
      expect(pages.join('').split('\n').length - 2).toBe(expected.length);
    }
  });
});

describe('the answer', () => {
  it('says which index served, what was filtered and how much was read, also on the page', async () => {
    expect((await ask('unit=z-unit&limit=3')).json).toMatchObject({
      events: { length: 3 },
      plan: { index: 'by-unit', filtered: [], read: 4 },
    });
    expect((await ask('action=decided&actor=z1')).json).toMatchObject({
      plan: { index: 'by-actor+by-principal', filtered: ['action'] },
    });
    const { text } = await ask('minFen=505000&from=2026-01-01&stage=approval', { accept: 'text/html' });
    expect(text).toContain('查询方式：月份索引');
    expect(text).toContain('name="minAmount" inputmode="decimal" value="5050.00元"');
    expect(text).toMatch(/value="approval"[^>]*selected|selected[^>]*value="approval"/);
    expect(text).toContain('format=ndjson');
  });
});

describe('case 24: an export of more than one answer holds', () => {
  it('returns all events across its pages, with a trailer whose count and sums are those of all', async () => {
    const expected = all.filter(({ at }) => at >= '2026-03-30T16:00:00.000Z');
    expect(expected.length).toBeGreaterThan(1_000);
    const sum = (of: 'requestedFen' | 'approvedFen') =>
      expected.reduce((total, event) => total + (event[of] ?? 0), 0);
    const totals = {
      count: expected.length,
      requestedFen: sum('requestedFen'),
      approvedFen: sum('approvedFen'),
    };
    for (const order of ['newest', 'oldest']) {
      const pages = await pagesOf(`format=ndjson&from=2026-03-31&order=${order}`);
      expect(pages.length).toBe(3);
      const lines = pages.join('').trimEnd().split('\n');
      expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ trailer: { ...totals, complete: true } });
      const events = lines.slice(0, -1).map((line) => historyEvent.parse(JSON.parse(line)));
      expect(lines.slice(0, -1)).toEqual(events.map(canonical));
      expect(new Set(events.map(({ hash }) => hash))).toEqual(new Set(expected.map(({ hash }) => hash)));
      const check = openCheck('csv');
      const csv = await pagesOf(`format=csv&from=2026-03-31&limit=200&order=${order}`);
      for (const page of csv) check.add(page);
      check.finish();
      expect(check.found).toEqual(totals);
      expect(csv.map((page) => page.startsWith('\uFEFF'))).toEqual(csv.map((_, page) => page === 0));
    }
  });

  it('leaves out what happens while it is taken: all pages end where the first one began', async () => {
    const before = now;
    const first = await ask('order=oldest&action=exported&chain=&format=ndjson&limit=1');
    const next = /<\/history\?([^>]+)>/.exec(String(first.headers?.link))?.[1] ?? '';
    now = new Date(now.getTime() + 3_600_000);
    await ask('action=exported&format=csv&limit=1');
    now = new Date(now.getTime() + 3_600_000);
    const rest = await pagesOf(next);
    const events = [first.text, ...rest].join('').trimEnd().split('\n').slice(0, -1);
    expect(events.map((line) => historyEvent.parse(JSON.parse(line)).at < before.toISOString())).toEqual(
      events.map(() => true),
    );
  });

  it('of which a page lost its trailer or a row does not pass the check', async () => {
    const [page = ''] = await pagesOf('actor=z1&format=csv');
    const lines = page.split('\r\n');
    const without = (at: number) => lines.filter((_, index) => index !== at).join('\r\n');
    const check = (text: string) => {
      const one = openCheck('csv');
      one.add(text);
      one.finish();
    };
    expect(() => check(page)).not.toThrow();
    expect(() => check(without(1))).toThrow('not whole');
    expect(() => check(without(lines.length - 2))).toThrow('trailer is missing');
    expect(() => check(page.replace(',123.45,12345,', ',123.45,12346,'))).toThrow('not whole');
  });

  it('has cells that no spreadsheet runs', async () => {
    const [page = ''] = await pagesOf('actor=z1&outcome=return&order=oldest&format=csv');
    const [header = [], ...rows] = readCsv(page.slice(1));
    const comments = rows.slice(0, -1).map((row) => row[header.indexOf('comment')]);
    const shown = awkward.map(shownText);
    expect(comments).toEqual(shown.map((text) => (/^[=+\-@\t\n＝]/.test(text) ? `'${text}` : text)));
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
  });
});

describe('case 21: a file for Excel', () => {
  it('begins with one byte-order mark, ends its lines as Excel does, keeps Chinese, names itself', async () => {
    const answer = await ask('actor=z1&outcome=return&format=csv&from=2026-02-01&to=2026-02-28');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="history-2026-02-01-2026-02-28.csv"; filename*=UTF-8''${encodeURIComponent('审批历史 2026-02-01 2026-02-28.csv')}`,
    });
    expect(answer.text.lastIndexOf('\uFEFF')).toBe(0);
    expect(answer.text).toContain('正常意见，含逗号');
    const rows = readCsv(answer.text.slice(1));
    expect(rows).toHaveLength(awkward.length + 2);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(answer.text.endsWith('\r\n')).toBe(true);
    expect(rows.at(-1)?.[0]).toBe('合计 TOTAL');
  });
});

/** A workbook's rows, as a reader of such files has them. */
async function workbookFor(query: string, headers: Record<string, string> = {}) {
  const answer = await ask(query, headers);
  expect([answer.statusCode, answer.headers?.['content-type']]).toEqual([200, XLSX]);
  const [sheet] = await readExcelFile(Buffer.from(answer.body ?? '', 'base64'), { trim: false });
  return { answer, rows: sheet?.data ?? [] };
}

describe('a workbook', () => {
  it('holds the rows of the CSV in one file, with the same trailer, whether asked for by address or by Accept', async () => {
    const before = await readings();
    const named = await workbookFor('format=xlsx&from=2026-03-31&order=oldest');
    const accepted = await workbookFor('from=2026-03-31&order=oldest', { accept: XLSX });
    const csv = readCsv((await pagesOf('format=csv&from=2026-03-31&order=oldest')).join('').slice(1));
    const column = (name: string) => csv[0]?.indexOf(name) ?? -1;
    const texts = (rows: readonly (readonly unknown[])[]) =>
      rows.map((row) => ['chain', 'unit', 'hash'].map((name) => row[column(name)] ?? ''));
    expect(texts(named.rows)).toEqual(texts(csv));
    expect(accepted.rows).toEqual(named.rows);
    expect(named.rows.length).toBeGreaterThan(1_000);
    const trailer = ['count', 'requested_fen', 'approved_fen'].map((name) => column(name));
    expect(trailer.map((at) => String(named.rows.at(-1)?.[at]))).toEqual(
      trailer.map((at) => csv.at(-1)?.[at]),
    );
    expect(named.answer.headers).toMatchObject({
      'content-disposition': expect.stringContaining('filename="history-2026-03-31.xlsx"'),
    });
    expect(named.answer.headers).not.toHaveProperty('link');
    const after = await readings();
    expect(after.slice(before.length).map(({ action, scope, count }) => [action, scope, count])).toEqual([
      ['exported', '/history?format=xlsx&from=2026-03-31&order=oldest', named.rows.length - 2],
      ['exported', '/history?format=xlsx&from=2026-03-31&order=oldest', named.rows.length - 2],
      expect.arrayContaining(['exported', '/history?format=csv&from=2026-03-31&order=oldest']),
    ]);
  });

  it('is refused where one file does not hold it, and then nothing was taken', async () => {
    const before = await readings();
    const wanted: Export = {
      ...{ actor: { id: 'person', name: '某人', role: 'auditor', via: 'bearer' }, format: 'xlsx' },
      ...{ path: '/history', parameters: {}, filters: { actor: 'z1' }, order: 'oldest', requestId: 'r' },
      shown: async (events) => events,
    };
    const found = moments.length + awkward.length;
    const tooLarge = {
      code: 'export-too-large',
      status: 413,
      // What is told holds of the real bounds: an office that is refused chooses its period by them.
      detail: { zh: expect.stringContaining('最多 5000 个事件，且须在 20 页查询之内') },
    };
    const pages = 20;
    await expect(exportWorkbook(database, wanted, now, { rows: found - 1, pages })).rejects.toMatchObject(
      tooLarge,
    );
    // All events lie on three pages.
    const everything = { ...wanted, filters: {} };
    await expect(exportWorkbook(database, everything, now, { rows: 5_000, pages: 2 })).rejects.toMatchObject(
      tooLarge,
    );
    expect(await readings()).toEqual(before);
    expect((await exportWorkbook(database, wanted, now, { rows: found, pages })).status).toBe(200);
    expect((await exportWorkbook(database, everything, now, { rows: 5_000, pages: 3 })).status).toBe(200);
    expect(await readings()).toHaveLength(before.length + 2);
  });
});

describe('comments that hold personal data', () => {
  const numbers = ['13800138000', '53012119900307123X', 'zhang@example.com'];
  const comment = `请联系 138 0013 8000（${numbers[1]}、${numbers[2]}）`;
  const query = 'actor=z2';
  const CAUSE = `reason=${encodeURIComponent('年度审计抽查需要核对')}`;
  const shows = (text: string): boolean => numbers.some((number) => text.replace(/ /g, '').includes(number));
  beforeAll(async () => {
    const [chain, body] = decided('2026-02-02T00:00:00.000Z', { comment, actor: { ...actor, id: 'z2' } });
    await openChains(database).append([[`${chain.slice(0, -1)}6`, body]]);
  });

  it('are masked on the page, as JSON, as CSV and as a workbook', async () => {
    const shown = [
      (await ask(query)).text,
      (await ask(query, { accept: 'text/html' })).text,
      (await ask(`${query}&format=csv`)).text,
      JSON.stringify((await workbookFor(`${query}&format=xlsx`)).rows),
    ];
    for (const text of shown) expect(text).toContain('请联系 138****8000（53****3X、z**@example.com）');
    expect(shown.filter(shows)).toEqual([]);
    expect((await ask(query)).json).toMatchObject({ masked: true });
    expect((await ask('actor=z1')).json).not.toHaveProperty('masked');
  });

  it('are not masked in what is checked by its hashes: without a reason that is refused', async () => {
    const before = await readings();
    const refused = await ask(`${query}&format=ndjson`);
    expect(refused).toMatchObject({ statusCode: 400, json: { code: 'invalid-parameter' } });
    expect(shows(refused.text)).toBe(false);
    expect(await readings()).toEqual(before);
    expect((await ask('actor=z1&format=ndjson')).statusCode).toBe(200);
  });

  it.each(['ndjson', 'csv'])('are shown as %s for a reason, which is recorded', async (format) => {
    const before = await readings();
    const { text } = await ask(`${query}&format=${format}&${CAUSE}`);
    expect(text).toContain(comment);
    expect((await readings()).slice(before.length)).toMatchObject([
      { action: 'exported', scope: `/history?actor=z2&format=${format}&unmasked=yes`, count: 1 },
      {
        action: 'unmasked',
        scope: `/history?actor=z2&format=${format}&unmasked=yes`,
        comment: '年度审计抽查需要核对',
      },
    ]);
  });

  it('are not shown by putting a reason behind the cursor of an export that had none', async () => {
    const link = String((await ask('format=csv&limit=1&outcome=return')).headers?.link);
    const cursor = /cursor=([^>&]+)/.exec(link)?.[1];
    expect(cursor).toBeDefined();
    expect(await ask(`format=csv&limit=1&outcome=return&${CAUSE}&cursor=${cursor}`)).toMatchObject({
      statusCode: 400,
    });
  });
});

describe('taking events away', () => {
  it('is recorded in the reader’s own chain, once for all pages, with what was asked', async () => {
    const before = await readings();
    const pages = await pagesOf('format=csv&from=2026-03-31&limit=400');
    expect(pages.length).toBeGreaterThan(2);
    const after = await readings();
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({
      action: 'exported',
      actor: { id: 'person', role: 'auditor', via: 'bearer' },
      scope: '/history?format=csv&from=2026-03-31',
      count: 400,
      chain: 'reader:person',
      requestId: 'JKJaXmPLvHcESHA=',
    });
    expect(await ask('chain=reader:person&limit=1')).toMatchObject({
      json: { events: [{ action: 'exported', hash: after.at(-1)?.hash }] },
    });
  });

  it('is recorded where a program asks by Accept, and not where a page is read', async () => {
    const before = (await readings()).length;
    await ask('limit=1', { accept: 'text/html' });
    await ask('limit=1');
    expect(await readings()).toHaveLength(before);
    await ask('limit=1', { accept: 'application/x-ndjson' });
    await ask('limit=1', { accept: 'text/csv' });
    expect(await readings()).toHaveLength(before + 2);
  });

  it('goes on only where it was recorded: not by a cursor made by hand, nor by one of last week', async () => {
    const first = await ask('format=csv&limit=10');
    const link = /<\/history\?([^>]+)>/.exec(String(first.headers?.link))?.[1] ?? '';
    const { cursor = '', ...rest } = Object.fromEntries(new URLSearchParams(link));
    const content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const forged = (more: object) =>
      ask(
        new URLSearchParams({
          ...rest,
          cursor: Buffer.from(JSON.stringify({ ...content, ...more })).toString('base64url'),
        }).toString(),
      );
    expect(await forged({})).toMatchObject({ statusCode: 200 });
    expect(await forged({ x: 9_999 })).toMatchObject({ statusCode: 400 });
    expect(await forged({ x: 1 })).toMatchObject({ statusCode: 400 });
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect(await forged({})).toMatchObject({ statusCode: 400 });
  });

  it('has room in its event for every filter at its longest', async () => {
    const long = new URLSearchParams({
      chain: `reader:${'人'.repeat(64)}`,
      actor: '人'.repeat(64),
      unit: '人'.repeat(64),
      action: 'directory-changed',
      stage: '人'.repeat(40),
      outcome: 'approve',
      year: '2026',
      minAmount: '００００００００００１元',
      maxAmount: '９９９９９９９９９９９元',
      from: '2026-01-01T00:00:00.0000000000000+08:00',
      to: '2026-12-31T00:00:00.0000000000000+08:00',
      order: 'newest',
      limit: '500',
      format: 'ndjson',
    });
    expect(historyQuery.safeParse(Object.fromEntries(long)).success).toBe(true);
    const answer = await ask(long.toString());
    expect(answer.statusCode).toBe(200);
    expect((await readings()).at(-1)?.scope?.length).toBeLessThan(800);
  });
});
