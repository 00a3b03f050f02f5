import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actOfUnit,
  atRest,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const decide = async (account: string, id: string, outcome: 'approve' | 'return' | 'reject') => {
  const comment = '测算依据不足，请补充说明后再报';
  const link = await linkFor(platform, account, id);
  const reply = await decideBy(platform, link, { outcome, ...(outcome === 'approve' ? {} : { comment }) });
  expect(reply.status).toBe(200);
};

const hasLapsed = async (id: string) =>
  (await historyOf(platform, id)).some(({ action }) => action === 'lapsed');

/** A project that its reviewer has approved, and that waits for its approver. */
async function atApproval(): Promise<string> {
  const { id } = await submit(platform);
  await decide('reviewer', id, 'approve');
  await linkFor(platform, 'approver', id);
  return id;
}

const toldOf = async (account: string, id: string, tag: string) =>
  (await mailsTo(platform, account)).filter(
    (mail) => mail.subject.includes(`【${tag}】`) && mail.headers['X-Countersign-Reference']?.startsWith(id),
  );
const told = (id: string, tag: string) =>
  eventually(`the reviewer to be told: ${tag}`, async () => {
    const mails = await toldOf('reviewer', id, tag);
    return mails.length > 0 && mails;
  });

describe('whoever decided at an earlier stage is told once how it went on', () => {
  it.each([
    ['approve', '已批准', '您办理过的以下项目已经批准'],
    ['reject', '未予批准', '您办理过的以下项目未获批准'],
    ['return', '已退回', '您办理过的以下项目已被后续环节退回修改'],
  ] as const)('%s at the last stage, and nobody who decided it', async (outcome, tag, says) => {
    const id = await atApproval();
    await decide('approver', id, outcome);
    const [letter] = await told(id, tag);
    expect(letter?.text).toContain(says);
    expect(letter?.text).not.toContain('/decisions/');
    await atRest(platform);
    expect(await toldOf('reviewer', id, tag)).toHaveLength(1);
    expect(await toldOf('approver', id, tag)).toEqual([]);
  });

  it('of a withdrawal, beside those who are asked, who hear of it as before', async () => {
    const id = await atApproval();
    expect((await actOfUnit(platform, id, 'withdraw')).status).toBe(200);
    const [letter] = await told(id, '已撤销');
    expect(letter?.text).toContain('您办理过的以下项目已由申报单位撤销');
    await atRest(platform);
    expect(await toldOf('reviewer', id, '已撤销')).toHaveLength(1);
    const [asked, ...more] = await toldOf('approver', id, '已撤销');
    expect([asked?.text.includes('先前的链接不再有效'), more]).toEqual([true, []]);
  });

  it('of a lapse, whoever decided before it was returned', async () => {
    const id = await atApproval();
    await decide('approver', id, 'return');
    await told(id, '已退回');
    for (let days = 0; days < 80 && !(await hasLapsed(id)); days += 4)
      await passTime(platform, 4 * 24 * 60 * 60);
    const [letter] = await told(id, '逾期终止');
    expect(letter?.text).toContain('您办理过的以下项目退回后逾期未重新提交');
    await atRest(platform);
    expect(await toldOf('reviewer', id, '逾期终止')).toHaveLength(1);
    expect(await toldOf('approver', id, '逾期终止')).toHaveLength(1);
  });
});
