import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeskItem, FailedMailLine, TransferView } from '../../shared/contract/views.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import {
  approveThrough,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
  minutesUntil,
  type Problem,
  submit,
} from '../support/client.ts';
import { signedIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

const BOUNCES = 'bounce@simulator.amazonses.com';

let platform: Platform;
let administrator: Client;

/** Signed in anew: until a mail is cured time passes by minutes, at times longer than a session is idle. */
const open = async (path: string, form?: Record<string, string>) =>
  (await signedIn(platform.product, 'administrator')).open(`${platform.product}${path}`, form);

beforeAll(async () => {
  platform = await startPlatform();
  administrator = await clientOf(platform, 'administrator');
});
afterAll(() => platform.stop());

const change = (id: string, with_: Partial<Person>) =>
  changeDirectory(platform, (directory) => ({
    ...directory,
    people: directory.people.map((one) => (one.id === id ? { ...one, ...with_ } : one)),
  }));

const listed = async (): Promise<FailedMailLine[]> =>
  (await administrator.get<{ failedMails: FailedMailLine[] }>('/directory/failed-mails')).body.failedMails;
const failedOf = async (project: string) => (await listed()).filter(({ projectId }) => projectId === project);
const untilFailed = (project: string, count = 1) =>
  eventually(`${count} failed mails of ${project}`, async () => {
    const found = await failedOf(project);
    return found.length === count && found;
  });
const untilCured = (project: string) =>
  minutesUntil(platform, `no failed mail of ${project}`, async () => {
    return (await failedOf(project)).length === 0;
  });

/** Corrects an address as the page lets one: with a look before it is saved. */
async function correctOnPage(href: string, field: 'email' | 'contact', address: string): Promise<void> {
  const page = await open('/directory/failed-mails');
  const form = page.html.match(new RegExp(`<form[^>]*action="${href}"[\\s\\S]*?</form>`))?.[0] ?? '';
  const look = await open(href, { ...formIn(form), [field]: address, intent: 'check' });
  expect([look.status, textIn(look.html).includes('保存前核对')]).toEqual([200, true]);
  const saved = await open(href, { ...formIn(look.html), intent: 'save' });
  expect(saved.url.search).toBe('?notice=saved');
}

const outcomesTo = async (to: string, project: string, tag: string) =>
  (await platform.messages()).filter(
    (mail) =>
      mail.to === to &&
      mail.subject.includes(tag) &&
      mail.headers['X-Countersign-Reference']?.startsWith(project),
  );

describe('a request whose mail came back', () => {
  it('is listed with who, where, of what and why, until the address is corrected and it is mailed again', async () => {
    await change('reviewer', { email: BOUNCES });
    const { id, title } = await submit(platform);
    const [failed] = await untilFailed(id);
    expect(failed).toEqual({
      ...{ person: 'reviewer', name: '审核人丙（示例）', address: BOUNCES, corrected: false },
      ...{ projectId: id, title, stage: 'finance-review', revision: 1, asks: true, reason: 'bounced' },
      at: expect.stringMatching(/^20.*Z$/),
    });
    const page = textIn((await open('/directory/failed-mails')).html);
    for (const text of ['未送达邮件', '审核人丙（示例）', title, id, '被退回']) expect(page).toContain(text);

    await correctOnPage('/directory/people/reviewer', 'email', 'corrected@countersign.example');
    await untilCured(id);
    const link = await linkFor(platform, 'corrected', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    await change('reviewer', { email: 'reviewer@countersign.example' });
  });

  it('is listed no more once somebody else has it, or it is decided', async () => {
    await change('reviewer', { email: BOUNCES });
    const [given, withdrawn] = [await submit(platform), await submit(platform)];
    await untilFailed(given.id);
    await untilFailed(withdrawn.id);
    const to = { stage: 'finance-review', to: 'reviewer2', comment: '邮件未送达，改由他人办理' };
    expect((await administrator.post(`/projects/${given.id}/reassignment`, to)).status).toBe(200);
    const submitter = await clientOf(platform, 'submitter');
    const match = { 'if-match': `"${withdrawn.version}"` };
    expect((await submitter.post(`/projects/${withdrawn.id}/withdraw`, undefined, match)).status).toBe(200);
    const asking = (await listed()).filter(({ asks }) => asks);
    expect(asking).toEqual([]);
    await change('reviewer', { email: 'reviewer@countersign.example' });
  });
});

describe('an outcome whose mail came back', () => {
  it('is mailed again, once, to the corrected address of the submitter, and to that of the unit', async () => {
    const { body: unit } = await administrator.get<Unit>('/directory/units/11530121MB1584810X');
    await change('submitter', { email: BOUNCES });
    await changeDirectory(platform, (directory) => ({
      ...directory,
      units: directory.units.map((one) =>
        one.id === unit.id ? { ...one, contact: 'bounce+unit@simulator.amazonses.com' } : one,
      ),
    }));
    const id = await approveThrough(platform);
    const failed = await eventually('both failures', async () => {
      const found = await failedOf(id);
      return found.length === 2 && found;
    });
    expect(failed.map(({ person, asks, reason }) => [person, asks, reason])).toEqual([
      ['submitter', false, 'bounced'],
      [`unit:${unit.id}`, false, 'bounced'],
    ]);
    await correctOnPage('/directory/people/submitter', 'email', 'clerk@countersign.example');
    await correctOnPage(`/directory/units/${unit.id}`, 'contact', 'office@countersign.example');
    await untilCured(id);
    for (const to of ['clerk@countersign.example', 'office@countersign.example'])
      expect(await outcomesTo(to, id, '已批准')).toHaveLength(1);
    await platform.advance(120);
    await platform.advance(120);
    expect(await outcomesTo('clerk@countersign.example', id, '已批准')).toHaveLength(1);
  });

  it('stands there again where the other address fails as well, with an event of its own', async () => {
    await change('submitter', { email: BOUNCES });
    const id = await approveThrough(platform);
    const [first] = await untilFailed(id);
    await change('submitter', { email: 'bounce+again@simulator.amazonses.com' });
    const second = await minutesUntil(platform, 'the second failure', async () => {
      const [now] = await failedOf(id);
      return now && now.at !== first?.at && now;
    });
    expect(second).toMatchObject({ address: 'bounce+again@simulator.amazonses.com', corrected: false });
    const events = (await historyOf(platform, id)).filter(({ action }) => action === 'mail-failed');
    expect(events).toHaveLength(2);
    await change('submitter', { email: 'submitter@countersign.example' });
    await untilCured(id);
    expect(await outcomesTo('submitter@countersign.example', id, '已批准')).toHaveLength(1);
  });
});

describe('all open requests of somebody', () => {
  const comment = '该同志已调离，所办事项统一移交';
  const transfer = (to: string, why = comment) =>
    administrator.post<TransferView>('/directory/people/approver/transfer', { to, comment: why });

  it('are given to somebody else, each by itself; what cannot be is said why, and again does nothing', async () => {
    await changeDirectory(platform, holding('approver', { holder: 'approver', delegates: ['reviewer2'] }));
    const ids: string[] = [];
    for (const reviewer of ['reviewer', 'reviewer', 'reviewer2']) {
      const { id } = await submit(platform);
      await linkFor(platform, 'reviewer', id);
      if (reviewer === 'reviewer2') {
        const to = { stage: 'finance-review', to: reviewer, comment };
        expect((await administrator.post(`/projects/${id}/reassignment`, to)).status).toBe(200);
      }
      await decideBy(platform, await linkFor(platform, reviewer, id), { outcome: 'approve' });
      await linkFor(platform, 'approver', id);
      ids.push(id);
    }
    const [first = '', second = '', third = ''] = ids;
    expect((await transfer('nobody-at-all')).status).toBe(422);
    expect((await transfer('reviewer2', '太短')).status).toBe(422);
    // To whom they ask already: nobody is mailed and nothing is recorded.
    const same = await administrator.post<Problem>('/directory/people/approver/transfer', {
      to: 'approver',
      comment,
    });
    expect([same.status, same.body.errors?.map(({ path }) => path)]).toEqual([422, ['/to']]);

    const { status, body } = await transfer('reviewer2');
    expect(status).toBe(200);
    // What earlier tests left with the approver goes as well.
    const moved = body.moved.map(({ projectId }) => projectId);
    expect(moved).toEqual(expect.arrayContaining([first, second]));
    expect(moved).not.toContain(third);
    expect(body.notMoved).toMatchObject([{ projectId: third, stage: 'approval', code: 'own-project' }]);
    expect(body.left).toBe(0);
    for (const id of [first, second]) {
      const events = (await historyOf(platform, id)).filter(({ action }) => action === 'reassigned');
      expect(events).toMatchObject([
        { assignees: [{ id: 'reviewer2' }], comment, actor: { id: 'administrator' } },
      ]);
    }
    const link = (await linksFor(platform, 'reviewer2', first)).at(-1) ?? '';
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);

    const again = await transfer('reviewer2');
    expect([again.body.moved, again.body.notMoved.length]).toEqual([[], 1]);
    expect((await historyOf(platform, second)).filter(({ action }) => action === 'reassigned')).toHaveLength(
      1,
    );
  });

  it('and can be given back: whoever has them no more finds them no more', async () => {
    const waiting = async (person: string) => {
      const { body } = await (await clientOf(platform, person)).get<{ items: DeskItem[] }>('/');
      return body.items.map(({ project }) => project);
    };
    const had = await waiting('reviewer2');
    expect(had).not.toEqual([]);
    const to = { to: 'approver', comment };
    const { body } = await administrator.post<TransferView>('/directory/people/reviewer2/transfer', to);
    const back = body.moved.map(({ projectId }) => projectId);
    expect(had).toEqual(expect.arrayContaining(back));
    expect(await waiting('reviewer2')).toEqual(had.filter((id) => !back.includes(id)));
    expect(await waiting('approver')).toEqual(expect.arrayContaining(back));
    await transfer('reviewer2');
  });

  it('are given on the person’s page', async () => {
    const page = await open('/directory/people/approver');
    expect(textIn(page.html)).toContain('转办在办事项（1 件）');
    const done = await open('/directory/people/approver/transfer', { to: 'approver2', comment });
    expect(textIn(done.html)).toContain('未能转办 1 件');
    expect(textIn(done.html)).toContain('此人不担任这一环节的岗位');
  });
});
