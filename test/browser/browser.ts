/** A Chromium without a screen, for pages as people use them. */
import { statfsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium as playwright,
} from 'playwright-core';

export const PHONE = { width: 390, height: 844 } as const;
export const DESKTOP = { width: 1240, height: 1000 } as const;

/** What its processes share, a browser of this size and a few pages; containers often have 64 MB. */
const SHARED_MEMORY = 512 * 2 ** 20;

/** Whether there is memory to share beside the disk, where each frame that is painted makes files otherwise. */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= SHARED_MEMORY;
  } catch {
    return false;
  }
}

/**
 * The browser from npm, so that tests need nothing on the machine; `CHROME` names another.
 * @param env what it finds in its environment beside ours
 */
export async function openBrowser(env: Readonly<Record<string, string>> = {}): Promise<Browser> {
  // Graphics would unpack another 100 MB, and no page has any.
  chromium.setGraphicsMode = false;
  const executablePath = process.env.CHROME ?? (await chromium.executablePath());
  return playwright.launch({
    executablePath,
    // Its own arguments would switch off what is tested here: the web's security. What paints has no process of its own.
    args: ['--no-sandbox', '--in-process-gpu', '--disable-gpu'],
    ignoreDefaultArgs: hasSharedMemory() ? ['--disable-dev-shm-usage'] : [],
    env: { ...process.env, ...env },
  });
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained about: errors of scripts, what the content security policy refused. */
  readonly complaints: string[];
}

/** A page in a context of its own, as of another person. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  // No page scrolls on under a click: a hand waits for that, and a test does not.
  const still = { reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ viewport: DESKTOP, locale: 'zh-CN', ...still, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // That an answer was 422 is what a test asks for; the browser notes it as well.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { page, complaints };
}

/** The input of a JSON Pointer. */
export const field = (page: Page, pointer: string) => page.locator(`[id="f-${pointer}"]`);

const MOST_TABS = 600;

/**
 * By Tab alone, from wherever the focus is; round by the browser's own if it has to be. What cannot be reached so is
 * never found.
 */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
  // Found once, and again where a script replaced it: to find it anew after each press is most of the work.
  let found = await thing.elementHandle();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const isThere = await found?.evaluate((element) =>
      element.isConnected ? element === document.activeElement : undefined,
    );
    if (isThere) return;
    if (isThere === undefined) found = await thing.elementHandle();
    else await page.keyboard.press('Tab');
  }
  throw new Error(`No ${MOST_TABS} presses of Tab lead to ${thing}`);
}
