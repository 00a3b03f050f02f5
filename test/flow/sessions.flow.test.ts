import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlainBrowser, signIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const MINUTE = 60;
const IDLE = '较长时间没有操作';

/** A browser of its own in which an account has signed in. */
async function signedIn(account: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser(({ hostname }) => hostname === 'localhost');
  const { status, url, html } = await signIn(browser, platform.product, account);
  // What came instead says why.
  expect([status, url.href, status === 200 ? '' : textIn(html)]).toEqual([200, `${platform.product}/`, '']);
  expect(await standingOf(browser)).toBe('in');
  return browser;
}

/** What a browser gets that opens its desk: it, why it is not shown any more, or the way to sign in. */
async function standingOf(browser: PlainBrowser): Promise<'in' | 'idle' | 'stranger'> {
  const { status, url, html } = await browser.open(`${platform.product}/`);
  if (url.origin !== platform.product) return 'stranger';
  expect([url.pathname, status]).toEqual(['/', html.includes(IDLE) ? 401 : 200]);
  return status === 200 ? 'in' : 'idle';
}

describe('a session of somebody who decides', () => {
  it('is over after half an hour without a request, which is told; a request in between begins it anew', async () => {
    const browser = await signedIn('reviewer');
    for (let round = 0; round < 2; round++) {
      await platform.advance(29 * MINUTE);
      expect(await standingOf(browser)).toBe('in');
    }
    await platform.advance(30 * MINUTE);
    expect(await standingOf(browser)).toBe('idle');
    // Asking did not bring it back.
    expect(await standingOf(browser)).toBe('idle');
    const { status, html } = await browser.open(`${platform.product}/`);
    const signIn = /href="(\/sign-in[^"]*)"/.exec(html)?.[1] ?? '';
    expect(status).toBe(401);
    const chooser = await browser.open(`${platform.product}${signIn}`);
    const back = await browser.open(chooser.url, { account: 'reviewer' });
    expect([back.status, back.url.href]).toEqual([200, `${platform.product}/`]);
  });

  it('is over after eight hours, however much is done, as it is for somebody who only submits and does nothing', async () => {
    const [reviewer, submitter] = [await signedIn('reviewer'), await signedIn('submitter')];
    for (let minutes = 28; minutes < 8 * 60; minutes += 28) {
      await platform.advance(28 * MINUTE);
      expect([minutes, await standingOf(reviewer)]).toEqual([minutes, 'in']);
    }
    expect(await standingOf(submitter)).toBe('in');
    await platform.advance(4 * MINUTE);
    expect(await standingOf(reviewer)).toBe('stranger');
    expect(await standingOf(submitter)).toBe('stranger');
  });
});

describe('signing out everywhere, from one’s own page', () => {
  it('ends one’s sessions in other browsers at once, and nobody else’s', async () => {
    const [here, there, elsewhere] = [
      await signedIn('reviewer'),
      await signedIn('reviewer'),
      await signedIn('reviewer'),
    ];
    const other = await signedIn('approver');
    await elsewhere.open(`${platform.product}/sign-out`, { lang: 'zh' });
    expect(await standingOf(elsewhere)).toBe('stranger');
    expect(await standingOf(there)).toBe('in');

    const { html } = await here.open(`${platform.product}/me`);
    const form =
      /<form method="post" action="(\/sign-out)">(?:(?!<\/form>).)*<button[^>]*name="(everywhere)" value="(yes)"/s;
    const [, action = '', name = '', value = ''] = form.exec(html) ?? [];
    const out = await here.open(`${platform.product}${action}`, { [name]: value });
    expect(out.html).toContain('所有设备');
    expect(await standingOf(there)).toBe('stranger');
    expect(await standingOf(here)).toBe('stranger');
    expect(await standingOf(other)).toBe('in');
  });
});
