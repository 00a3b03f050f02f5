import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadKind, DeadLinkView, DecisionView, ProjectView } from '../../shared/contract/views.ts';
import type { Action } from '../../shared/history/event.ts';
import { minuteOf } from '../../shared/values/when.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { unpacked } from '../builders/evidence.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
  minutesUntil,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let anyone: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  platform = await startPlatform();
  anyone = await clientOf(platform);
});
afterAll(() => platform.stop());

const TITLE = '应急演练经费 联系张三丰 13800001234';
const handedIn = aDeclaration({ title: TITLE });
const pageOf = async (path: string, account?: string): Promise<string> => {
  const authorization = account ? { authorization: `Bearer ${await platform.token(account)}` } : {};
  const reply = await fetch(`${platform.product}${path}`, {
    headers: { accept: 'text/html', ...authorization },
  });
  return reply.text();
};

/** Decides by a link, in words that stand nowhere else. */
async function decide(link: string, words: string, outcome = 'approve') {
  const { contentHash } = (await anyone.get<DecisionView>(link)).body;
  const cuts =
    outcome === 'approve'
      ? [{ line: 2, amountFen: 4_000_000, reason: `${words}的核减理由：按上年执行数核定` }]
      : [];
  const comment = `${words}的审核意见：请按规定办理`;
  const body = { outcome, comment, contentHash, ...(cuts.length > 0 ? { cuts } : {}) };
  expect((await anyone.post(link, body)).status).toBe(200);
}

const OWN = '甲甲甲';
const LATER = '后来者';

/** Of the declaration, and of what was decided later by others. */
const SECRETS = [
  TITLE,
  '13800001234',
  '示例负责人',
  '春融西路732号',
  '基层安全生产监管网格化',
  LATER,
  '审批人戊',
];

/** What a link says in each of its ends, but for the time; and what in the history ended it. */
const ends: Readonly<
  Record<
    Exclude<DeadKind, 'closed' | 'mailbox-changed' | 'taken-back' | 'lapsed'>,
    readonly [sentence: string, action: Action | null]
  >
> = {
  'decided-by-you': ['您已于 …作出决定：同意。', 'decided'],
  decided: ['审核人丁（示例） 已于 …作出决定：同意。您不用做任何事。', 'decided'],
  recalled: ['申报单位已于 …撤回修改，重新提交后会另发邮件给办理人。您现在不用做任何事。', 'recalled'],
  superseded: ['申报单位已于 …撤回，并已重新提交；请以新邮件中的链接为准。', 'recalled'],
  withdrawn: ['申报单位已于 …撤销这个项目。您不用做任何事。', 'withdrawn'],
  rerouted: ['岗位或委托已于 …调整，此件不再由您办理。您不用做任何事。', 'rerouted'],
  reassigned: ['此件已于 …转由他人办理。您不用做任何事。', 'reassigned'],
  expired: ['这个链接已于 …过期，但申请仍在等您的意见；可以向同一邮箱再发一个新链接。', null],
};

type Kind = keyof typeof ends;

const resubmitted = async (id: string): Promise<void> => {
  await actOfUnit(platform, id, 'submit');
  const [, second = ''] = await eventually('the link of the second revision', async () => {
    const links = await linksFor(platform, 'reviewer', id);
    return links.length > 1 && links;
  });
  await decide(second, LATER);
};
const approved = async (id: string) => decide(await linkFor(platform, 'approver', id), LATER, 'reject');

describe('a link that decides nothing any more says how it ended, and nothing of the declaration or of what came later', () => {
  it.each<[Kind, (id: string, link: string) => Promise<unknown>, Kind, (id: string) => Promise<unknown>]>([
    ['decided-by-you', (_, link) => decide(link, OWN), 'decided-by-you', approved],
    ['recalled', (id) => actOfUnit(platform, id, 'recall'), 'superseded', resubmitted],
    [
      'recalled',
      (id) => actOfUnit(platform, id, 'recall'),
      'withdrawn',
      (id) => actOfUnit(platform, id, 'withdraw'),
    ],
    ['withdrawn', (id) => actOfUnit(platform, id, 'withdraw'), 'withdrawn', async () => undefined],
    [
      'reassigned',
      async (id) =>
        (await clientOf(platform, 'administrator')).post(`/projects/${id}/reassignment`, {
          stage: 'finance-review',
          to: 'reviewer2',
          comment: `${LATER}岗位调整，转交办理`,
        }),
      'reassigned',
      async (id) => decide(await linkFor(platform, 'reviewer2', id), LATER),
    ],
  ])('%s, then %s', async (kind, end, later, goOn) => {
    const { id } = await submit(platform, 'submitter', handedIn);
    const link = await linkFor(platform, 'reviewer', id);
    await end(id, link);
    await holdsBack(link, kind);
    await goOn(id);
    await holdsBack(link, later);
  });

  it('asks others since the office changed: nobody gave it away', async () => {
    const { id } = await submit(platform, 'submitter', handedIn);
    const link = await linkFor(platform, 'reviewer', id);
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer2' }));
    await minutesUntil(platform, 'the request to follow the office', async () => {
      return (await historyOf(platform, id)).some(({ action }) => action === 'rerouted');
    });
    await holdsBack(link, 'rerouted');
    await decide(await linkFor(platform, 'reviewer2', id), LATER);
    await holdsBack(link, 'rerouted');
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer', delegates: ['reviewer2'] }));
  });

  it('decided by a colleague: by whom and when, without their words', async () => {
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer' }, { holder: 'reviewer2' }));
    const { id } = await submit(platform, 'submitter', handedIn);
    const link = await linkFor(platform, 'reviewer', id);
    await decide(await linkFor(platform, 'reviewer2', id), LATER);
    await holdsBack(link, 'decided');
    await approved(id);
    await holdsBack(link, 'decided');
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer', delegates: ['reviewer2'] }));
  });

  it('expired while the request is open: a fresh link can be had, and afterwards it is one’s own decision', async () => {
    const { id } = await submit(platform, 'submitter', handedIn);
    const link = await linkFor(platform, 'reviewer', id);
    await passTime(platform, 8 * 24 * 60 * 60);
    await holdsBack(link, 'expired');
    expect(await pageOf(link)).toContain(`action="${link}/renew"`);
    expect((await anyone.post(`${link}/renew`)).status).toBe(200);
    const fresh = await eventually('a fresh link', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length > 1 && links.at(-1);
    });
    await decide(fresh, OWN);
    await holdsBack(link, 'decided-by-you');
  });

  it('of somebody who left the directory: the outcome without their words, and nothing of what is open', async () => {
    const { id: open } = await submit(platform, 'submitter', handedIn);
    const { id } = await submit(platform, 'submitter', handedIn);
    const [link, openLink] = [
      await linkFor(platform, 'reviewer', id),
      await linkFor(platform, 'reviewer', open),
    ];
    await decide(link, OWN);
    await changeDirectory(platform, (directory) => {
      const { units, people, ...rest } = holding('reviewer', { holder: 'reviewer2' })(directory);
      return { ...rest, units, people: people.filter(({ id: person }) => person !== 'reviewer') };
    });
    await holdsBack(link, 'decided-by-you', [OWN]);
    const refused = await anyone.get(openLink);
    expect([refused.status, refused.body.code]).toEqual([403, 'no-longer-listed']);
    const page = await pageOf(openLink);
    for (const secret of SECRETS) expect(page).not.toContain(secret);
    expect(page).toContain('您已不在人员名录中，此件不能再由您办理；管理员可以转给他人');
    expect(page).toContain('有疑问请联系');
  });

  async function holdsBack(link: string, kind: Kind, more: readonly string[] = []): Promise<void> {
    const { status, body } = await anyone.get<DeadLinkView>(link);
    const page = await pageOf(link);
    expect([status, body.kind]).toEqual([200, kind]);
    expect(body.at).toMatch(/^\d{4}-/);
    expect(page.replace(/<[^>]+>/g, '')).toContain(body.message);
    expect(page).toContain(`datetime="${body.at}"`);
    const [sentence, action] = ends[kind];
    expect(body.message).toBe(sentence.replace('…', `${minuteOf(body.at ?? '', 'zh')}（北京时间）`));
    const events = await historyOf(platform, body.project.id);
    const ended = events.find((event) => event.action === (action ?? 'requested'));
    const days = (Date.parse(body.at ?? '') - Date.parse(ended?.at ?? '')) / (24 * 60 * 60 * 1_000);
    // A link is mailed right after it is asked for, and lasts a week; all else ends it when it happens.
    if (action === null) expect(days).toBeCloseTo(7, 2);
    else expect(days).toBe(0);
    expect(page).toContain('有疑问请联系');
    for (const secret of [...SECRETS, ...more]) {
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(page).not.toContain(secret);
    }
    const isOwn = kind === 'decided-by-you' && more.length === 0;
    expect(page.includes(`${OWN}的审核意见`)).toBe(isOwn);
    expect(page.includes(`${OWN}的核减理由`)).toBe(isOwn);
  }
});

describe('a draft', () => {
  const WITH_CONTENTS = `contents=yes&reason=${encodeURIComponent('年度审计抽查，核对申报内容')}`;
  const CHANGED = '只在草稿里的标题';
  const readings = (id: string) => [`/projects/${id}`, `/projects/${id}/document`, `/projects/${id}/history`];

  it('that was recalled is its unit’s alone: whoever was asked, and auditors, keep what was handed in', async () => {
    const project = await submit(platform);
    const { id } = project;
    await linkFor(platform, 'reviewer2', id);
    const { body: recalled } = await actOfUnit(platform, id, 'recall');
    const submitter = await clientOf(platform, 'submitter');
    const declaration = aDeclaration({ title: CHANGED });
    const match = { 'if-match': `"${recalled.version}"` };
    expect((await submitter.put(`/projects/${id}`, { declaration }, match)).status).toBe(200);

    expect((await submitter.get<ProjectView>(`/projects/${id}`)).body).toMatchObject({
      title: CHANGED,
      revision: 2,
    });
    for (const account of ['reviewer2', 'auditor']) {
      const reader = await clientOf(platform, account);
      const { body } = await reader.get<ProjectView>(`/projects/${id}`);
      const { title, requestedFen, contentHash } = project;
      expect(body).toMatchObject({ state: 'draft', revision: 1, title, requestedFen, contentHash });
      for (const path of readings(id)) {
        const page = await pageOf(path, account);
        expect(page).toContain(title);
        expect(page).not.toContain(CHANGED);
      }
      const evidence = await fetch(`${platform.product}/projects/${id}/evidence?${WITH_CONTENTS}`, {
        headers: { authorization: `Bearer ${await platform.token(account)}` },
      });
      expect(evidence.status).toBe(200);
      const files = Object.values(unpacked(new Uint8Array(await evidence.arrayBuffer()))).join('\n');
      expect(files).toContain(title);
      expect(files).not.toContain(CHANGED);
    }
    // Also when the draft is given up.
    expect((await actOfUnit(platform, id, 'withdraw')).status).toBe(200);
    for (const path of readings(id)) expect(await pageOf(path, 'reviewer2')).not.toContain(CHANGED);
  });

  it('that was never handed in has no text for an auditor, who finds its history all the same', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const declaration = aDeclaration({ title: CHANGED });
    const { body } = await submitter.post<ProjectView>('/projects', {
      form: 'project-declaration',
      declaration,
    });
    const [project, document, history] = readings(body.id);
    const auditor = await clientOf(platform, 'auditor');
    expect((await auditor.get(project ?? '')).status).toBe(404);
    expect((await auditor.get(document ?? '')).status).toBe(404);
    expect((await auditor.get(history ?? '')).status).toBe(200);
    for (const path of readings(body.id)) expect(await pageOf(path, 'auditor')).not.toContain(CHANGED);
  });
});
