import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, OpenRequest, ProjectView } from '../../shared/contract/views.ts';
import { digest } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  linkFor,
  linksFor,
  mailsTo,
  type Problem,
  pageOf,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const NOTE = '去年结转较多，建议审批时再核一次';

describe('a reviewer who cuts a line, with a verdict and a note for colleagues', () => {
  let id: string;
  let approvers: DecisionView;
  beforeAll(async () => {
    const anyone = await clientOf(platform);
    ({ id } = await submit(platform));
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const reply = await anyone.post(link, {
      outcome: 'approve',
      comment: '同意，第三项按上年执行数核定金额',
      contentHash,
      cuts: [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }],
      supplied: { verdict: 'good', internalNote: NOTE },
    });
    expect(reply.status).toBe(200);
    approvers = (await anyone.get<DecisionView>(await linkFor(platform, 'approver', id))).body;
  });

  it('asks the next decider for what the cut has left', async () => {
    const [mail] = await mailsTo(platform, 'approver');
    expect(mail?.subject).toContain('30.50 万元');
    expect(mail?.subject).not.toContain('31.50');
    expect(mail?.text).toContain('金额：30.50 万元（申报 31.50 万元，核减 1.00 万元）');
  });

  it('tells the next decider what was said, the note included', async () => {
    expect(approvers.earlier).toMatchObject([
      {
        stage: 'finance-review',
        outcome: 'approve',
        comment: '同意，第三项按上年执行数核定金额',
        supplied: { verdict: 'good', internalNote: NOTE },
      },
    ]);
    const { html } = await pageOf(platform, 'approver', await linkFor(platform, 'approver', id));
    expect(html).toContain(NOTE);
  });

  it('shows the auditor the note, and the unit everything but the note', async () => {
    expect((await pageOf(platform, 'auditor', `/projects/${id}/history`)).html).toContain(NOTE);
    for (const path of [`/projects/${id}/history`, `/projects/${id}`, `/projects/${id}/document`]) {
      const { status, html } = await pageOf(platform, 'submitter', path);
      expect([status, html.includes(NOTE)]).toEqual([200, false]);
    }
    expect((await pageOf(platform, 'submitter', `/projects/${id}/history`)).html).toContain(
      '良（完善后进入下一步）',
    );
  });

  it('shows the unit what was cut and what disagrees since, and takes its objection from the page', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const { body } = await submitter.get<ProjectView>(`/projects/${id}`);
    expect(body.cuts).toMatchObject([{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }]);
    expect(body.actions).toContain('object');
    // The same rules on the reduced plan as the next decider sees.
    expect(body.findings).toEqual(approvers.findings);

    const { status, location } = await pageOf(platform, 'submitter', `/projects/${id}/objection`, {
      comment: '第三项有三份报价，请恢复',
    });
    expect([status, location]).toEqual([303, `/projects/${id}?notice=objected`]);
    const anyone = await clientOf(platform);
    const seen = (await anyone.get<DecisionView>(await linkFor(platform, 'approver', id))).body;
    expect(seen.objections).toMatchObject([{ comment: '第三项有三份报价，请恢复' }]);
  });
});

describe('a reviewer who returns a project with a verdict', () => {
  it('supplies it with the return; what only an approval asks for is not asked', async () => {
    const { id } = await submit(platform);
    const anyone = await clientOf(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const reply = await anyone.post<DecisionView>(link, {
      outcome: 'return',
      comment: '绩效指标缺少社会效益，请补充完整',
      contentHash,
      supplied: { verdict: 'fair' },
    });
    expect(reply.body.decision).toMatchObject({ outcome: 'return' });
    expect((await pageOf(platform, 'submitter', `/projects/${id}/history`)).html).toContain(
      '中（修改后重新报送）',
    );
  });
});

describe('a reviewer who says more than an event holds', () => {
  const LONG = `附：核查说明🏛。${'逐项核对了测算依据、上年执行数和三份报价，'.repeat(46)}同意。`;

  it('is read whole wherever opinions are, and the history holds', async () => {
    expect([...LONG].length).toBeGreaterThan(900);
    const anyone = await clientOf(platform);
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const tooLong = await anyone.post<Problem>(link, {
      outcome: 'approve',
      comment: '审'.repeat(1_001),
      contentHash,
    });
    expect([tooLong.status, tooLong.body.errors?.[0]?.path]).toEqual([422, '/comment']);
    const done = await anyone.post<DecisionView>(link, { outcome: 'approve', comment: LONG, contentHash });
    expect(done.body.decision).toMatchObject({ comment: LONG });

    const approval = await linkFor(platform, 'approver', id);
    expect((await anyone.get<DecisionView>(approval)).body.earlier).toMatchObject([{ comment: LONG }]);
    expect((await pageOf(platform, 'approver', approval)).html).toContain(LONG);
    await decideBy(platform, approval, { outcome: 'approve' });

    const auditor = await clientOf(platform, 'auditor');
    const history = await auditor.get<{ events: HistoryEvent[]; opinions: unknown[] }>(
      `/projects/${id}/history`,
    );
    const event = history.body.events.find(({ commentHash }) => commentHash !== undefined);
    if (!event) throw new Error('No event binds the opinion');
    expect(event).not.toHaveProperty('comment');
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(1_024);
    const { hash, ...rest } = event;
    expect(digest(rest)).toBe(hash);
    const beside = [{ chain: id, seq: event.seq, comment: LONG }];
    expect(history.body.opinions).toEqual(beside);
    const found = await auditor.get<{ opinions: unknown[] }>(`/history?project=${id}`);
    expect(found.body.opinions).toEqual(beside);
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });

    for (const [account, path] of [
      ['auditor', `/projects/${id}/history`],
      ['submitter', `/projects/${id}/history`],
      ['auditor', `/history?project=${id}`],
      ['submitter', `/projects/${id}/document`],
    ] as const)
      expect([path, (await pageOf(platform, account, path)).html.includes(LONG)]).toEqual([path, true]);
    const textOf = async (path: string): Promise<string> => {
      const authorization = `Bearer ${await platform.token('auditor')}`;
      return (await fetch(`${platform.product}${path}`, { headers: { authorization } })).text();
    };
    expect(await textOf(`/projects/${id}/history?format=csv`)).toContain(LONG);
    expect(await textOf(`/history?format=csv&project=${id}`)).toContain(LONG);
    expect(await textOf(`/projects/${id}/document?format=txt`)).toContain(LONG.slice(0, 30));
    const lines = await textOf(`/projects/${id}/history?format=ndjson`);
    expect(lines).toContain(`{"opinion":{"chain":"${id}","comment":"${LONG}"`);
  });

  it('reaches the unit whole where it returns the project', async () => {
    const { id } = await submit(platform);
    await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome: 'return', comment: LONG });
    expect((await pageOf(platform, 'submitter', `/projects/${id}`)).html).toContain(LONG);
    const mail = await eventually('the mail', async () =>
      (await mailsTo(platform, 'submitter')).find(({ text }) => text.includes(id) && text.includes('退回')),
    );
    expect(mail.text).toContain(LONG);
  });
});

describe('an administrator', () => {
  it('sees everything that waits, and gives a request to somebody else from the page', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const administrator = await clientOf(platform, 'administrator');
    const open = await eventually('the request in the list', async () => {
      const { body } = await administrator.get<{ requests: OpenRequest[] }>('/requests');
      return body.requests.find(({ projectId }) => projectId === id);
    });
    expect(open).toMatchObject({ stage: 'finance-review', overdue: false, assignees: [{ id: 'reviewer' }] });

    const { status, location } = await pageOf(platform, 'administrator', `/projects/${id}/reassignment`, {
      stage: 'finance-review',
      to: 'reviewer2',
      comment: '审核人外出学习，改由他人',
    });
    expect([status, location]).toEqual([303, '/requests?notice=reassigned']);
    expect(await linksFor(platform, 'reviewer2', id)).toHaveLength(1);
    await eventually('the mail to the former person', async () =>
      (await mailsTo(platform, 'reviewer')).some(({ subject }) => subject.includes('转')),
    );
    expect((await pageOf(platform, 'administrator', '/requests')).html).toContain('审核人');
    expect((await pageOf(platform, 'submitter', '/requests')).status).toBe(403);
  });

  it('turns the pages of what waits: each request once, in the order of what is due next', async () => {
    const submitted: string[] = [];
    for (let at = 0; at < 5; at++) submitted.push((await submit(platform)).id);
    for (const id of submitted) await linkFor(platform, 'reviewer', id);
    const administrator = await clientOf(platform, 'administrator');
    interface RequestsPage {
      readonly requests: readonly OpenRequest[];
      readonly next: string | null;
    }
    const turned = async (limit: number) => {
      const pages: (readonly OpenRequest[])[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const { body } = await administrator.get<RequestsPage>(`/requests?limit=${limit}${query}`);
        pages.push(body.requests);
        cursor = body.next;
      }
      return pages;
    };
    const ids = (pages: readonly (readonly OpenRequest[])[]) =>
      pages.flat().map(({ projectId }) => projectId);
    const all = await eventually('all in the list', async () => {
      const pages = await turned(100);
      return submitted.every((id) => ids(pages).includes(id)) && pages;
    });
    const small = await turned(2);
    expect(Math.max(...small.map((page) => page.length))).toBe(2);
    expect(ids(small)).toEqual(ids(all));
    expect(new Set(ids(small)).size).toBe(ids(small).length);
    // What was asked first is reminded of first.
    const own = ids(all).filter((id) => submitted.includes(id));
    expect(own).toHaveLength(5);

    const page = async (path: string) => (await pageOf(platform, 'administrator', path)).html;
    const first = await page('/requests?limit=2');
    const next = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toMatch(/^\/requests\?limit=2&cursor=/);
    const second = await page(next);
    const shown = (html: string) => ids(all).filter((id) => html.includes(`/projects/${id}/reassignment`));
    expect([...shown(first), ...shown(second)]).toEqual(ids(all).slice(0, 4));
    expect(second).toContain('回到第一页');
    const wrong = await administrator.get<Problem>('/requests?cursor=nothing');
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-parameter']);
  });

  it('is offered, request by request, those alone who may be given it', async () => {
    const { uscc } = aDeclaration().unit;
    const chief = { id: 'chief', name: '单位负责人（示例）', email: 'chief@countersign.example', unit: uscc };
    await changeDirectory(platform, ({ units, people, ...rest }) => ({
      ...rest,
      // Every declaring unit has a head of its own now.
      units: units.map((unit) => {
        const holder = unit.id === uscc ? chief.id : people.find((person) => person.unit === unit.id)?.id;
        return unit.posts || !holder ? unit : { ...unit, posts: [{ post: 'head', holder }] };
      }),
      people: [...people, chief],
    }));
    const { id } = await submit(platform);
    const offered = async () => {
      const { html } = await pageOf(platform, 'administrator', '/requests');
      const select = new RegExp(`<select id="to-${id}-unit-signoff".*?</select>`, 's').exec(html)?.[0];
      return select && [...select.matchAll(/<option value="([^"]+)">/g)].map(([, person]) => person);
    };
    expect(await eventually('the request in the list', offered)).toEqual(['chief']);
  });
});
