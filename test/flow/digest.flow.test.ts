import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aSmallOffice, type SmallOffice, withOffices } from '../builders/offices.ts';
import {
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  passTime,
  submit,
} from '../support/client.ts';
import { type Message, type Platform, startPlatform } from '../support/platform.ts';

/**
 * A digest is mailed at a quarter past nine in Beijing, on working days; see ADR 0027. Time goes on from one test to the
 * next: each begins on a day that it names, with an office of its own, to whose mailboxes nothing else is mailed.
 */

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ clock: '2026-03-18T02:00:00.000Z' });
});
afterEach(() => platform.faults({ clear: true }));
afterAll(() => platform.stop());

type Person = Directory['people'][number];

const give = (id: string, more: Partial<Person>): Promise<void> =>
  changeDirectory(platform, (directory) => ({
    ...directory,
    people: directory.people.map((one) => (one.id === id ? { ...one, ...more } : one)),
  }));

const at = (beijing: string): Date => new Date(`${beijing}:00+08:00`);

/** Lets the clock leap; what happens by the stream has happened then. */
async function leapTo(beijing: string): Promise<void> {
  await passTime(platform, (at(beijing).getTime() - (await platform.now()).getTime()) / 1000);
  await atRest(platform);
}

const isDigest = ({ subject }: Message): boolean => subject.includes('每日汇总');
const subjectsTo = async (account: string): Promise<string[]> =>
  (await mailsTo(platform, account)).map(({ subject }) => subject);
const linksIn = ({ text }: Message): string[] => text.match(/\/decisions\/[A-Za-z0-9_-]{43}/g) ?? [];

async function digestTo(account: string, count = 1): Promise<Message> {
  const mails = await eventually(`digest ${count} to ${account}`, async () => {
    const found = (await mailsTo(platform, account)).filter(isDigest);
    return found.length >= count && found;
  });
  const last = mails.at(-1);
  if (mails.length !== count || !last) throw new Error(`There are ${mails.length} digests to ${account}`);
  return last;
}

/** The office of the test, and whoever is asked in it first. */
let office: SmallOffice;
let number = 0;
let reviewer = '';

/**
 * Half past ten on a day: there is an office for whose unit somebody works, and one of them chose a digest.
 * @param daily who did, where it is not the reviewer
 */
async function begin(day: string, account = 'submitter', daily?: string): Promise<void> {
  await leapTo(`${day}T10:30`);
  number += 1;
  office = aSmallOffice(number, 'reviewer');
  reviewer = `subject-${number}`;
  const { unit } = office;
  await changeDirectory(platform, (directory) => {
    const { people, ...rest } = withOffices(directory, [office]);
    const changed = (one: Person): Person => ({
      ...one,
      ...(one.id === account ? { unit: unit.id } : {}),
      ...(one.id === (daily ?? reviewer) ? { mail: 'daily' } : {}),
    });
    return { ...rest, people: people.map(changed) };
  });
}

async function submitOne(account = 'submitter'): Promise<string> {
  const { unit } = aDeclaration();
  const { id, name } = office.unit;
  return (await submit(platform, account, aDeclaration({ unit: { ...unit, name, uscc: id } }))).id;
}

/** Submits, and waits until somebody is asked about each and nothing more comes of it. */
async function submitMany(count: number, account?: string): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: Math.min(6, count - ids.length) }, () => submitOne(account));
    ids.push(...(await Promise.all(some)));
  }
  for (const id of ids)
    await eventually(`the request of ${id}`, async () =>
      (await historyOf(platform, id)).some(({ action }) => action === 'requested'),
    );
  await atRest(platform);
  return ids;
}

describe('who chose one digest a working day', () => {
  it('is reminded by it, at the distance from the one that told; what is due soon comes at once', async () => {
    await begin('2026-03-18');
    const [id = ''] = await submitMany(1);
    await leapTo('2026-03-19T09:16');
    await digestTo(reviewer);
    // Asked on Wednesday: without a digest the reminder were on Friday.
    const steps = async () =>
      (await historyOf(platform, id)).filter(({ action }) => ['reminded', 'escalated'].includes(action));
    for (const moment of ['2026-03-20T09:20', '2026-03-21T12:00', '2026-03-23T08:59']) {
      await leapTo(moment);
      expect(await steps()).toEqual([]);
    }
    await leapTo('2026-03-23T09:02');
    expect(await steps()).toHaveLength(1);
    expect(await mailsTo(platform, reviewer)).toHaveLength(1);
    await leapTo('2026-03-23T09:16');
    const second = await digestTo(reviewer, 2);
    expect(second.subject).toBe('【每日汇总】2026年3月23日：即将到期或已催办 1');
    expect(second.text).toContain('【催办】');
    // Two working days later it is due on the same evening: no digest is waited for.
    await leapTo('2026-03-25T08:59');
    expect(await steps()).toHaveLength(1);
    await leapTo('2026-03-25T09:02');
    const reminder = (await mailsTo(platform, reviewer)).at(-1);
    expect(reminder?.subject).toMatch(/^【催办】/);
    // The escalation is a day behind the reminder, and so behind the deadline.
    await leapTo('2026-03-26T17:59');
    expect(await subjectsTo(`colleague-${number}`)).toEqual([]);
    await leapTo('2026-03-26T18:02');
    expect((await subjectsTo(`colleague-${number}`)).at(-1)).toMatch(/^【超期】/);
  }, 240_000);

  it('is not mailed on weekends and holidays', async () => {
    // The Friday before Qingming, which is Sunday; Monday is off.
    await begin('2026-04-03');
    await submitMany(2);
    for (const day of ['04', '05', '06']) {
      await leapTo(`2026-04-${day}T09:20`);
      expect(await mailsTo(platform, reviewer)).toEqual([]);
    }
    await leapTo('2026-04-07T09:16');
    expect((await digestTo(reviewer)).subject).toContain('新到 2');
  });

  it('is mailed one after an outage of three days, and none in the night', async () => {
    await begin('2026-04-15');
    await submitMany(3);
    await platform.faults({ call: 'SendEmail', mode: 'refuse', times: 10_000 });
    await leapTo('2026-04-17T09:30');
    await leapTo('2026-04-19T22:00');
    await platform.faults({ clear: true });
    await leapTo('2026-04-20T03:00');
    expect(await mailsTo(platform, reviewer)).toEqual([]);
    await leapTo('2026-04-20T14:00');
    expect((await digestTo(reviewer)).subject).toMatch(/ 3$|新到 3/);
    await leapTo('2026-04-21T09:30');
    expect((await mailsTo(platform, reviewer)).filter(isDigest)).toHaveLength(1);
  });

  it('is mailed what was held, having chosen otherwise; what is new comes by itself', async () => {
    await begin('2026-04-22');
    const [held = ''] = await submitMany(1);
    await give(reviewer, { mail: 'each' });
    const id = await submitOne();
    await linkFor(platform, reviewer, id);
    expect((await subjectsTo(reviewer)).filter((one) => one.startsWith('【待审核】'))).toHaveLength(1);
    await leapTo('2026-04-23T09:16');
    expect((await digestTo(reviewer)).text).toContain(held);
  });

  it('is mailed at once a link that was asked for, and told of another mailbox', async () => {
    await begin('2026-05-13');
    const [id = ''] = await submitMany(1);
    await give(reviewer, { email: 'moved@countersign.example' });
    await leapTo('2026-05-13T11:00');
    // The old mailbox is told, and the new one has a link at once: the one before has ended.
    const told = await eventually('the old mailbox', async () => (await mailsTo(platform, reviewer)).at(-1));
    expect(told?.subject).toMatch(/^【邮箱已变更】/);
    const link = await linkFor(platform, 'moved', id);
    await leapTo('2026-05-22T10:00');
    const before = (await mailsTo(platform, 'moved')).length;
    const renewed = await fetch(`${platform.product}${link}/renew`, {
      method: 'POST',
      headers: { origin: platform.product, accept: 'text/html' },
    });
    expect(renewed.status).toBeLessThan(400);
    await eventually('the renewed link', async () => (await mailsTo(platform, 'moved')).length > before);
    expect((await mailsTo(platform, 'moved')).at(-1)?.subject).toMatch(/^【待审核】/);
  });
});

describe('a submitter with a digest', () => {
  it('is told there how it ended, with the reason', async () => {
    await begin('2026-05-27', 'submitter2', 'submitter2');
    const [id = ''] = await submitMany(1, 'submitter2');
    const link = await linkFor(platform, reviewer, id);
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据' });
    await atRest(platform);
    expect(await mailsTo(platform, 'submitter2')).toEqual([]);
    await leapTo('2026-05-28T09:16');
    const digest = await digestTo('submitter2');
    expect(digest.subject).toBe('【每日汇总】2026年5月28日：结果 1');
    expect(digest.text).toContain('【退回修改】');
    expect(digest.text).toContain('意见：请补充第三项支出的测算依据');
    expect(digest.text).toContain(`${platform.product}/projects/${id}`);
  });
});

describe('a digest that comes back', () => {
  it('is a failed mail of each project in it', async () => {
    await begin('2026-06-03');
    await give(reviewer, { email: 'bounce+reviewer@simulator.amazonses.com' });
    const ids = await submitMany(2);
    await leapTo('2026-06-04T09:16');
    for (const id of ids)
      await eventually(`the failure of ${id}`, async () =>
        (await historyOf(platform, id)).some(
          ({ action, assignees }) => action === 'mail-failed' && assignees?.[0]?.id === reviewer,
        ),
      );
    const told = await eventually('the administrators', async () => {
      const mails = (await mailsTo(platform, 'administrator')).filter(
        ({ subject, text }) => subject.includes('邮件未送达') && ids.some((id) => text.includes(id)),
      );
      return mails.length === 2 && mails;
    });
    expect(told).toHaveLength(2);
  });
});

describe('who chose one digest a working day, where much or something urgent waits', () => {
  it('is mailed twenty requests in one mail, each with a link of its own', async () => {
    await begin('2026-06-10');
    // Sixty, without the flows that end in them, are in the tests of the tables.
    const ids = await submitMany(20);
    expect(await mailsTo(platform, reviewer)).toEqual([]);
    await leapTo('2026-06-11T09:14');
    expect(await mailsTo(platform, reviewer)).toEqual([]);
    await leapTo('2026-06-11T09:16');
    const digest = await digestTo(reviewer);
    expect(digest.subject).toBe('【每日汇总】2026年6月11日：新到 20');
    expect(digest.text.split(`${platform.product}/\n`)).toHaveLength(2);
    expect(digest.html).toContain('打开工作台');
    for (const id of ids) expect(digest.text).toContain(`编号：${id}`);
    const anyone = await clientOf(platform);
    const links = linksIn(digest);
    const shown = await Promise.all(links.map((link) => anyone.get<DecisionView>(link)));
    expect(shown.map(({ body }) => body.project.id).sort()).toEqual(ids.toSorted());
    expect((await decideBy(platform, links[0] ?? '', { outcome: 'approve' })).status).toBe(200);
    // The next morning nothing is held: no digest says so.
    await leapTo('2026-06-12T09:30');
    expect(await mailsTo(platform, reviewer)).toHaveLength(1);
  }, 240_000);

  it('is mailed at once what lies above the threshold', async () => {
    await begin('2026-06-17');
    const administrator = await clientOf(platform, 'administrator');
    const settings = { codeThresholdFen: 1 };
    expect((await administrator.put('/settings', settings, { 'if-none-match': '*' })).status).toBe(200);
    const id = await submitOne();
    await linkFor(platform, reviewer, id);
    expect((await subjectsTo(reviewer)).map((one) => one.slice(0, 5))).toEqual(['【待审核】']);
  });
});
