import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { digest } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { verifyExport } from '../../shared/history/verification/verify-export.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, eventually, linkFor, type Problem, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { entriesOf } from '../support/zip.ts';

let platform: Platform;
let id: string;
beforeAll(async () => {
  platform = await startPlatform();
  ({ id } = await submit(platform));
  await linkFor(platform, 'reviewer', id);
});
afterAll(() => platform.stop());

const { legalRepresentative } = aDeclaration().unit;

const unitOf = ({ declaration }: ProjectView) => declaration.unit as { legalRepresentative: string };

describe('the personal data of a declaration', () => {
  it.each(['submitter', 'reviewer'])('is shown to %s, who declared it or decides on it', async (account) => {
    const { body } = await (await clientOf(platform, account)).get<ProjectView>(`/projects/${id}`);
    expect(body.masked).toBe(false);
    expect(unitOf(body).legalRepresentative).toBe(legalRepresentative);
    expect(digest(body.declaration)).toBe(body.contentHash);
  });

  it('is masked for an auditor, on the page, as JSON, in the document and its Word file', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<ProjectView>(`/projects/${id}`);
    expect([body.masked, body.actions]).toEqual([true, ['unmask']]);
    expect(unitOf(body).legalRepresentative).toMatch(/^.\*\*$/);
    for (const path of [`/projects/${id}`, `/projects/${id}/document`]) {
      const { body: html } = await auditor.get<string>(path, undefined, { accept: 'text/html' });
      expect(html).toContain(unitOf(body).legalRepresentative);
      expect(html).not.toContain(legalRepresentative);
    }
  });

  it('is shown to an auditor who says what for, and that is an event in the auditor’s own chain', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const refused = await auditor.post<Problem>(`/projects/${id}/unmask`, { comment: '' });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid-body']);

    const { status, body } = await auditor.post<ProjectView>(`/projects/${id}/unmask`, {
      comment: '核对法定代表人的证件',
    });
    expect([status, body.masked, unitOf(body).legalRepresentative]).toEqual([
      200,
      false,
      legalRepresentative,
    ]);
    const found = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:auditor&order=newest');
    expect(found.body.events.slice(0, 1)).toMatchObject([
      {
        chain: 'reader:auditor',
        actor: { id: 'auditor', role: 'auditor' },
        projectId: id,
        comment: '核对法定代表人的证件',
        scope: `/projects/${id}`,
      },
    ]);
    // The next look is masked again.
    expect((await auditor.get<ProjectView>(`/projects/${id}`)).body.masked).toBe(true);
  });

  it('is shown so to nobody else', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const refused = await reviewer.post<Problem>(`/projects/${id}/unmask`, { comment: '核对' });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('personal data that was typed into texts', () => {
  const mobile = '13800138000';
  const identity = '53012119900307123X';
  const mailbox = 'zhang.san@example.com';
  const typed = `联系138 0013 8000、${identity}、${mailbox}`;
  const reason = encodeURIComponent('年度审计抽查需要核对');
  const shows = (text: string): boolean =>
    [mobile, identity, mailbox, legalRepresentative].some((one) => text.replace(/[\s-]/g, '').includes(one));
  const asked = async (account: string, path: string, accept = 'application/json') => {
    const response = await fetch(`${platform.product}${path}`, {
      headers: { accept, authorization: `Bearer ${await platform.token(account)}` },
    });
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  /** What an answer holds, also where it is an archive. */
  async function textOf(account: string, path: string, accept?: string): Promise<string> {
    const { status, bytes } = await asked(account, path, accept);
    expect([path, status]).toEqual([path, 200]);
    return bytes.subarray(0, 2).toString() === 'PK'
      ? [...entriesOf(bytes).values()].map((part) => part.toString('utf8').replace(/<[^>]+>/g, '')).join('\n')
      : bytes.toString('utf8');
  }

  let typedInto: string;
  beforeAll(async () => {
    const { title, plan, unit } = aDeclaration();
    const declaration = aDeclaration({
      title: `${[...title].slice(0, 10).join('')}${legalRepresentative}${mobile}`,
      overview: `负责人${legalRepresentative}，${typed}。`,
      unit: { ...unit, profile: typed },
      plan: plan.map((line, index) => (index === 2 ? { ...line, name: `${line.name}${mobile}` } : line)),
    });
    typedInto = (await submit(platform, 'submitter', declaration)).id;
    await linkFor(platform, 'reviewer', typedInto);
    const administrator = await clientOf(platform, 'administrator');
    await administrator.post(`/projects/${typedInto}/reassignment`, {
      stage: 'finance-review',
      to: 'reviewer2',
      comment: `岗位调整，${typed}`,
    });
    const review = await linkFor(platform, 'reviewer2', typedInto);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<DecisionView>(review)).body;
    const decided = await anyone.post(review, {
      outcome: 'approve',
      contentHash,
      comment: `${legalRepresentative}已说明，${typed}`,
      cuts: [{ line: 2, amountFen: 4_000_000, reason: `按上年执行数核定，${typed}` }],
    });
    expect(decided.status).toBe(200);
    const submitter = await clientOf(platform, 'submitter');
    await submitter.post(`/projects/${typedInto}/objection`, { comment: `有三份报价，${typed}` });
  });

  const everywhere = (project: string): [path: string, accept?: string][] => [
    [`/projects/${project}`],
    [`/projects/${project}`, 'text/html'],
    [`/projects/${project}/document`, 'text/html'],
    [`/projects/${project}/document?format=docx`],
    [`/projects/${project}/history`],
    [`/projects/${project}/history`, 'text/html'],
    [`/projects/${project}/history?format=csv`],
    [`/projects/${project}/history?format=xlsx`],
    [`/history?project=${project}`],
    [`/history?project=${project}`, 'text/html'],
    [`/history?project=${project}&format=csv`],
    [`/history?project=${project}&format=xlsx`],
    ['/history/overview', 'text/html'],
    ['/history/overview'],
    ['/', 'text/html'],
  ];

  it('is in no answer to an auditor', async () => {
    for (const [path, accept] of everywhere(typedInto)) {
      const text = await textOf('auditor', path, accept);
      expect([path, accept, shows(text)]).toEqual([path, accept, false]);
    }
    expect(await textOf('auditor', `/projects/${typedInto}/history`, 'text/html')).toContain('138****8000');
  });

  it('is all there for its parties', async () => {
    for (const account of ['submitter', 'reviewer2'])
      for (const [path, accept] of everywhere(typedInto).slice(0, 8))
        expect([account, path, shows(await textOf(account, path, accept))]).toEqual([account, path, true]);
  });

  it('is in no list and no mail of an administrator, nor in the mail to whoever was asked before', async () => {
    for (const accept of ['application/json', 'text/html'])
      expect(shows(await textOf('administrator', '/requests', accept))).toBe(false);
    const told = await eventually('the mail to the former holder', async () =>
      (await platform.messages()).find(
        ({ to, subject, text }) =>
          to.startsWith('reviewer@') && subject.includes('已转办') && text.includes(typedInto),
      ),
    );
    expect(shows(JSON.stringify(told))).toBe(false);
    expect(told.subject).toContain('138****8000');
  });

  it('goes into evidence only for a reason, and evidence holds', async () => {
    for (const path of [`/projects/${typedInto}/history?format=ndjson`, `/projects/${typedInto}/evidence`]) {
      const refused = await asked('auditor', path);
      expect([path, refused.status]).toEqual([path, 400]);
      expect(shows(refused.bytes.toString('utf8'))).toBe(false);
    }
    const lines = await textOf('auditor', `/projects/${typedInto}/history?format=ndjson&reason=${reason}`);
    expect(shows(lines)).toBe(true);
    const check = verifyExport('export.ndjson', { filtered: false });
    check.push(Buffer.from(lines));
    expect(check.end()).toMatchObject({ holds: true });
    const evidence = await textOf('auditor', `/projects/${typedInto}/evidence?contents=yes&reason=${reason}`);
    expect(shows(evidence)).toBe(true);
  });
});
