// What was typed and not sent, on pages that save nothing by themselves: a page is not left with it unasked.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { assets } from '../../shared/pages/assets.ts';
import { ProblemPage } from '../../shared/pages/problem-page.tsx';
import { aDecisionPage, TOKEN } from '../unit/pages/samples/decision-pages.tsx';
import { asDocument, documentsIn } from '../unit/pages/samples/documents.tsx';
import { openBrowser, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const action = `/decisions/${TOKEN}`;
const deciding = { script: 'decision', path: action } as const;
const takers = [{ id: 'reviewer2', name: '审核人丙' }];
const comment = '请补充第三项支出的测算依据和标准。';
const held = (status: number) => (
  <ProblemPage
    lang="zh"
    status={status}
    code="storage-unavailable"
    title="暂时不能办理"
    isPosted
    again={{
      action,
      fields: [
        ['idempotencyKey', 'key-1'],
        ['comment', comment],
      ],
    }}
  />
);

/** What answers a post that left nothing to be sent again. */
const refused = <ProblemPage lang="zh" status={404} code="not-found" title="没有这个页面" isPosted />;

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];
/** What the browser asked before the page was left; it stays. */
let asked: string[];

beforeAll(async () => {
  const shown = new Map(documentsIn('zh'));
  server = await servePages(
    new Map([
      ...['desk', 'settings', 'directory-unit', 'me', 'drafts'].flatMap((name) => {
        const html = shown.get(name);
        return html === undefined ? [] : [[name, html] as const];
      }),
      ['decision', asDocument(aDecisionPage({}, { takers }), deciding)],
      // As it answers what was posted to its address.
      [
        action.slice(1),
        asDocument(aDecisionPage({}, { typed: { outcome: 'return', comment } }), {
          ...deciding,
          isAnswer: true,
        }),
      ],
      [
        'code',
        asDocument(
          aDecisionPage(
            {},
            { typed: { outcome: 'approve' }, problem: { code: 'code-required', message: '请填写验证码' } },
          ),
          deciding,
        ),
      ],
      ['held', asDocument(held(503), { isAnswer: true })],
      ['refused', asDocument(refused, { isAnswer: true })],
    ]),
  );
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  ({ page, complaints } = await visit(browser));
  asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const open = (path: string) => page.goto(`${server.address}/${path}`);
const here = (): string => new URL(page.url()).pathname;
const posted = () => server.posted.at(-1);

async function typeOpinion(): Promise<void> {
  await page.getByText('其他意见…').click();
  await page.locator('#comment').fill(comment);
}
/** Clicks what would lead away; the browser asks, and stays. */
async function isAskedAt(selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('dialog'), page.locator(selector).first().click()]);
  expect(asked).toEqual(['beforeunload']);
}

/** Clicks what leads away; nobody is asked. */
async function leadsAway(selector: string, to: string): Promise<void> {
  const led = page.waitForURL(to).then(
    () => 'led away',
    () => 'stayed',
  );
  const question = page.waitForEvent('dialog').then(
    () => 'asked',
    () => 'not asked',
  );
  await page.locator(selector).first().click();
  expect(await Promise.race([led, question])).toBe('led away');
}

describe('a code that was asked for', () => {
  it('is typed at once, and Enter decides what it was asked for', async () => {
    await open('code');
    await page.keyboard.insertText('271828');
    await page.keyboard.press('Enter');
    await page.getByText('posted').waitFor();
    expect(['code', 'outcome'].map((name) => posted()?.body.get(name))).toEqual(['271828', 'approve']);
  });
});

describe('a draft that is ticked', () => {
  it('is not handed in by Enter on its box', async () => {
    await open('drafts');
    const before = server.posted.length;
    await page.locator('input[name="draft"]:enabled').check();
    await page.keyboard.press('Enter');
    await page.locator('main form button.primary').click();
    await page.getByText('posted').waitFor();
    expect(server.posted.length - before).toBe(1);
  });
});

describe('an opinion that was typed', () => {
  it('is not lost by the switch of language', async () => {
    await open('decision');
    await typeOpinion();
    await isAskedAt('a.language');
    expect([here(), await page.locator('#comment').inputValue()]).toEqual(['/decision', comment]);
  });

  it('is not lost by another form of the page', async () => {
    await open('decision');
    await typeOpinion();
    await page.getByText('转办…').click();
    await page.locator('#why').fill('今天起休假，请代为办理此项。');
    await isAskedAt('form[action$="/transfer"] button');
    expect(here()).toBe('/decision');
  });

  it('is sent without a question', async () => {
    await open('decision');
    await typeOpinion();
    await leadsAway('button[value="return"]', `**${action}`);
    expect(posted()?.body.get('comment')).toBe(comment);
  });

  it('comes back with the page in the same tab, with cuts and what they leave', async () => {
    await open('decision');
    await typeOpinion();
    await page.locator('details.cut summary').first().click();
    await page.locator('[name="cut.0.amount"]').fill('20');
    page.removeAllListeners('dialog');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.locator('[data-brought-back]').waitFor();
    expect(await page.locator('#comment').inputValue()).toBe(comment);
    expect(await page.locator('[name="cut.0.amount"]').isVisible()).toBe(true);
    expect((await page.locator('button[value="approve"]').allInnerTexts())[0]).toMatch(/^同意 \d/);
    // Of another content nothing comes back.
    await page.route('**/decision', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/(name="contentHash" value=")./, '$1x');
      await route.fulfill({ response, body });
    });
    await page.reload();
    expect(await page.locator('#comment').inputValue()).toBe('');
  });

  it('is asked about as well on the page that showed it again', async () => {
    await open(action.slice(1));
    await page.locator('h1').click();
    await isAskedAt('a.language');
  });

  it('is sent by the page itself where the script never came', async () => {
    const refused: string[] = [];
    await page.route('**/*.js', (route) => {
      refused.push(new URL(route.request().url()).pathname);
      return route.abort();
    });
    await open('decision');
    await typeOpinion();
    await leadsAway('button[value="return"]', `**${action}`);
    expect([refused[0], posted()?.body.get('comment')]).toEqual([assets.decision, comment]);
  });
});

it.each(['settings', 'directory-unit', 'me'])('what was typed on %s is asked about', async (name) => {
  await open(name);
  const text = page.locator('main :is(input[type="text"], input:not([type])):not([readonly])');
  await text.first().fill('改过的');
  await isAskedAt('a.language');
  expect(here()).toBe(`/${name}`);
});

it('lines that were ticked are left without a question', async () => {
  await open('desk');
  await page.locator('#pick-2021-0000-0002').check();
  await leadsAway('a.language', '**lang=en**');
});

describe('a page that could not do what was posted', () => {
  it('holds it, and sends it once more with its key', async () => {
    await open('held');
    await leadsAway('text=再次提交刚才的内容', `**${action}`);
    expect([...(posted()?.body ?? [])]).toEqual([
      ['idempotencyKey', 'key-1'],
      ['comment', comment],
    ]);
  });

  it('is not left with it unasked', async () => {
    await open('held');
    await page.locator('h1').click();
    await isAskedAt('a.language');
  });
});

describe('a page that comes back as it was left', () => {
  const comeBack = () =>
    page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));

  /** Whoever asks for a page anew has asked for it, or been asked whether to, before the next task. */
  async function staysWhenItComesBack(): Promise<void> {
    const asksAnew: string[] = [];
    page.on('request', (request) => asksAnew.push(request.url()));
    await comeBack();
    await page.waitForTimeout(300);
    expect([asked, asksAnew]).toEqual([[], []]);
  }

  it('is asked for anew, so that it tells nothing that is over', async () => {
    await open('desk');
    await Promise.all([page.waitForEvent('framenavigated'), comeBack()]);
    await page.locator('#pick-all').waitFor();
  });

  it('stays where something is typed on it', async () => {
    await open('decision');
    await typeOpinion();
    await staysWhenItComesBack();
    expect(await page.locator('#comment').inputValue()).toBe(comment);
  });

  it('stays where it answers what was posted: to ask for that anew would be to post again', async () => {
    await open('refused');
    await page.locator('h1').click();
    await staysWhenItComesBack();
  });
});
