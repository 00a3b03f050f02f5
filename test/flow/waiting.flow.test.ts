import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView, WaitingLine } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  mailsTo,
  type Problem,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

// One office for all of them, in this order: what a stage adds to it asks every project behind it.
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const DAY = 24 * 60 * 60;
const actionsOf = async (id: string) => (await historyOf(platform, id)).map(({ action }) => action);
const subjectsTo = async (account: string) =>
  (await mailsTo(platform, account)).map(({ subject }) => subject);

describe('an administrator who gives a request to somebody else', () => {
  it('makes an event and mails; the old link says so and decides nothing', async () => {
    const { id } = await submit(platform);
    const old = await linkFor(platform, 'reviewer', id);
    await platform.advance(DAY);
    const administrator = await clientOf(platform, 'administrator');
    const { requests } = (await administrator.get<{ requests: WaitingLine[] }>('/requests')).body;
    expect(requests.map(({ projectId }) => projectId)).toEqual([id]);
    // A Thursday follows: one day has passed, and one working day.
    expect(requests[0]?.elapsedDays).toBeCloseTo(1, 1);
    expect(requests[0]?.days).toBeCloseTo(1, 1);
    const body = { stage: 'finance-review', to: 'reviewer2', comment: '岗位调整，改由他人办理' };
    expect((await administrator.post(`/projects/${id}/reassignment`, body)).status).toBe(200);
    const link = await linkFor(platform, 'reviewer2', id);
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(old)).body.status).toBe('reassigned');
    const late = await decideBy(platform, old, { outcome: 'approve' });
    expect([late.status, late.body.code]).toEqual([409, 'reassigned']);
    await eventually('the mail to the former', async () =>
      (await subjectsTo('reviewer')).some((subject) => subject.includes('已转办')),
    );
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    const submitter = await clientOf(platform, 'submitter');
    expect((await submitter.post(`/projects/${id}/reassignment`, body)).status).toBe(403);
  });
});

describe('a unit whose amount is cut', () => {
  it('is mailed and may object; the next decider sees it first', async () => {
    const { id } = await submit(platform);
    const anyone = await clientOf(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const submitter = await clientOf(platform, 'submitter');
    const object = () =>
      submitter.post<ProjectView & Problem>(`/projects/${id}/objection`, {
        comment: '群众活动的场次不能减少',
      });
    expect((await object()).body.code).toBe('not-in-this-state');
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    expect((await anyone.post(link, { outcome: 'approve', contentHash, cuts })).status).toBe(200);
    const mail = await eventually('the mail of the cut', async () =>
      (await mailsTo(platform, 'submitter')).find(({ subject }) => subject.includes('核减')),
    );
    expect(mail.subject).toContain('30.50');
    expect((await object()).status).toBe(200);
    const shown = (await anyone.get<DecisionView>(await linkFor(platform, 'approver', id))).body;
    expect(shown.objections).toEqual([expect.objectContaining({ comment: '群众活动的场次不能减少' })]);
    expect(await actionsOf(id)).toContain('objected');
  });
});

describe('a returned project that nobody hands in again', () => {
  it('is warned of twice and lapses after 60 days; its draft cannot be submitted any more', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据' });
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
    for (let day = 0; day < 70 && (await actionsOf(id)).at(-1) !== 'lapsed'; day += 4) {
      await platform.advance(4 * DAY);
      await atRest(platform);
    }
    expect((await actionsOf(id)).slice(-4)).toEqual(['returned', 'reminded', 'reminded', 'lapsed']);
    const mails = await eventually('the mails', async () => {
      const all = await mailsTo(platform, 'submitter');
      return all.some(({ subject }) => subject.includes('逾期失效')) && all;
    });
    // A mail that was on its way while days went by may come twice: it is the same by its reference.
    const warnings = mails.filter(({ subject }) => subject.includes('即将逾期'));
    expect(new Set(warnings.map(({ headers }) => headers['X-Countersign-Reference'])).size).toBe(2);
    const submitter = await clientOf(platform, 'submitter');
    const { body } = await submitter.get<ProjectView>(`/projects/${id}`);
    expect([body.state, body.actions]).toEqual(['lapsed', []]);
  });
});

describe('optional stages', () => {
  it('from a threshold on the decision is taken collectively, with the minutes (R31)', async () => {
    await setOffice(platform, { collectiveThresholdFen: 30_000_000 });
    await changeDirectory(platform, (directory) => ({
      ...directory,
      units: directory.units.map((unit) =>
        unit.posts ? { ...unit, posts: [...unit.posts, { post: 'secretary', holder: 'reviewer2' }] } : unit,
      ),
    }));
    const { id } = await submit(platform);
    expect(
      (await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome: 'approve' })).status,
    ).toBe(200);
    const link = await linkFor(platform, 'reviewer2', id);
    const without = await decideBy(platform, link, { outcome: 'approve' });
    expect([without.status, without.body.errors?.map(({ path }) => path)]).toEqual([
      422,
      ['/supplied/minutesNumber', '/supplied/meetingDate'],
    ]);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const supplied = { minutesNumber: '示例纪要〔2021〕3号', meetingDate: '2021-03-18' };
    expect((await anyone.post(link, { outcome: 'approve', contentHash, supplied })).status).toBe(200);
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' })).status,
    ).toBe(200);
    expect(await executionOf(platform, id)).toBe('SUCCEEDED');
  });

  it('a unit with a head signs off first; the head must be of the unit and not an editor', async () => {
    await changeDirectory(platform, (directory) => ({
      ...directory,
      people: [
        ...directory.people,
        {
          id: 'head',
          name: '单位负责人（示例）',
          email: 'head@countersign.example',
          unit: '11530121MB1584810X',
        },
      ],
      units: directory.units.map((unit) =>
        unit.id === '11530121MB1584810X' ? { ...unit, posts: [{ post: 'head', holder: 'head' }] } : unit,
      ),
    }));
    const project = await submit(platform, 'submitter', aDeclaration());
    expect(project.stage).toBe('unit-signoff');
    expect(
      (await decideBy(platform, await linkFor(platform, 'head', project.id), { outcome: 'approve' })).status,
    ).toBe(200);
    expect(await linkFor(platform, 'reviewer', project.id)).toMatch(/decisions/);
  });
});
