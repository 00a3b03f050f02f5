import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLinkView, DecisionView, DeskItem, ProjectView } from '../../shared/contract/views.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
  minutesUntil,
  openedBy,
  pageOf,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let anyone: Client;
let original: Directory;
beforeAll(async () => {
  platform = await startPlatform();
  anyone = await clientOf(platform);
  original = (await (await clientOf(platform, 'administrator')).get<Directory>('/directory')).body;
});
afterAll(() => platform.stop());

const withPerson =
  (id: string, change: Partial<Person>) =>
  (directory: Directory): Directory => ({
    ...directory,
    people: directory.people.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });

const away = { absences: [{ from: '2020-01-01', to: '2999-12-31', delegate: 'reviewer2' }] };

const restored = () => changeDirectory(platform, () => original);

/** What happened to a project since it was asked, action by action. */
const actionsSince = async (id: string, from: string): Promise<string[]> => {
  const actions = (await historyOf(platform, id)).map(({ action }) => action as string);
  return actions.slice(actions.indexOf(from) + 1);
};

const rerouted = (id: string) =>
  minutesUntil(platform, 'the request to follow the office', async () =>
    (await historyOf(platform, id)).find(({ action }) => action === 'rerouted'),
  );

const statusOf = async (link: string) => (await anyone.get<DecisionView>(link)).body.status;

afterEach(restored);

describe('an open request follows the office', () => {
  it('to the delegate of whoever becomes absent, and back', async () => {
    const { id } = await submit(platform);
    const old = await linkFor(platform, 'reviewer', id);
    const today = (await platform.now()).toISOString().slice(0, 10);
    await changeDirectory(
      platform,
      withPerson('reviewer', { absences: [{ from: today, to: '2999-12-31', delegate: 'reviewer2' }] }),
    );
    const event = await rerouted(id);
    expect(event).toMatchObject({
      stage: 'finance-review',
      joined: [{ id: 'reviewer2', onBehalfOfId: 'reviewer' }],
      left: [{ id: 'reviewer' }],
      because: [{ id: 'reviewer', why: 'absent' }],
      actor: { role: 'system' },
    });
    const timeline = (account: string) => pageOf(platform, account, `/projects/${id}/history`);
    expect((await timeline('submitter')).html).toMatch(/原因：[^<]+外出；依据机构名录第 \d+ 版/);
    expect((await timeline('submitter')).html).not.toContain('查看此前的名录变更');
    const auditors = /href="([^"]+)">查看此前的名录变更/.exec((await timeline('auditor')).html)?.[1] ?? '';
    const changes = await pageOf(platform, 'auditor', auditors.replaceAll('&amp;', '&'));
    expect([changes.status, changes.html.includes('/history/details/')]).toEqual([200, true]);
    const link = await linkFor(platform, 'reviewer2', id);
    expect([await statusOf(old), await statusOf(link)]).toEqual(['reassigned', 'open']);
    const times = (count: number) =>
      minutesUntil(platform, `${count} changes`, async () => {
        return (await actionsSince(id, 'requested')).filter((one) => one === 'rerouted').length === count;
      });
    // What becomes of it in other hands is no other time at which it was given away.
    await changeDirectory(platform, withPerson('reviewer2', { email: 'elsewhere@countersign.example' }));
    await times(2);
    expect((await anyone.get<DeadLinkView>(old)).body).toMatchObject({ kind: 'rerouted', at: event.at });
    await restored();
    await times(3);
    expect(await statusOf(link)).toBe('reassigned');
    const again = await eventually('a fresh link', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links.at(-1);
    });
    await decideBy(platform, again, { outcome: 'approve' });
  });

  it('to whoever is given the post, whose decision says so', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer2' }));
    expect(await rerouted(id)).toMatchObject({ joined: [{ id: 'reviewer2' }], left: [{ id: 'reviewer' }] });
    await decideBy(platform, await linkFor(platform, 'reviewer2', id), { outcome: 'approve' });
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    // Since they decided last they had another mailbox as well: for a while in the test before.
    expect(decided).toMatchObject({ actor: { id: 'reviewer2' }, marks: ['post-given', 'mailbox-changed'] });
  });

  it('with the name that whoever is asked has now: on the page, on the unit’s desk, and in the decision', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, withPerson('reviewer', { name: '王更正（示例）' }));
    const shown = await anyone.get<DecisionView>(link);
    expect(shown.body.assignee.name).toBe('王更正（示例）');
    await minutesUntil(platform, 'the name on the desk', async () => {
      const desk = await (await clientOf(platform, 'submitter')).get<{ items: DeskItem[] }>('/?tab=mine');
      return desk.body.items.find(({ project }) => project === id)?.asked?.names.includes('王更正（示例）');
    });
    await decideBy(platform, link, { outcome: 'approve' });
    const events = await historyOf(platform, id);
    expect(events.find(({ action }) => action === 'decided')?.actor.name).toBe('王更正（示例）');
    expect(events.map(({ action }) => action)).not.toContain('rerouted');
  });

  it('in the place that whoever has an earlier link has now, which is their own', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, withPerson('reviewer', away));
    await rerouted(id);
    const link = await linkFor(platform, 'reviewer2', id);
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer2' }));
    await minutesUntil(platform, 'the post to be followed', async () => {
      return (await historyOf(platform, id)).filter(({ action }) => action === 'rerouted').length === 2;
    });
    expect((await anyone.get<DecisionView>(link)).body.assignee).not.toHaveProperty('onBehalfOf');
    await decideBy(platform, link, { outcome: 'approve' });
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided?.actor).toMatchObject({ id: 'reviewer2' });
    expect(decided?.actor).not.toHaveProperty('onBehalfOf');
  });

  it('and tells whoever has its page open still what became of it, with what they typed', async () => {
    const { id } = await submit(platform);
    const { contentHash } = await openedBy(platform, 'reviewer', id);
    const link = await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, withPerson('reviewer', away));
    await rerouted(id);
    const reviewer = await clientOf(platform, 'reviewer');
    const path = `/projects/${id}/decision`;
    expect((await reviewer.get<DeadLinkView>(path)).body).toMatchObject({
      status: 'reassigned',
      kind: 'rerouted',
    });
    const comment = '第三项支出没有测算过程，请补充单价和数量';
    const typed = { outcome: 'return', comment, contentHash };
    const behindLink = await fetch(`${platform.product}${link}`, {
      ...{ method: 'POST', redirect: 'manual', headers: { accept: 'text/html' } },
      body: new URLSearchParams(typed),
    });
    const signedIn = await pageOf(platform, 'reviewer', path, typed);
    for (const { status, html } of [{ status: behindLink.status, html: await behindLink.text() }, signedIn])
      expect([status, html.includes('此件不再由您办理'), html.includes(comment)]).toEqual([409, true, true]);
    const several = { decisions: [{ project: id, outcome: 'approve', contentHash }] };
    expect((await reviewer.post<object>('/decisions', several)).body).toMatchObject({
      results: [{ status: 409, code: 'reassigned' }],
    });
    expect(await actionsSince(id, 'rerouted')).toEqual([]);
  });

  it('to another mailbox of the same person: the old one is told, its links end, and the decision says so', async () => {
    const { id } = await submit(platform);
    const old = await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, withPerson('reviewer', { email: 'moved@countersign.example' }));
    expect(await statusOf(old)).toBe('expired');
    const late = await anyone.post(old, { outcome: 'approve', contentHash: '0'.repeat(64) });
    expect([late.status, late.body.code]).toEqual([410, 'link-expired']);
    expect(await rerouted(id)).toMatchObject({ joined: [{ id: 'reviewer' }], left: [] });
    const link = await linkFor(platform, 'moved', id);
    const told = await eventually('the old mailbox to be told', async () =>
      (await platform.messages()).find(
        ({ to, subject }) => to === 'reviewer@countersign.example' && subject.includes('邮箱已变更'),
      ),
    );
    expect(told.text).not.toContain('/decisions/');
    await decideBy(platform, link, { outcome: 'approve' });
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided).toMatchObject({ actor: { id: 'reviewer' }, marks: ['mailbox-changed'] });
  });

  it('to nobody where all are away, which the administrators are told, and to the first who is back', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const today = (await platform.now()).toISOString().slice(0, 10);
    const away = { absences: [{ from: today, to: '2999-12-31' }] };
    await changeDirectory(platform, (now) =>
      withPerson('reviewer2', away)(withPerson('reviewer', away)(now)),
    );
    expect(await rerouted(id)).toMatchObject({ assignees: [], left: [{ id: 'reviewer' }] });
    await eventually('the administrators to be told', async () =>
      (await platform.messages()).some(
        ({ to, subject }) => to === 'administrator@countersign.example' && subject.includes('无人可办'),
      ),
    );
    await changeDirectory(platform, withPerson('reviewer2', { absences: [] }));
    await minutesUntil(platform, 'the first who is back', async () => {
      return (await linksFor(platform, 'reviewer2', id)).length > 0;
    });
  });

  it('and lets nobody decide who changed it', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    // The administrator takes the post.
    await changeDirectory(
      platform,
      holding('reviewer', { holder: 'administrator', delegates: ['reviewer2'] }),
    );
    expect(await rerouted(id)).toMatchObject({
      joined: [{ id: 'reviewer2', onBehalfOfId: 'administrator' }],
    });
    const administrator = await clientOf(platform, 'administrator');
    const given = { stage: 'finance-review', to: 'administrator', comment: '岗位调整，改由他人办理' };
    const refused = await administrator.post(`/projects/${id}/reassignment`, given);
    expect([refused.status, refused.body.code]).toEqual([403, 'own-project']);
  });

  it('under the unit that its own was merged into, to whose people it belongs then', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const merged = { successor: '11530121MB1000101G' };
    await changeDirectory(platform, (now) => ({
      ...now,
      units: now.units.map((one) => (one.id === '11530121MB1584810X' ? { ...one, ...merged } : one)),
    }));
    const event = await minutesUntil(platform, 'the project to go on elsewhere', async () => {
      return (await historyOf(platform, id)).find(({ action }) => action === 'unit-changed');
    });
    expect(event).toMatchObject({ unit: '11530121MB1000101G', formerUnit: '11530121MB1584810X' });
    const seen = await (await clientOf(platform, 'submitter2')).get<ProjectView>(`/projects/${id}`);
    expect([seen.status, seen.body.unit.id]).toEqual([200, '11530121MB1000101G']);
    // Whoever is still listed under the old unit works for the new one.
    expect((await (await clientOf(platform, 'submitter')).get(`/projects/${id}`)).status).toBe(200);
    // What is sent back can be handed in again under the new unit's code, whatever the return opened.
    const link = await linkFor(platform, 'reviewer', id);
    await decideBy(platform, link, {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
      fields: ['/title'],
    });
    const submitter2 = await clientOf(platform, 'submitter2');
    const draft = await submitter2.get<ProjectView>(`/projects/${id}`);
    const declaration = { ...draft.body.declaration, unit: aSecondUnitsDeclaration().unit };
    const match = { 'if-match': draft.headers.get('etag') ?? '' };
    const saved = await submitter2.put<ProjectView>(`/projects/${id}`, { declaration }, match);
    expect([saved.status, saved.body.state]).toEqual([200, 'returned']);
  });
});

describe('a project that is handed in again', () => {
  it('stands under the name that its unit has now', async () => {
    const { id, unit, declaration } = await submit(platform);
    const returned = { outcome: 'return', comment: '请按新的单位名称修改后重新提交' };
    await decideBy(platform, await linkFor(platform, 'reviewer', id), returned);
    const name = '呈贡区应急管理和消防局（示例）';
    await changeDirectory(platform, (directory) => ({
      ...directory,
      units: directory.units.map((one) => (one.id === unit.id ? { ...one, name } : one)),
    }));
    const submitter = await clientOf(platform, 'submitter');
    const draft = await submitter.get<ProjectView>(`/projects/${id}`);
    const renamed = { ...declaration, unit: { ...aDeclaration().unit, name } };
    const match = { 'if-match': draft.headers.get('etag') ?? '' };
    await submitter.put(`/projects/${id}`, { declaration: renamed }, match);
    expect((await actOfUnit(platform, id, 'submit')).body).toMatchObject({ unit: { id: unit.id, name } });
    const { project } = await openedBy(platform, 'reviewer', id);
    expect(project.unit.name).toBe(name);
  });
});

describe('what becomes of a project', () => {
  it('is told to the unit’s own mailbox and to whoever follows its projects, also where the submitter has left', async () => {
    await changeDirectory(platform, (now) => ({
      ...now,
      units: now.units.map((one) =>
        one.id === '11530121MB1584810X' ? { ...one, contact: 'office@countersign.example' } : one,
      ),
      people: [
        ...now.people,
        {
          id: 'clerk',
          name: '经办人（示例）',
          email: 'clerk@countersign.example',
          unit: '11530121MB1584810X',
          followsUnit: true,
        },
      ],
    }));
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, (now) => ({
      ...now,
      people: now.people.filter((one) => one.id !== 'submitter'),
    }));
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' });
    await eventually('both to be told', async () => {
      const told = (await platform.messages()).filter(
        ({ subject, text }) => subject.includes('退回修改') && text.includes(id),
      );
      return ['office', 'clerk'].every((box) => told.some(({ to }) => to === `${box}@countersign.example`));
    });
    expect((await historyOf(platform, id)).map(({ action }) => action)).not.toContain('mail-failed');
  });

  it('is told to whoever works for the unit now, where the submitter works elsewhere and nobody follows it', async () => {
    const { id, unit } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const other = original.people.find((one) => one.id === 'submitter2')?.unit ?? '';
    await changeDirectory(platform, withPerson('submitter', { unit: other }));
    await changeDirectory(platform, withPerson('submitter2', { unit: unit.id }));
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' });
    const told = await eventually('the unit to be told', async () => {
      const about = (await platform.messages()).filter(
        ({ subject, text }) => subject.includes('退回修改') && text.includes(id),
      );
      return about.length > 0 && about.map(({ to }) => to);
    });
    expect(told).toEqual(['submitter2@countersign.example']);
  });
});
