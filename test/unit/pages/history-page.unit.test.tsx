import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { addressOf } from '../../../functions/history/asked.ts';
import { HistoryPage, type HistoryPageProps } from '../../../functions/history/pages/history-page.tsx';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { tagsOf, textOf } from './markup.ts';
import { events } from './samples/history-pages.tsx';
import { ID, stageLabel } from './samples/project.ts';

const pageOf = (props: Partial<HistoryPageProps>): string =>
  renderToString(
    <HistoryPage
      lang="zh"
      query={{}}
      hrefOf={(query) => addressOf('/history', query)}
      stageLabel={stageLabel('zh')}
      calendar={shippedCalendar}
      {...props}
    />,
  );
const hrefsIn = (html: string): string[] =>
  tagsOf(html).flatMap(({ attributes }) => attributes.href?.replaceAll('&amp;', '&') ?? []);

describe('the filters of the history', () => {
  it('are folded, and what is set is said above them; each is taken away by its link', () => {
    const html = pageOf({ query: { unit: 'u', minFen: 500_000, cursor: 'x' }, events });
    expect(html).not.toMatch(/<details open/);
    expect(textOf(html)).toContain('单位代码：u');
    expect(hrefsIn(html)).toEqual(expect.arrayContaining(['/history?unit=u', '/history?minFen=500000']));
  });

  it('are open where one of them cannot be read, with what was typed', () => {
    const html = pageOf({
      query: { from: '2026-13-40', minFen: 'abc', action: 'decidde', project: '防汛' },
      findings: [
        { name: 'from', message: '没有这一天' },
        { name: 'minFen', message: '类型不对' },
      ],
    });
    expect(html).toMatch(/<details open/);
    for (const typed of ['2026-13-40', 'abc', '防汛', 'decidde']) expect(html).toContain(`value="${typed}"`);
    expect(textOf(html)).toContain('没有这一天');
    expect(html).toMatch(/id="minAmount"[^>]*aria-invalid="true"/);
    // Nothing was searched: that nothing was found would not be true.
    expect(textOf(html)).not.toContain('没有符合条件的事件');
  });
});

describe('an event of the history', () => {
  it('says its project by title and number; by the number where there is no title', () => {
    const some = events.slice(0, 1);
    const named = pageOf({ events: some, titles: new Map([[ID, '防汛演练']]) });
    expect(textOf(named)).toContain(`防汛演练 ${ID}`);
    expect(textOf(pageOf({ events: some, titles: new Map([[ID, '']]) })).split(ID)).toHaveLength(2);
  });

  it('of the office, or of a reader, says so in words', () => {
    const [first] = events;
    const ofChain = (chain: string) =>
      textOf(pageOf({ events: [{ ...first, chain, projectId: undefined } as HistoryEvent] }));
    expect(ofChain('rules')).toContain('机构与规则');
    expect(ofChain('reader:auditor')).toContain('查阅记录');
  });
});
