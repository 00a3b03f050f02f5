import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { OverviewView } from '../../shared/history/overview-view.ts';
import type { HistoryPage } from '../../shared/store/history-query.ts';
import {
  approveThrough,
  clientOf,
  daysUntil,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { tagsOf } from '../unit/pages/markup.ts';

let platform: Platform;
let approved: string;
let returned: string;
let open: string;
let events: HistoryEvent[];
beforeAll(async () => {
  // The sample asks for 31.5 万元: just below this threshold, and two of them are over it.
  platform = await startPlatform();
  await setOffice(platform, { codeThresholdFen: 32_000_000 });
  approved = await approveThrough(platform);
  ({ id: returned } = await submit(platform));
  const reply = await decideBy(platform, await linkFor(platform, 'reviewer', returned), {
    outcome: 'return',
    comment: '请补充第三项支出的测算依据',
  });
  if (reply.status !== 200) throw new Error(`The return got ${reply.status}`);
  ({ id: open } = await submit(platform, 'submitter2'));
  await linkFor(platform, 'reviewer', open);
  // What has just happened is left to the next look.
  await platform.advance(10);
  events = (await Promise.all([approved, returned, open].map((id) => historyOf(platform, id)))).flat();
});
afterAll(() => platform.stop());

const overview = async (query = ''): Promise<OverviewView> =>
  (await (await clientOf(platform, 'auditor')).get<OverviewView>(`/history/overview${query}`)).body;
const pageOf = async (path: string): Promise<string> =>
  (await (await clientOf(platform, 'auditor')).get<string>(path, undefined, { accept: 'text/html' })).body;

describe('an approved, a returned and an open project', () => {
  it('are counted by month, stage and unit', async () => {
    const { decisions, waits, amounts, counted } = await overview();
    expect(counted.complete).toBe(true);
    const months = decisions.filter(
      ({ byOutcome: { approve, return: back, reject } }) => approve + back + reject > 0,
    );
    expect(months.map(({ byOutcome }) => byOutcome)).toEqual([{ approve: 2, return: 1, reject: 0 }]);
    expect(decisions).toHaveLength(12);
    expect(waits.map(({ stage, count }) => [stage, count]).sort()).toEqual([
      ['approval', 1],
      ['finance-review', 2],
    ]);
    const [{ unit } = { unit: '' }] = events;
    expect(amounts).toEqual([{ unit, projects: 1, requestedFen: 31_500_000, approvedFen: 31_500_000 }]);
  });

  it('show what is still open, from the records', async () => {
    const { open: waiting } = await overview();
    const asked = (await historyOf(platform, open)).find(({ action }) => action === 'requested');
    expect(waiting).toMatchObject({
      complete: true,
      requests: [{ projectId: open, stage: 'finance-review', requestedAt: asked?.at, overdue: false }],
    });
    const [{ unit } = { unit: '' }] = events;
    expect((await overview(`?unit=${unit}`)).open.requests).toEqual([]);
  });

  it('answer the ready questions, with thresholds that the deployment has', async () => {
    const { flags, splits } = await overview();
    expect(flags['below-threshold']).toBe(3);
    const [{ unit } = { unit: '' }] = events;
    expect(splits).toMatchObject([
      { unit, thresholdFen: 32_000_000, sumFen: 63_000_000, parts: { length: 2 } },
    ]);
    expect(splits[0]?.parts.map(({ projectId }) => projectId).sort()).toEqual([approved, returned].sort());
    for (const [flag, count] of Object.entries(flags)) {
      const search = await (await clientOf(platform, 'auditor')).get<HistoryPage>(
        `/history?flag=${flag}&limit=500`,
      );
      expect([flag, search.body.events.length]).toEqual([flag, count]);
    }
  });

  it('are behind every figure of the page: its link answers with as many events', async () => {
    const figures = tagsOf(await pageOf('/history/overview')).filter(
      ({ name, attributes, text }) =>
        name === 'a' && attributes.href?.startsWith('/history?') && /^\d+$/.test(text),
    );
    expect(figures.length).toBeGreaterThan(5);
    const auditor = await clientOf(platform, 'auditor');
    for (const { attributes, text } of figures) {
      const { body } = await auditor.get<HistoryPage>(attributes.href ?? '');
      expect([attributes.href, body.events.length]).toEqual([attributes.href, Number(text)]);
    }
  });

  it('lead from an open request to the event that asked, and to nothing else', async () => {
    const link = tagsOf(await pageOf('/history/overview')).find(({ attributes }) =>
      attributes.href?.includes('action=requested'),
    );
    const { body } = await (await clientOf(platform, 'auditor')).get<HistoryPage>(
      link?.attributes.href ?? '',
    );
    expect(body.events.map(({ chain, action }) => [chain, action])).toEqual([[open, 'requested']]);
  });
});

describe('a decision after the deadline', () => {
  it('is late, no longer open, and was overdue before', async () => {
    const { deadline } = await daysUntil(platform, 'the overdue request', async () =>
      (await overview()).open.requests.find(({ overdue }) => overdue),
    );
    // The link of an earlier reminder may be too old by now.
    const reminders = await daysUntil(platform, 'a reminder after the deadline', async () => {
      const all = (await historyOf(platform, open)).filter(({ action }) => action === 'reminded');
      return all.some(({ at }) => at > deadline) && all;
    });
    const client = await clientOf(platform, 'auditor');
    const history = await client.get<string>(`/projects/${open}/history`, undefined, { accept: 'text/html' });
    expect(history.body).toContain('等待办理，已超期');
    const links = await eventually('the fresh link', async () => {
      const found = await linksFor(platform, 'reviewer', open);
      return found.length > reminders.length && found;
    });
    expect((await decideBy(platform, links.at(-1) ?? '', { outcome: 'approve' })).status).toBe(200);
    await platform.advance(10);
    const { flags } = await overview();
    expect(flags.late).toBe(1);
    const { body } = await client.get<HistoryPage>('/history?flag=late');
    expect(body.events.map(({ chain }) => chain)).toEqual([open]);
  });
});
