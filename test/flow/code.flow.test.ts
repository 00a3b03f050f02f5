import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import { minuteOf } from '../../shared/values/when.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  changeDirectory,
  clientOf,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  mailsTo,
  openedBy,
  type Problem,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let anyone: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  platform = await startPlatform();
  await setOffice(platform, { codeThresholdFen: 30_000_000 });
  anyone = await clientOf(platform);
});
afterAll(() => platform.stop());

async function approve(link: string, code?: string) {
  const { contentHash } = (await anyone.get<DecisionView>(link)).body;
  return anyone.post<DecisionView & Problem>(link, {
    outcome: 'approve',
    contentHash,
    ...(code === undefined ? {} : { code }),
  });
}

const codes = async (): Promise<string[]> =>
  (await mailsTo(platform, 'reviewer')).flatMap(({ text }) => /您的验证码是 (\d{6})/.exec(text)?.[1] ?? []);

const mailedCode = (count: number): Promise<string> =>
  eventually('the code', async () => {
    const all = await codes();
    return all.length >= count && all.at(-1);
  });

/** What is counted by the hour begins anew at a full one, however long the tests before it took. */
async function atFullHour(): Promise<void> {
  const now = await platform.now();
  await platform.advance(Math.ceil((3_600_000 - (now.getTime() % 3_600_000)) / 1000));
}

async function freshLink(link: string, id: string): Promise<string> {
  await anyone.post(`${link}/renew`);
  return eventually('a fresh link', async () => {
    const links = await linksFor(platform, 'reviewer', id);
    return links.length > 1 && links.at(-1);
  });
}

describe('an amount over the threshold', () => {
  it('is decided with a code from the same mailbox; the event says how strong the proof was', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const first = await approve(link);
    expect([first.status, first.body.code]).toEqual([403, 'code-required']);
    const code = await mailedCode(1);
    const wrong = await approve(link, code === '000000' ? '000001' : '000000');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'wrong-code']);
    expect((await approve(link, code)).status).toBe(200);
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided?.proof).toBe('link-and-code');
    expect(JSON.stringify(await historyOf(platform, id))).not.toContain(code);
  });

  it('holds for ten minutes, and the next one in its place', async () => {
    const before = (await codes()).length;
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await approve(link);
    const late = await mailedCode(before + 1);
    await platform.advance(11 * 60);
    expect((await approve(link, late)).body.code).toBe('wrong-code');
    await approve(link);
    expect((await approve(link, await mailedCode(before + 2))).status).toBe(200);
  });

  it('holds for the mailbox that it was mailed to, and not for another one since', async () => {
    const before = (await codes()).length;
    const { id } = await submit(platform);
    const { contentHash } = await openedBy(platform, 'reviewer', id);
    const reviewer = await clientOf(platform, 'reviewer');
    const decideWith = (code?: string) =>
      reviewer.post<DecisionView & Problem>(`/projects/${id}/decision`, {
        ...{ outcome: 'approve', contentHash },
        ...(code === undefined ? {} : { code }),
      });
    const withMailbox = (email: string) => (directory: Directory) => ({
      ...directory,
      people: directory.people.map((one) => (one.id === 'reviewer' ? { ...one, email } : one)),
    });
    expect((await decideWith()).body.code).toBe('code-required');
    const code = await mailedCode(before + 1);
    await changeDirectory(platform, withMailbox('moved@countersign.example'));
    expect((await decideWith(code)).body.code).toBe('wrong-code');
    await changeDirectory(platform, withMailbox('reviewer@countersign.example'));
    expect((await decideWith(code)).status).toBe(200);
  });

  it('is locked after five wrong codes, says until when, and then goes on', async () => {
    await atFullHour();
    const before = (await codes()).length;
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await approve(link);
    const code = await mailedCode(before + 1);
    const guess = code === '111111' ? '222222' : '111111';
    const guesses = await Promise.all(Array.from({ length: 5 }, () => approve(link, guess)));
    expect(new Set(guesses.map(({ body }) => body.code))).toEqual(new Set(['wrong-code']));
    // The right one too, and there is no other mail meanwhile: by no link.
    const locked = [await approve(link, code), await approve(link), await approve(await freshLink(link, id))];
    expect(locked.map(({ status, body }) => [status, body.code])).toEqual(
      Array(3).fill([429, 'too-many-requests']),
    );
    expect((await codes()).length).toBe(before + 1);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const page = await fetch(`${platform.product}${link}`, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        outcome: 'approve',
        comment: '同意，请抓紧',
        contentHash,
        code,
      }).toString(),
    });
    const seconds = Number(page.headers.get('retry-after'));
    const until = new Date((await platform.now()).getTime() + seconds * 1000).toISOString();
    const html = await page.text();
    expect(page.status).toBe(429);
    expect(html).toContain('同意，请抓紧');
    expect(html).toContain(`北京时间 ${minuteOf(until, 'zh')} 起可以继续`);

    await platform.advance(seconds);
    expect((await approve(link)).body.code).toBe('code-required');
    expect((await approve(link, await mailedCode(before + 2))).status).toBe(200);
  });

  it('is mailed again by a button of the page, whatever stands in the field', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const before = (await codes()).length;
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const post = async (fields: Record<string, string>) => {
      const reply = await fetch(`${platform.product}${link}`, {
        method: 'POST',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ contentHash, ...fields }).toString(),
      });
      return [reply.status, await reply.text()] as const;
    };
    const [, asking] = await post({ outcome: 'approve' });
    expect(asking).toMatch(/<button type="submit" name="resend" value="approve"/);
    await mailedCode(before + 1);
    const [status, again] = await post({ resend: 'approve', code: '12' });
    expect(status).toBe(403);
    expect(again).toMatch(/<button type="submit" name="resend" value="approve"/);
    expect((await approve(link, await mailedCode(before + 2))).status).toBe(200);
  });

  it('the fifth wrong code is told from when on there are others', async () => {
    await atFullHour();
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const replies = [];
    for (let count = 0; count < 5; count++) replies.push(await approve(link, '000000'));
    expect(replies.map(({ headers }) => headers.has('retry-after'))).toEqual([
      ...Array<boolean>(4).fill(false),
      true,
    ]);
    expect(replies.at(-1)?.body).toMatchObject({
      code: 'wrong-code',
      detail: expect.stringContaining('起可以继续'),
    });
  });

  it('mails five codes for a request in an hour, also with a fresh link, and then others', async () => {
    await atFullHour();
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const asked = [];
    for (let round = 0; round < 6; round++) asked.push((await approve(link)).body.code);
    expect(asked).toEqual([...Array<string>(5).fill('code-required'), 'too-many-requests']);
    const refused = await approve(await freshLink(link, id));
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    await platform.advance(Number(refused.headers.get('retry-after')));
    expect((await approve(link)).body.code).toBe('code-required');
  });
});

describe('an amount below the threshold', () => {
  it('needs the link alone', async () => {
    const [line] = aDeclaration().plan;
    const declaration = {
      ...aDeclaration(),
      plan: [line],
      appropriation: { ...aDeclaration().appropriation, amountFen: 22_500_000 },
      performance: {
        ...aDeclaration().performance,
        indicators: aDeclaration().performance.indicators.filter(({ level2 }) => level2 !== 'cost'),
      },
    };
    const { id } = await submit(platform, 'submitter', declaration);
    expect((await approve(await linkFor(platform, 'reviewer', id))).status).toBe(200);
    const decided = (await historyOf(platform, id)).find(({ action }) => action === 'decided');
    expect(decided?.proof).toBe('link');
  });
});
