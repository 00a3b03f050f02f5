import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, OpenRequest, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  changeDirectory,
  clientOf,
  eventually,
  linkFor,
  linksFor,
  mailsTo,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const NOTE = '去年结转较多，建议审批时再核一次';

async function pageOf(account: string, path: string, form?: Record<string, string>) {
  const answer = await fetch(`${platform.product}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', authorization: `Bearer ${await platform.token(account)}` },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}

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
    expect(mail?.text).not.toContain('31.50');
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
    const { html } = await pageOf('approver', await linkFor(platform, 'approver', id));
    expect(html).toContain(NOTE);
  });

  it('shows the auditor the note, and the unit everything but the note', async () => {
    expect((await pageOf('auditor', `/projects/${id}/history`)).html).toContain(NOTE);
    for (const path of [`/projects/${id}/history`, `/projects/${id}`, `/projects/${id}/document`]) {
      const { status, html } = await pageOf('submitter', path);
      expect([status, html.includes(NOTE)]).toEqual([200, false]);
    }
    expect((await pageOf('submitter', `/projects/${id}/history`)).html).toContain('良（完善后进入下一步）');
  });

  it('shows the unit what was cut and what disagrees since, and takes its objection from the page', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const { body } = await submitter.get<ProjectView>(`/projects/${id}`);
    expect(body.cuts).toMatchObject([{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }]);
    expect(body.actions).toContain('object');
    // The same rules on the reduced plan as the next decider sees.
    expect(body.findings).toEqual(approvers.findings);

    const { status, location } = await pageOf('submitter', `/projects/${id}/objection`, {
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
    expect((await pageOf('submitter', `/projects/${id}/history`)).html).toContain('中（修改后重新报送）');
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

    const { status, location } = await pageOf('administrator', `/projects/${id}/reassignment`, {
      stage: 'finance-review',
      to: 'reviewer2',
      comment: '审核人外出学习，改由他人',
    });
    expect([status, location]).toEqual([303, '/requests?notice=reassigned']);
    expect(await linksFor(platform, 'reviewer2', id)).toHaveLength(1);
    await eventually('the mail to the former person', async () =>
      (await mailsTo(platform, 'reviewer')).some(({ subject }) => subject.includes('转')),
    );
    expect((await pageOf('administrator', '/requests')).html).toContain('审核人');
    expect((await pageOf('submitter', '/requests')).status).toBe(403);
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
      const { html } = await pageOf('administrator', '/requests');
      const select = new RegExp(`<select id="to-${id}-unit-signoff".*?</select>`, 's').exec(html)?.[0];
      return select && [...select.matchAll(/<option value="([^"]+)">/g)].map(([, person]) => person);
    };
    expect(await eventually('the request in the list', offered)).toEqual(['chief']);
  });
});
