import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyHandlers } from '../../functions/history/routes.tsx';
import { historyRows } from '../../shared/contract/routes/history.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import { overviewOf } from '../../shared/history/overview.ts';
import { type OverviewView, overviewView } from '../../shared/history/overview-view.ts';
import { openLimits } from '../../shared/http/limits.ts';
import type { HistoryPage } from '../../shared/store/history-query.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { anEndpointOf } from '../builders/endpoint.ts';
import { sampleHistory, sampleUnits } from '../builders/events.ts';
import { openChains } from '../builders/history-chains.ts';
import { anHttpEvent } from '../fixtures/http-event.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tagsOf } from '../unit/pages/markup.ts';

const now = new Date('2026-12-20T03:00:00.000Z');
const settings = {
  thresholdsFen: [50_000_000],
  calendar: shippedCalendar,
  stages: ['finance-review', 'approval'],
};

let tables: Tables;
let send: ReturnType<typeof anEndpointOf>;
let all: HistoryEvent[];
beforeAll(async () => {
  tables = await openTables();
  const database = await tables.fresh();
  const first: EventBody = {
    at: '2025-11-01T00:00:00.000Z',
    actor: { id: 'administrator', name: '（示例）', role: 'administrator', via: 'session' },
    action: 'directory-changed',
    detailsHash: '0'.repeat(64),
    requestId: 'first',
  };
  // A year's work of 900 projects: more events than one page counts.
  const bodies = sampleHistory(900).map(
    ({ chain, seq: _s, previousHash: _p, hash: _h, ...body }): readonly [string, EventBody] => [chain, body],
  );
  all = await openChains(database).append([['rules', first], ...bodies]);
  send = anEndpointOf(
    historyRows,
    historyHandlers({
      database,
      forms: ['project-declaration'],
      calendar: async () => shippedCalendar,
      thresholdsFen: async () => settings.thresholdsFen,
      // Never asked: nobody makes a checkpoint here.
      archive: s3Archive('none'),
      now: () => now,
      limits: openLimits(database, 1, () => now),
    }),
  );
}, 240_000);
afterAll(() => tables.stop());

const ask = (route: string, query: string, accept: string) =>
  send(anHttpEvent({ route, query, headers: { accept, authorization: 'Bearer auditor' } }));
const overview = async (query: string): Promise<OverviewView> =>
  overviewView.parse((await ask('/history/overview', query, 'application/json')).json);

/** How many events the search answers with at an address, over all its pages. */
async function found(href: string): Promise<number> {
  let count = 0;
  const query: URLSearchParams | null = new URLSearchParams(href.split('?')[1]);
  while (query) {
    query.set('limit', '500');
    const { events, next } = (await ask('/history', query.toString(), 'application/json'))
      .json as HistoryPage;
    count += events.length;
    if (next === null) return count;
    query.set('cursor', next);
  }
  return count;
}

const figuresOn = (html: string) =>
  tagsOf(html).filter(
    ({ name, attributes, text }) =>
      name === 'a' && attributes.href?.startsWith('/history?') && /^\d+$/.test(text),
  );

describe('a period that one page can count', () => {
  const [from, to] = ['2026-03-31T16:00:00.000Z', '2026-05-31T16:00:00.000Z'];

  it('is counted whole, as a look at every event counts it', async () => {
    const view = await overview('from=2026-04-01&to=2026-05-31');
    const inside = all.filter(({ at }) => at >= from && at < to);
    const expected = overviewOf(inside, { from, to }, settings);
    expect(view.counted).toEqual({ from, to, events: inside.length, complete: true });
    expect(view.decisions).toEqual(expected.months);
    expect(view.amounts).toEqual(expected.amounts);
    expect(view.flags).toEqual(expected.flags);
    expect(view.splits).toEqual(expected.splits);
    expect(view.waits.map(({ stage, count }) => [stage, count])).toEqual(
      expected.waits.map(({ stage, days }) => [stage, days.length]),
    );
  });

  it('of one unit and year counts those alone, by links that the search answers with the same events', async () => {
    const [[unit = ''] = []] = sampleUnits;
    const page = await ask(
      '/history/overview',
      `from=2026-04-01&to=2026-05-31&unit=${unit}&year=2027`,
      'text/html',
    );
    const figures = figuresOn(page.text);
    expect(figures.length).toBeGreaterThan(15);
    for (const { attributes, text } of figures) {
      expect(attributes.href).toContain(`unit=${unit}&year=2027`);
      expect([attributes.href, await found(attributes.href ?? '')]).toEqual([attributes.href, Number(text)]);
    }
    expect((await overview('from=2026-04-01&to=2026-05-31&year=2028')).counted.events).toBe(0);
  });
});

describe('a period that holds more', () => {
  it('is counted from its end, as far as one page reads, and says since when', async () => {
    const { asked, counted, decisions } = await overview('from=2025-12-01&to=2026-12-20');
    expect(asked.from).toBe('2025-11-30T16:00:00.000Z');
    expect(counted.complete).toBe(false);
    const inside = all.filter(({ at, chain }) => at >= counted.from && chain !== 'rules');
    expect(counted.events).toBe(inside.length);
    expect(counted.events).toBeGreaterThan(4_900);
    expect(counted.events).toBeLessThanOrEqual(5_000);
    const sum = decisions.reduce(
      (total, { byOutcome: { approve, return: back, reject } }) => total + approve + back + reject,
      0,
    );
    expect(sum).toBe(inside.filter(({ action }) => action === 'decided').length);
  });

  it('says so on its page, whose links stay inside what was counted', async () => {
    const page = await ask('/history/overview', 'from=2025-12-01&to=2026-12-20', 'text/html');
    expect(page.text).toContain('超过一次可统计的 5,000 个');
    const [, stage] = figuresOn(page.text);
    expect(await found(stage?.attributes.href ?? '')).toBe(Number(stage?.text));
  });
});

describe('a period that makes no sense', () => {
  it.each([
    ['from=2026-05-02&to=2026-05-01', 'invalid-parameter'],
    ['from=2022-01-01&to=2026-05-01', 'invalid-parameter'],
    ['from=2026-05-01T00:00:00Z', 'invalid-parameter'],
    ['year=soon', 'invalid-parameter'],
    ['to=0999-12-31', 'invalid-parameter'],
    ['from=9999-12-30&to=9999-12-31', 'invalid-parameter'],
    ['flag=quick', 'unknown-parameter'],
  ])('%s is refused: %s', async (query, code) => {
    const answer = await ask('/history/overview', query, 'application/json');
    expect([answer.statusCode, (answer.json as { code: string }).code]).toEqual([400, code]);
  });
});

describe('without a period', () => {
  it('the last twelve months are shown, the current one included', async () => {
    const { asked } = await overview('');
    expect(asked).toEqual({ from: '2025-12-31T16:00:00.000Z', to: '2026-12-20T16:00:00.000Z' });
  });
});

describe('a question of red flags', () => {
  it('is a filter like any other, and refuses what it does not know', async () => {
    const late = all.filter(
      ({ action, at, deadline }) => action === 'decided' && deadline !== undefined && at > deadline,
    );
    expect(late.length).toBeGreaterThan(0);
    expect(await found('/history?flag=late')).toBe(late.length);
    const answer = await ask('/history', 'flag=odd', 'application/json');
    expect([answer.statusCode, (answer.json as { code: string }).code]).toEqual([400, 'invalid-parameter']);
    const reversed = await ask('/history', 'minDays=2&maxDays=1', 'application/json');
    expect(reversed.statusCode).toBe(400);
  });
});
