import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import {
  clientOf,
  daysUntil,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  linkIn,
  mailsTo,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Message, type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Gives people other addresses, as the administrator does. */
async function correct(people: Readonly<Record<string, Partial<Directory['people'][number]>>>) {
  const administrator = await clientOf(platform, 'administrator');
  const { body, headers } = await administrator.get<Directory>('/directory');
  const changed = {
    ...body,
    people: body.people.map((person) => ({ ...person, ...people[person.id] })),
  };
  const reply = await administrator.put('/directory', changed, { 'if-match': headers.get('etag') ?? '' });
  if (reply.status !== 200) throw new Error(`The directory got ${reply.status}`);
}

const failuresOf = async (id: string): Promise<HistoryEvent[]> =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'mail-failed');
const mailTo = (to: string, id: string) =>
  eventually(`a mail to ${to}`, async () =>
    (await platform.messages()).find(
      (mail) =>
        mail.to === to &&
        mail.text.includes('/decisions/') &&
        mail.headers['X-Countersign-Reference']?.startsWith(id),
    ),
  );
const replyTo = ({ headers }: Message): string | undefined => headers['Reply-To'];

/** How often `mail-events` has heard something from SES, to the end. */
async function tellingsHeard(): Promise<number> {
  const log = await readFile(join(platform.data, 'logs', 'mail-events.ndjson'), 'utf8').catch(() => '');
  return log.split('\n').filter((line) => line.includes('"COMPLETED"')).length;
}

/** What somebody reads on a page. */
async function pageOf(account: string, path: string): Promise<string> {
  const client = await clientOf(platform, account);
  const { body } = await client.get<string>(path, undefined, {
    accept: 'text/html',
    'accept-language': 'zh',
  });
  return body;
}
const isMarked = async (id: string): Promise<boolean> =>
  (await pageOf('submitter', `/projects/${id}`)).includes('class="badge warning">邮件未送达');

describe('a reviewer whose mailbox is not there', () => {
  let id = '';

  it('is an event, marks the request, and is told to the administrators', async () => {
    await correct({ reviewer: { email: 'bounce+reviewer@simulator.amazonses.com' } });
    // What SES tells is told twice: the first time is lost after it was recorded.
    await platform.faults({ function: 'mail-events', when: 'after', times: 1 });
    id = (await submit(platform)).id;
    const [failure] = await eventually('the failure', async () => {
      const failures = await failuresOf(id);
      return failures.length > 0 && failures;
    });
    expect(failure).toMatchObject({
      stage: 'finance-review',
      revision: 1,
      assignees: [{ id: 'reviewer', name: '审核人丙（示例）' }],
      actor: { role: 'system' },
      requestId: `mail-failed-${id}-3-reviewer`,
    });
    const told = await eventually('the mail to the administrators', async () =>
      (await mailsTo(platform, 'administrator')).find(({ subject }) => subject.includes('邮件未送达')),
    );
    expect(told.text).toContain('审核人丙（示例）');
    expect(replyTo(told)).toBeUndefined();

    expect(await isMarked(id)).toBe(true);
    expect(await pageOf('submitter', `/projects/${id}`)).toContain('审核人丙（示例） 办理的邮件没有送达');
    expect(await pageOf('reviewer', '/')).toContain('此申请的邮件没有送到您的邮箱');
    expect(told.text).toContain('/requests');
    expect(await pageOf('administrator', '/requests')).toContain('审核人丙（示例）：请核对其邮箱');
    expect(await pageOf('submitter', `/projects/${id}/history`)).toMatch(/：邮件未送达/);
  });

  it('changes nothing when SES tells it again', async () => {
    await eventually('the second telling', async () => (await tellingsHeard()) >= 2);
    expect(await failuresOf(id)).toHaveLength(1);
    expect((await verificationOf(platform, id)).valid).toBe(true);
  });

  it('has the mark until somebody is asked anew: a reminder that comes back marks again', async () => {
    await daysUntil(platform, 'the reminder', async () =>
      (await historyOf(platform, id)).some(({ action }) => action === 'reminded'),
    );
    const actions = await eventually('the failure of the reminder', async () => {
      const all = (await historyOf(platform, id)).map(({ action }) => action);
      return all.filter((action) => action === 'mail-failed').length >= 2 && all;
    });
    // A busy machine may have lived to see the next reminder before this one came back.
    expect(actions.indexOf('mail-failed')).toBeLessThan(actions.indexOf('reminded'));
    expect(actions.indexOf('reminded')).toBeLessThan(actions.lastIndexOf('mail-failed'));
    expect(await isMarked(id)).toBe(true);
  });

  it('loses the mark when the address is corrected and the request given to them once more', async () => {
    await correct({ reviewer: { email: 'reviewer@countersign.example' } });
    expect(await isMarked(id)).toBe(true);
    const administrator = await clientOf(platform, 'administrator');
    const given = { stage: 'finance-review', to: 'reviewer', comment: '收件人的邮箱已更正，重发' };
    expect((await administrator.post(`/projects/${id}/reassignment`, given)).status).toBe(200);
    expect(await isMarked(id)).toBe(false);
    expect(await pageOf('reviewer', '/')).not.toContain('此申请的邮件没有送到您的邮箱');
    const link = await linkFor(platform, 'reviewer', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('an approver who reports the mail as unwanted', () => {
  it('is recorded like one who was not reached; the mark goes with a fresh link to another mailbox', async () => {
    await correct({ approver: { email: 'complaint@simulator.amazonses.com', lang: 'en' } });
    const { id } = await submit(platform);
    await decideBy(platform, await linkFor(platform, 'reviewer', id), { outcome: 'approve' });
    // The mail did arrive: its link works.
    const mail = await mailTo('complaint@simulator.amazonses.com', id);
    expect(mail.html).toContain('<html lang="en">');
    const [failure] = await eventually('the complaint', async () => {
      const failures = await failuresOf(id);
      return failures.length > 0 && failures;
    });
    expect(failure).toMatchObject({ stage: 'approval', assignees: [{ id: 'approver' }] });
    expect(await isMarked(id)).toBe(true);

    await correct({ approver: { email: 'approver@countersign.example' } });
    const anyone = await clientOf(platform);
    expect((await anyone.post(`${linkIn(mail)}/renew`)).status).toBe(200);
    expect(await isMarked(id)).toBe(false);
    const link = await linkFor(platform, 'approver', id);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('a reviewer who is away, whose mailbox answers by itself', () => {
  it('was reached: no event, no mark', async () => {
    await correct({ reviewer: { email: 'ooto@simulator.amazonses.com' } });
    const before = await tellingsHeard();
    const { id } = await submit(platform);
    const mail = await mailTo('ooto@simulator.amazonses.com', id);
    await eventually('the answer', async () => (await tellingsHeard()) > before);
    expect((await decideBy(platform, linkIn(mail), { outcome: 'approve' })).status).toBe(200);
    expect(await failuresOf(id)).toEqual([]);
  });
});

describe('an answer to a mail', () => {
  it('reaches the person who handed the project in, or the one who decided', async () => {
    await correct({ reviewer: { email: 'reviewer@countersign.example' } });
    const { id } = await submit(platform);
    const asked = await mailTo('reviewer@countersign.example', id);
    expect(replyTo(asked)).toBe('submitter@countersign.example');
    expect(asked.headers['Auto-Submitted']).toBe('auto-generated');
    expect(asked.headers['X-Countersign-Reference']).toBe(`${id}-3-reviewer`);

    await decideBy(platform, linkIn(asked), { outcome: 'return', comment: '请补充第三项支出的测算依据' });
    const told = await eventually('the mail to the unit', async () =>
      (await mailsTo(platform, 'submitter')).find(
        ({ headers }) => headers['X-Countersign-Reference'] === `${id}-5-submitter`,
      ),
    );
    expect(told.subject).toContain('退回修改');
    expect(replyTo(told)).toBe('reviewer@countersign.example');
  });
});

describe('while SES refuses our own sender', () => {
  it.each(['unverified', 'sandbox'])('a mail waits and is lost to nobody: %s', async (ses) => {
    await platform.faults({ ses });
    const { id } = await submit(platform);
    await eventually('the mail is refused', async () => {
      const log = await readFile(join(platform.data, 'logs', 'send-mail.ndjson'), 'utf8').catch(() => '');
      return log.split('\n').some((line) => line.includes(id) && line.includes('not verified'));
    });
    expect(await failuresOf(id)).toEqual([]);
    await platform.faults({ clear: true });
    await mailTo('reviewer@countersign.example', id);
    expect(await failuresOf(id)).toEqual([]);
  });
});
