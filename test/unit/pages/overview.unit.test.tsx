import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { filtersOf } from '../../../functions/history/asked.ts';
import { historyQuery } from '../../../shared/contract/routes/history.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { overviewOf } from '../../../shared/history/overview.ts';
import { testsOf } from '../../../shared/store/history-filters.ts';
import { formatWan } from '../../../shared/values/money.ts';
import { type Tag, tagsOf, textOf } from './markup.ts';
import { anOverview, overviewEvents, overviewScope, overviewSettings } from './samples/overview-pages.tsx';

const html = renderToString(anOverview('zh'));
const toSearch = tagsOf(html).filter(
  ({ name, attributes }) => name === 'a' && attributes.href?.startsWith('/history?'),
);

/** The events that the search answers with at an address, as it would parse and filter them. */
function behind({ attributes }: Tag, events: readonly HistoryEvent[] = overviewEvents): HistoryEvent[] {
  const asked = Object.fromEntries(new URL(attributes.href ?? '', 'http://x').searchParams);
  const { project: _, ...query } = historyQuery.parse({ ...asked, project: undefined });
  const filters = filtersOf(query, overviewSettings);
  const tests = [...testsOf(filters).values()];
  return events.filter((event) => tests.every((test) => test(event)));
}

const labelled = (pattern: RegExp) =>
  toSearch.flatMap((tag) => {
    const said = pattern.exec(tag.attributes['aria-label'] ?? '');
    return said ? [{ tag, said }] : [];
  });

describe('every figure of the overview', () => {
  it('that is a bar of decisions leads to exactly as many events', () => {
    const bars = labelled(/(?:，| )(\d+) 次$/);
    expect(bars.length).toBeGreaterThan(30);
    expect(bars.filter(({ tag, said }) => behind(tag).length !== Number(said[1]))).toEqual([]);
  });

  it('that stands in a table leads to exactly as many events', () => {
    const cells = toSearch.filter(({ text }) => /^\d+$/.test(text));
    expect(cells.length).toBeGreaterThan(40);
    expect(cells.filter((cell) => behind(cell).length !== Number(cell.text))).toEqual([]);
  });

  it('that is a pair of amounts leads to the approvals that come to them', () => {
    const pairs = labelled(/([\d.,]+) → ([\d.,]+) 万元$/);
    expect(pairs).toHaveLength(4);
    for (const { tag, said } of pairs) {
      const events = behind(tag);
      const sum = (key: 'requestedFen' | 'approvedFen') =>
        formatWan(events.reduce((total, event) => total + (event[key] ?? 0), 0));
      expect([sum('requestedFen'), sum('approvedFen')]).toEqual([said[1], said[2]]);
    }
  });

  it('that answers a ready question leads to exactly as many events', () => {
    const counts = [...html.matchAll(/href="([^"]*flag=[^"]*)".*?<b>(\d+)<\/b>/gs)];
    expect(counts).toHaveLength(7);
    for (const [, href = '', count] of counts) {
      const tag = toSearch.find(({ attributes }) => attributes.href === href.replaceAll('&amp;', '&'));
      if (!tag) throw new Error(`There is no link ${href}`);
      expect([href, behind(tag).length]).toEqual([href, Number(count)]);
      expect(Number(count)).toBeGreaterThan(0);
    }
  });
});

describe('together', () => {
  const decided = overviewEvents.filter(({ action }) => action === 'decided');
  const unique = (tags: readonly Tag[]): number => new Set(tags.flatMap((tag) => behind(tag))).size;

  it('the bars of the months hold every decision once', () => {
    const bars = labelled(/^\d{4}年\d+月 .* (\d+) 次$/).map(({ tag }) => tag);
    expect(bars.flatMap((tag) => behind(tag))).toHaveLength(decided.length);
    expect(unique(bars)).toBe(decided.length);
  });

  it('the bars of the waits hold every decision once', () => {
    const bars = labelled(/：等待 .*，(\d+) 次$/).map(({ tag }) => tag);
    expect(bars.flatMap((tag) => behind(tag))).toHaveLength(decided.length);
    expect(unique(bars)).toBe(decided.length);
  });
});

describe('an overview of which only a part was counted', () => {
  const from = '2026-06-15T03:04:05.678Z';
  const counted = { ...overviewScope, from };
  const some = overviewEvents.filter(({ at }) => at >= from);
  const partial = renderToString(
    anOverview('zh', {
      counted,
      overview: overviewOf(some, counted, overviewSettings),
      events: some.length,
      most: 5_000,
    }),
  );

  it('says so, and since when', () => {
    expect(textOf(partial)).toContain('超过一次可统计的 5,000 个');
    expect(textOf(partial)).toContain('只统计 2026年6月15日 11:04 及以后的事件');
    expect(textOf(html)).not.toContain('超过一次可统计的');
  });

  it('leads to what it counted, not to what it left out', () => {
    const cells = tagsOf(partial).filter(
      ({ name, attributes, text }) =>
        name === 'a' && attributes.href?.startsWith('/history?') && /^\d+$/.test(text),
    );
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter((cell) => behind(cell).length !== Number(cell.text))).toEqual([]);
  });
});

describe('the open requests', () => {
  it('lead from each bar to a list of as many requests, and from each to the event that asked', () => {
    const bars = tagsOf(html).filter(
      ({ attributes }) => attributes.href?.startsWith('#open-') && attributes['aria-label'],
    );
    for (const { attributes } of bars) {
      const [, count] = /：(\d+) 件/.exec(attributes['aria-label'] ?? '') ?? [];
      const id = attributes.href?.slice(1) ?? '';
      const list = html.slice(html.indexOf(`id="${id}"`)).split('</section>')[0] ?? '';
      expect(list.match(/action=requested/g)).toHaveLength(Number(count));
    }
    expect(bars).toHaveLength(5);
    expect(html).toContain('from=2026-11-18T02%3A32%3A05.123Z&amp;to=2026-11-18T02%3A32%3A05.124Z');
  });
});

describe('a picture', () => {
  it('has a title, a table that describes it, and a name on every link', () => {
    const tags = tagsOf(html);
    const pictures = tags.filter(({ name, attributes }) => name === 'svg' && attributes.role === 'group');
    expect(pictures.map(({ attributes }) => attributes['aria-describedby'])).toEqual([
      'waiting-times-table',
      'decisions-by-month-table',
      'amounts-by-unit-table',
      'open-requests-table',
    ]);
    const marks = tags.filter(({ attributes }) => attributes.class === 'mark');
    expect(marks.filter(({ attributes }) => !attributes['aria-label'] || !attributes.href)).toEqual([]);
  });

  it('scales no letters: it has no view box, and across everything is in percent', () => {
    const shapes = tagsOf(html).filter(({ name }) => ['svg', 'rect', 'text', 'line'].includes(name));
    expect(shapes.filter(({ attributes }) => 'viewBox' in attributes)).toEqual([]);
    const across = shapes.flatMap(({ attributes: { x, width, x1, x2 } }) => [x, width, x1, x2]);
    // Figures of an axis stand eight pixels left of it.
    expect(across.filter((text) => text !== undefined && !/^(0|-8|[\d.]+%)$/.test(text))).toEqual([]);
  });
});
