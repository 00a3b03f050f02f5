import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import {
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
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

/** An hour of the platform's time: what the schedule does every minute is done. */
const aMinute = () => platform.advance(60);
const restored = () => changeDirectory(platform, () => original);

/** What happened to a project since it was asked, action by action. */
const actionsSince = async (id: string, from: string): Promise<string[]> => {
  const actions = (await historyOf(platform, id)).map(({ action }) => action as string);
  return actions.slice(actions.indexOf(from) + 1);
};

const rerouted = (id: string) =>
  eventually('the request to follow the office', async () => {
    await aMinute();
    return (await historyOf(platform, id)).find(({ action }) => action === 'rerouted');
  });

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
      actor: { role: 'system' },
    });
    const link = await linkFor(platform, 'reviewer2', id);
    expect([await statusOf(old), await statusOf(link)]).toEqual(['reassigned', 'open']);
    await restored();
    await eventually('the way back', async () => {
      await aMinute();
      return (await actionsSince(id, 'requested')).filter((one) => one === 'rerouted').length === 2;
    });
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
    expect(decided).toMatchObject({ actor: { id: 'reviewer2' }, marks: ['post-given'] });
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
    await eventually('the first who is back', async () => {
      await aMinute();
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
});
