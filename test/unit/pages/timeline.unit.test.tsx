import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { cutBy } from '../../../functions/history/pages/timeline/cut-by.ts';
import { Details } from '../../../functions/history/pages/timeline/details.tsx';
import { rowsOf } from '../../../functions/history/pages/timeline/picture-rows.ts';
import { toneOf } from '../../../functions/history/pages/timeline/tone.ts';
import { remindersIn, tookUntil, turnsOf } from '../../../functions/history/pages/timeline/turns.ts';
import { TimelinePage } from '../../../functions/history/pages/timeline-page.tsx';
import { historyEvent } from '../../../shared/history/event.ts';
import { eventTitle } from '../../../shared/pages/event-text.ts';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { anEvent } from '../../builders/events.ts';
import { aNotice } from '../../builders/notices.ts';
import { textOf } from './markup.ts';
import { decisions, events, waitingEvents } from './samples/history-pages.tsx';
import { project, stageLabel } from './samples/project.ts';

const label = stageLabel('zh');
const at = '2026-11-09T02:00:00.000Z';

describe('the story of a project', () => {
  it('names every event', () => {
    expect(events.map((event) => eventTitle(event, 'zh', label, cutBy(event, events)))).toEqual([
      '新建',
      '提交申报',
      '送财务审核',
      '财务审核：退回修改',
      '退回修改',
      '再次提交',
      '送财务审核',
      '财务审核：同意并核减 1.00 万元',
      '送审批',
      '审批：同意',
      '批准',
    ]);
    expect(events.map((event) => eventTitle(event, 'en', stageLabel('en'))).slice(2, 4)).toEqual([
      'Sent for finance review',
      'Finance review: Returned for revision',
    ]);
  });

  it('weighs them', () => {
    expect(events.map(toneOf)).toEqual([
      'minor',
      'step',
      'minor',
      'warning',
      'minor',
      'step',
      'minor',
      'step',
      'minor',
      'step',
      'good',
    ]);
  });

  it('tells whose turn took how long, in working days of nine hours', () => {
    const took = turnsOf(events).map((turn) => [
      turn.seq,
      turn.stage ?? turn.by,
      turn.revision,
      Math.floor(9 * tookUntil(turn, turn.to ?? 'never', shippedCalendar)),
    ]);
    expect(took).toEqual([
      [3, 'finance-review', 1, 12],
      [5, 'unit', 2, 4],
      [7, 'finance-review', 2, 18],
      [9, 'approval', 2, 2],
    ]);
  });

  it('says what happened while somebody was waited for, in both languages', () => {
    const actions = ['reminded', 'urged', 'escalated', 'reassigned', 'objected', 'lapsed'] as const;
    const stories = actions.map((action) => anEvent(project.id, 4, action, at));
    expect(stories.map((event) => eventTitle(event, 'zh', label))).toEqual([
      '提醒财务审核',
      '单位催办财务审核',
      '财务审核超期，已上报',
      '财务审核改由他人办理',
      '单位对核减提出异议',
      '退回后逾期未重新提交，自动失效',
    ]);
    expect(stories.map((event) => eventTitle(event, 'en', stageLabel('en')))).toEqual([
      'Reminded of finance review',
      'Unit asked to speed up finance review',
      'Finance review overdue, superior notified',
      'Finance review reassigned',
      'Unit objected to the cuts',
      'Lapsed: not resubmitted in time',
    ]);
    const warning = anEvent(project.id, 4, 'reminded', at, { stage: undefined, assignees: undefined });
    expect(eventTitle(warning, 'zh', label)).toBe('提醒单位：退回后尚未重新提交');
  });

  it.each([
    ['zh', '财务审核', '7 个工作日 1 小时（提醒 3 次）'],
    // The reminders would be written over the stage; they are marks on the bar, and in what is heard.
    ['en', 'Finance review', '7 working days 1 hour'],
  ] as const)('says in %s as much beside a stage as there is room for', (lang, stage, took) => {
    const [row] = rowsOf({
      lang,
      events: waitingEvents,
      turns: turnsOf(waitingEvents),
      now: '2026-11-18T03:00:00.000Z',
      calendar: shippedCalendar,
      stageLabel: stageLabel(lang),
    });
    expect([row?.label, row?.took]).toEqual([stage, took]);
    expect(row?.wholeTook).toMatch(/3/);
  });

  it('counts the reminders of a turn', () => {
    const [, , asked, decided] = events;
    if (!asked || !decided) throw new Error('Nobody decided');
    const reminded = anEvent(project.id, 4, 'reminded', at);
    expect(turnsOf([asked, reminded, reminded, decided]).map(remindersIn)).toEqual([2]);
  });

  it('keeps a turn open until it is decided, and where all must approve until the last of them did', () => {
    expect(turnsOf(events.slice(0, 3)).map(({ to }) => to)).toEqual([null]);
    const asked = events[8];
    const last = events[9];
    if (!asked || last?.action !== 'decided') throw new Error('Nobody approved');
    const first = { ...last, seq: 10, actor: { ...last.actor, id: 'other' } };
    const second = { ...last, seq: 11, next: 'collective-decision' };
    expect(turnsOf([asked, first]).map(({ to, ends }) => [to, ends.length])).toEqual([[null, 1]]);
    expect(turnsOf([asked, first, second]).map(({ to, ends }) => [to, ends.length])).toEqual([
      [second.at, 2],
    ]);
  });

  it('begins with the first submission, and ends with a withdrawal', () => {
    const [created, submitted, asked] = events;
    if (!created || !submitted || !asked) throw new Error('Nothing was submitted');
    expect(turnsOf([created])).toEqual([]);
    const withdrawn = anEvent(project.id, 4, 'withdrawn', at);
    expect(turnsOf([created, submitted, asked, withdrawn])).toMatchObject([
      { seq: 3, to: withdrawn.at, ends: [{ action: 'withdrawn' }] },
    ]);
  });
});

describe('a deadline that was counted anew', () => {
  const changed = anEvent(project.id, 4, 'deadline-changed', '2026-12-30T02:00:00.000Z', {
    deadline: '2027-01-07T10:00:00.000Z',
  });
  const asked = anEvent(project.id, 3, 'requested', '2026-12-29T02:00:00.000Z', {
    deadline: '2027-01-06T10:00:00.000Z',
  });
  const announced = { version: 'announced', notices: [...shippedCalendar.notices, aNotice(2027)] };
  const shown = (calendar = shippedCalendar) =>
    textOf(
      renderToString(
        <TimelinePage
          lang="zh"
          project={{ ...project, unitName: project.unit.name }}
          events={[asked, changed]}
          verification={null}
          now="2026-12-31T02:00:00.000Z"
          calendar={calendar}
          stageLabel={label}
        />,
      ),
    );

  it('is the turn’s deadline from then on', () => {
    expect(turnsOf([asked, changed])).toMatchObject([{ deadline: changed.deadline, marks: [changed] }]);
    expect(turnsOf([asked])).toMatchObject([{ deadline: asked.deadline }]);
  });

  it('is told with the new date, and whom it was told', () => {
    expect(shown(announced)).toContain('放假安排更新，财务审核期限重新计算');
    expect(shown(announced)).toContain('1月7日周四 18:00 前');
    expect(shown(announced)).toContain('已告知 reviewer（示例）');
    expect(shown(announced)).not.toContain('暂定');
  });

  it('is provisional where its year is still not announced, and the page says once what that means', () => {
    expect(shown()).toMatch(/1月7日周四 18:00 前（北京时间） ?（暂定）/);
    expect(shown().split('国务院放假安排公布后将重新计算')).toHaveLength(2);
  });
});

describe('its page', () => {
  const page = (verification: Parameters<typeof TimelinePage>[0]['verification']) =>
    textOf(
      renderToString(
        <TimelinePage
          lang="zh"
          project={{ ...project, unitName: project.unit.name }}
          events={events}
          verification={verification}
          now="2026-11-14T02:00:00.000Z"
          calendar={shippedCalendar}
          stageLabel={label}
          decisions={decisions}
        />,
      ),
    );
  const head = { seq: 11, hash: 'f'.repeat(64) };

  it('says on top whether the chain holds', () => {
    expect(page({ valid: true, events: 11, head })).toMatch(/^ *历史完整，11 个事件逐一相符/);
    const broken = page({
      valid: false,
      events: 11,
      head,
      firstBroken: { seq: 4, reason: '内容与哈希不符。' },
    });
    expect(broken).toMatch(/^ *历史不完整：第 4 个事件不相符/);
    expect(broken).not.toContain('历史完整');
  });

  it('tells every cut with its line and reason, and what a return opens', () => {
    const text = page(null);
    expect(text).toContain('第 3 项 安全生产月系列活动 5.00 → 4.00 万元：“按上年执行数核定”');
    expect(text).toContain('指定修改：支出 3');
  });

  it('tells each wait as time that has passed and as working time, with the reminders', () => {
    const text = page(null);
    expect(text).toMatch(/财务审核 历时 \d+ 天( \d+ 小时)?（\d+ 个工作日( \d+ 小时)?）/);
    expect(text).toMatch(/单位修改 历时 .+?（.+?）/);
  });

  it('says nothing about the chain to those who may not verify it', () => {
    expect(page(null)).not.toMatch(/历史(不)?完整/);
  });

  it('tells of every event who, when and how, twice: as a line and as a table', () => {
    const text = page(null);
    expect(text.match(/2026年11月12日 17:03 reviewer（示例）（邮件链接）/g)).toHaveLength(1);
    expect(text.match(/代 审批人丙（示例）/g)?.length).toBeGreaterThanOrEqual(4);
    expect(text.match(/“请补充第三项支出的测算依据”/g)).toHaveLength(2);
  });
});

it('who has other roles now is named, and asked for nothing', () => {
  const event = historyEvent.parse({
    ...{ chain: 'rules', seq: 1, previousHash: '0'.repeat(64), hash: '1'.repeat(64), requestId: 'r', at },
    actor: { id: 'session', name: 'Countersign', role: 'system', via: 'system' },
    action: 'roles-changed',
    assignees: [{ id: 'auditor', name: '审计员庚（示例）' }],
    comment: '— → auditor, approver',
  });
  const text = textOf(
    renderToString(<Details lang="zh" event={event} calendar={shippedCalendar} stageLabel={(id) => id} />),
  );
  expect(text).toContain('审计员庚（示例）');
  expect(text).toContain('— → 审计员、审批人');
  expect(text).not.toMatch(/办理|auditor|“/);
});

it.each([
  [{ openedAt: '2026-11-12T09:02:48.000Z', together: 30 }, '打开 12 秒后决定 · 与另 29 件一并同意'],
  [{ openedAt: '2026-11-12T08:42:30.000Z' }, '打开 21 分钟后决定'],
  [{ openedAt: '2026-11-12T09:03:00.000Z', together: 1 }, '打开不到 1 秒后决定 · 从清单中同意'],
  [{ together: 2 }, '没有打开 · 与另 1 件一并同意'],
])('how a decision was read: %j', (read, said) => {
  const event = historyEvent.parse({
    ...{ chain: 'P', seq: 1, previousHash: '0'.repeat(64), hash: '1'.repeat(64), requestId: 'r' },
    ...{ projectId: 'P', unit: 'U', at: '2026-11-12T09:03:00.000Z', contentHash: '2'.repeat(64) },
    actor: { id: 'reviewer', name: '审核人乙（示例）', role: 'reviewer', via: 'session' },
    ...{ action: 'decided', stage: 'finance-review', outcome: 'approve', revision: 1, requestedFen: 1 },
    ...read,
  });
  const text = (lang: 'zh' | 'en') =>
    textOf(
      renderToString(
        <Details lang={lang} event={event} calendar={shippedCalendar} stageLabel={(id) => id} />,
      ),
    ).trim();
  expect(text('zh')).toBe(said);
  expect(text('en')).toMatch(/^(Decided .+ after opening it|Not opened)/);
});

describe('a request that follows the office', () => {
  const person = (id: string, more: object = {}) => ({ id, name: `${id}（示例）`, ...more });
  const rerouted = anEvent(project.id, 4, 'rerouted', at, {
    assignees: [person('reviewer')],
    joined: [person('reviewer')],
    left: [
      person('secretary', { onBehalfOf: 'reviewer（示例）', onBehalfOfId: 'reviewer' }),
      person('former'),
    ],
    because: [
      { ...person('former'), why: 'departed' },
      { ...person('reviewer'), why: 'back' },
    ],
    directory: 7,
    day: '2026-11-09',
  });
  const shown = (event: typeof rerouted, lang: 'zh' | 'en', audits: boolean) =>
    renderToString(
      <Details lang={lang} event={event} stageLabel={label} calendar={shippedCalendar} audits={audits} />,
    );

  it('says in words because of whom, and leads auditors to the changes of the directory', () => {
    const html = shown(rerouted, 'zh', true);
    expect(textOf(html)).toContain('原因：former（示例）离任、reviewer（示例）返岗；依据机构名录第 7 版');
    expect(html).toContain(
      'href="/history?chain=rules&amp;action=directory-changed&amp;to=2026-11-09T02%3A00%3A00.000Z&amp;order=newest"',
    );
    expect(textOf(shown(rerouted, 'en', true))).toContain('; because former（示例） has left, ');
    expect(shown(rerouted, 'zh', false)).not.toContain('href');
  });

  it('says nothing of it where its event does not', () => {
    const { because: _, ...earlier } = rerouted;
    expect(textOf(shown(historyEvent.parse(earlier) as typeof rerouted, 'zh', false))).not.toContain('原因');
  });
});
