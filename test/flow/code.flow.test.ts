import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  clientOf,
  eventually,
  historyOf,
  linkFor,
  linksFor,
  mailsTo,
  type Problem,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let anyone: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  platform = await startPlatform({ env: { COUNTERSIGN_CODE_THRESHOLD_YUAN: '300000' } });
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

  it('gives a code five tries, then no more; ten minutes, then no more', async () => {
    const before = (await codes()).length;
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await approve(link);
    const code = await mailedCode(before + 1);
    const guess = code === '111111' ? '222222' : '111111';
    const guesses = await Promise.all(Array.from({ length: 5 }, () => approve(link, guess)));
    expect(new Set(guesses.map(({ body }) => body.code))).toEqual(new Set(['wrong-code']));
    expect((await approve(link, code)).body.code).toBe('wrong-code');

    await approve(link);
    const late = await mailedCode(before + 2);
    await platform.advance(11 * 60);
    expect((await approve(link, late)).body.code).toBe('wrong-code');
    await approve(link);
    expect((await approve(link, await mailedCode(before + 3))).status).toBe(200);
  });

  it('mails five codes for a request at the most, also with a fresh link', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const asked = [];
    for (let round = 0; round < 6; round++) asked.push((await approve(link)).body.code);
    expect(asked).toEqual([...Array<string>(5).fill('code-required'), 'too-many-requests']);
    await anyone.post(`${link}/renew`);
    const fresh = await eventually('a fresh link', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length > 1 && links.at(-1);
    });
    expect((await approve(fresh)).body.code).toBe('too-many-requests');
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
