import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
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
import { type Message, type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const [, second = { name: '', amountFen: 0 }, third = { name: '', amountFen: 0 }] = aDeclaration().plan;
const comment = '第三项按上年执行数核定';
const reasons = ['按上年执行数核定金额', '询价结果低于申报单价'] as const;

async function decide(link: string, decision: object): Promise<void> {
  const anyone = await clientOf(platform);
  const { contentHash } = (await anyone.get<DecisionView>(link)).body;
  const reply = await anyone.post(link, { ...decision, contentHash });
  if (reply.status !== 200) throw new Error(`It got ${reply.status}: ${JSON.stringify(reply.body)}`);
}

const mailTo = (account: string, id: string, tag: string): Promise<Message> =>
  eventually(`【${tag}】 to ${account}`, async () =>
    (await mailsTo(platform, account)).find(
      ({ subject, text }) => subject.startsWith(`【${tag}】`) && text.includes(id),
    ),
  );

/** The lines of a letter between two of its own. */
function between(text: string, from: string, to: string): string[] {
  const lines = text.split('\n');
  return lines.slice(lines.indexOf(from) + 1, lines.indexOf(to)).filter((line) => line !== '');
}

describe('an office’s mail', () => {
  it('names who writes, whom it speaks to, the project, its number, unit, amounts and day', async () => {
    const { id, title, unit } = await submit(platform);
    const { text, html } = await mailTo('reviewer', id, '待审核');
    expect(text.split('\n')[0]).toBe('审核人丙（示例），您好：');
    for (const line of [`项目：${title}`, `项目编号：${id}`, `申报单位：${unit.name}`, '金额：31.50 万元'])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^请于此前办理：.+（北京时间）/m);
    expect(text.trimEnd().split('\n').slice(-2)).toEqual(['示例财政局（示例）', '本邮件由“会签”代为发送。']);
    expect(html).toContain('示例财政局（示例）');
  });

  it('tells the unit each line that was cut, by whom it was cut last, and in the end all of them', async () => {
    const { id } = await submit(platform);
    await decide(await linkFor(platform, 'reviewer', id), {
      outcome: 'approve',
      cuts: [{ line: 2, amountFen: third.amountFen - 1_000_000, reason: reasons[0] }],
    });
    const cut = await mailTo('submitter', id, '核减');
    expect(between(cut.text, '核减明细：', '打开项目：')).toEqual([
      expect.stringMatching(new RegExp(`^· ${third.name}：.+ → .+ 万元；理由：${reasons[0]}$`)),
    ]);
    expect(cut.text).toContain('金额：30.50 万元（申报 31.50 万元，核减 1.00 万元）');
    // Whoever is asked next sees both amounts.
    const asked = await mailTo('approver', id, '待审批');
    expect(asked.text).toContain('金额：30.50 万元（申报 31.50 万元，核减 1.00 万元）');
    await decide(await linkFor(platform, 'approver', id), {
      outcome: 'approve',
      cuts: [
        { line: 1, amountFen: second.amountFen - 500_000, reason: reasons[1] },
        { line: 2, amountFen: third.amountFen - 1_500_000, reason: reasons[1] },
      ],
    });
    const approved = await mailTo('submitter', id, '已批准');
    expect(between(approved.text, '核减明细：', '打开项目：')).toEqual([
      expect.stringMatching(new RegExp(`^· ${second.name}：`)),
      // The approver's word on the line is the last one, and it counts from what was handed in.
      expect.stringMatching(new RegExp(`^· ${third.name}：.+；理由：${reasons[1]}$`)),
    ]);
    expect(approved.text).toContain('金额：29.50 万元（申报 31.50 万元，核减 2.00 万元）');
  });

  it('tells the unit which fields a return is about, and then nothing of cuts', async () => {
    const { id } = await submit(platform);
    await decide(await linkFor(platform, 'reviewer', id), {
      outcome: 'return',
      comment,
      fields: ['/plan/1/amountFen', '/overview'],
    });
    const returned = await mailTo('submitter', id, '退回修改');
    expect(between(returned.text, '请修改：', '打开项目：')).toEqual(['· 支出 2 · 金额', '· 项目基本概况']);
    expect(returned.text).not.toContain('核减');
  });

  it('speaks the reader’s language, and says in whose place they are asked', async () => {
    const away = { from: '2000-01-01', to: '2099-12-31', delegate: 'reviewer2' };
    await changeDirectory(platform, (directory) => ({
      ...directory,
      people: directory.people.map((one) => ({
        ...one,
        ...(one.id === 'reviewer' ? { absences: [away] } : {}),
        ...(one.id === 'reviewer2' ? { lang: 'en' as const } : {}),
      })),
    }));
    const { id } = await submit(platform);
    await linksFor(platform, 'reviewer2', id);
    const mail = await eventually('the mail', async () =>
      (await mailsTo(platform, 'reviewer2')).find(({ text }) => text.includes(id)),
    );
    expect(mail.subject).toMatch(/^\[For review\] /);
    expect(mail.text).toMatch(/^Dear .+,\n/);
    expect(mail.text).toContain('You are asked on behalf of 审核人丙（示例）.');
    expect(mail.text).toContain('Amount: ¥315,000.00');
    const { body: project } = await (await clientOf(platform, 'submitter')).get<ProjectView>(
      `/projects/${id}`,
    );
    expect(mail.text).toContain(`Project: ${project.title}`);
  });
});
