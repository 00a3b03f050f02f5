import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { clientOf, decideBy, eventually, historyOf, linkFor, verificationOf } from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';
import { itemsOf, openStorage } from '../support/stored-items.ts';

// What the mails of each release hold, with the tables as that release stored them. `test/support/take-golden-links.ts`
// takes the next set when a release is made; no set is ever edited, and a situation that the product gains is only in
// the sets from then on.
const golden = join(checkout, 'test', 'fixtures', 'golden');
const sets = (await readdir(golden)).filter((name) => name.startsWith('links-'));

const situations = {
  expired: 'expired',
  openAtReview: 'open',
  openAfterCut: 'open',
  decided: 'decided',
  approved: 'decided',
  withdrawn: 'closed',
  returned: 'decided',
  openAtRevision2: 'open',
  openForDelegate: 'open',
} as const satisfies Record<string, DecisionView['status']>;
type Situation = keyof typeof situations;

describe('case 10, links survive deploys', () => {
  it('has the set of every release so far', () => {
    expect(sets).toEqual(expect.arrayContaining(['links-0.1']));
  });
});

describe.each(sets)('case 10, links survive deploys: the mails of %s, opened by this release', (set) => {
  let platform: Platform;
  let data: string;
  let links: Readonly<Record<Situation, string>>;
  let anyone: Awaited<ReturnType<typeof clientOf>>;

  beforeAll(async () => {
    const read = (file: string) => readFile(join(golden, set, file), 'utf8');
    const taken = JSON.parse(await read('links.json')) as { takenAt: string; links: typeof links };
    links = taken.links;
    data = await mkdtemp(join(tmpdir(), 'countersign-'));
    // It is the moment at which the set was taken: a week later its links would rightly be too old.
    platform = await startPlatform({ data, clock: taken.takenAt });
    const storage = await openStorage(platform);
    // The records first: the stream must find what its events are about.
    for (const item of itemsOf(await read('projects.ndjson'))) await storage.put('Projects', item);
    for (const item of itemsOf(await read('history.ndjson'))) await storage.put('History', item, 'ifAbsent');
    storage.close();
    anyone = await clientOf(platform);
  });
  afterAll(async () => {
    await platform.stop();
    await rm(data, { recursive: true, force: true });
  });

  const shown = async (situation: Situation) => (await anyone.get<DecisionView>(links[situation])).body;
  const approve = (situation: Situation) =>
    decideBy(platform, links[situation], { outcome: 'approve', comment: '同意，请按进度支付' });

  it.each(Object.entries(situations))('a link that was %s then is %s', async (situation, status) => {
    expect((await shown(situation as Situation)).status).toBe(status);
    const page = await fetch(`${platform.product}${links[situation as Situation]}`, {
      headers: { accept: 'text/html' },
    });
    expect(page.status).toBe(200);
  });

  it.each([
    ['decided', 'already-decided'],
    ['approved', 'already-decided'],
    ['withdrawn', 'request-closed'],
    ['returned', 'already-decided'],
    ['expired', 'link-expired'],
  ] as const)('the one that is %s decides nothing: %s', async (situation, code) => {
    expect((await approve(situation)).body.code).toBe(code);
  });

  it('an expired one has a fresh link mailed, which decides', async () => {
    const { project } = await shown('expired');
    expect((await anyone.post(`${links.expired}/renew`)).status).toBe(200);
    const fresh = await linkFor(platform, 'reviewer', project.id);
    expect((await decideBy(platform, fresh, { outcome: 'approve' })).status).toBe(200);
  });

  it('the one after a cut shows the cut, decides, and the project is approved with what it left', async () => {
    const { project, cuts } = await shown('openAfterCut');
    expect(project).toMatchObject({ requestedFen: 31_500_000, approvedFen: 30_500_000 });
    expect(cuts).toMatchObject([{ line: 2, amountFen: 4_000_000, by: '审核人丙（示例）' }]);
    expect((await approve('openAfterCut')).status).toBe(200);
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<ProjectView>(`/projects/${project.id}`);
    expect(body).toMatchObject({ state: 'approved', approvedFen: 30_500_000 });
    expect(await verificationOf(platform, project.id)).toMatchObject({ valid: true });
  });

  it.each(['openAtReview', 'openForDelegate'] as const)(
    'the one that is %s decides, and the flow goes on to the end',
    async (situation) => {
      const { project } = await shown(situation);
      expect((await approve(situation)).status).toBe(200);
      // The execution that asked is another platform's: sweep goes on from the record where it is missed.
      await eventually('the next stage', async () =>
        (await platform.executions()).some(({ name }) => name.startsWith(project.id)),
      );
      const next = await linkFor(platform, 'approver', project.id);
      expect((await decideBy(platform, next, { outcome: 'approve' })).status).toBe(200);
      const auditor = await clientOf(platform, 'auditor');
      const { body } = await auditor.get<ProjectView>(`/projects/${project.id}`);
      expect(body.state).toBe('approved');
      expect(await verificationOf(platform, project.id)).toMatchObject({ valid: true });
    },
  );

  it('one of an earlier version of the form is shown and decided by that; returned, its draft is of the newest', async () => {
    const { project, declaration } = await shown('openAtRevision2');
    const submitter = await clientOf(platform, 'submitter');
    const { body: before } = await submitter.get<ProjectView>(`/projects/${project.id}`);
    expect(before.formVersion).toBe(1);
    const comment = '请写明项目负责人和资金来源';
    expect((await decideBy(platform, links.openAtRevision2, { outcome: 'return', comment })).status).toBe(
      200,
    );
    const changed = { ...declaration, kind: { office: '综合协调科', lead: '示例主办人' } };
    const { body: returned } = await submitter.get<ProjectView>(`/projects/${project.id}`);
    const saved = await submitter.put<ProjectView>(
      `/projects/${project.id}`,
      { declaration: changed },
      { 'if-match': `"${returned.version}"` },
    );
    expect(saved.status).toBe(200);
    const again = await submitter.post<ProjectView>(`/projects/${project.id}/submit`, undefined, {
      'if-match': `"${saved.body.version}"`,
    });
    expect([again.status, again.body.formVersion, again.body.revision]).toEqual([200, 2, 3]);
    expect(again.body.declaration).toEqual(changed);
    expect(await verificationOf(platform, project.id)).toMatchObject({ valid: true });
  });

  it('a delegate counts as both, also where the mail names only one by id', async () => {
    const { project } = await shown('openForDelegate');
    const [event] = (await historyOf(platform, project.id)).filter(({ action }) => action === 'decided');
    expect(event?.actor).toMatchObject({
      id: 'reviewer2',
      onBehalfOf: '审核人丙（示例）',
      onBehalfOfId: 'reviewer',
    });
  });
});
