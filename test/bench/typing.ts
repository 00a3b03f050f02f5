import type { Page } from 'playwright-core';
import { field, openBrowser, visit } from '../browser/browser.ts';
import { aLargestDeclaration } from '../builders/largest-declaration.ts';
import { budget, check, type Outcome } from './budget.ts';
import type { Running } from './npm-start.ts';
import { printTable } from './report.ts';

/** Fields at the form's beginning and far down, each with what is typed into it key by key. */
const TYPED: readonly (readonly [pointer: string, text: string])[] = [
  ['/title', 'anquan shengchan zuzhi xietiao gongzuo'],
  ['/plan/0/amountFen', '1234567.89'],
  ['/plan/199/amountFen', '1234567.89'],
  ['/plan/199/name', 'xunlian yu yanlian cailiao fei'],
];

/** A quick typist's; saving and the findings it brings fall between the keys of the next field. */
const BETWEEN_KEYS_MS = 60;

declare global {
  var interactions: number[];
}

/** Keeps how long the page took from each key until it had painted what follows from it; the browser tells of 16 ms and more. */
async function watchInteractions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.interactions = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('interactionId' in entry && entry.interactionId !== 0)
          globalThis.interactions.push(entry.duration);
    });
    observer.observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

async function aDraftOf(running: Running): Promise<string> {
  const response = await fetch(`${running.product}/projects`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Bearer ${await running.token('submitter')}`,
    },
    body: JSON.stringify({ form: 'project-declaration', declaration: aLargestDeclaration() }),
  });
  if (response.status !== 201) throw new Error(`The draft got ${response.status}: ${await response.text()}`);
  const { id }: { id: string } = JSON.parse(await response.text());
  return id;
}

/** Interaction to next paint while somebody types in the largest form, in a browser and with saving on. */
export async function measureTyping(running: Running): Promise<Outcome> {
  const id = await aDraftOf(running);
  const browser = await openBrowser();
  try {
    const { page } = await visit(browser);
    await watchInteractions(page);
    await page.goto(`${running.product}/projects/${id}`);
    await page.locator('button[value="submitter"]').click();
    await page.waitForURL(`${running.product}/projects/${id}`);
    const rows = [];
    for (const [pointer, text] of TYPED) {
      const input = field(page, pointer);
      await input.fill('');
      await page.evaluate(() => {
        globalThis.interactions = [];
      });
      await input.pressSequentially(text, { delay: BETWEEN_KEYS_MS });
      // What the last key led to is told a moment after it was painted.
      await page.waitForTimeout(500);
      const told = await page.evaluate(() => globalThis.interactions);
      // A key has several events; none told means that all were painted within 16 ms.
      rows.push({ field: pointer, keys: text.length, 'slowest ms': Math.max(16, ...told) });
    }
    printTable('Typing in the largest form, from a key to the next paint', rows);
    const slowestMs = Math.max(...rows.map((row) => row['slowest ms']));
    return {
      numbers: { rows, slowestMs },
      checks: [check('from a key to the next paint, ms', slowestMs, 'most', budget.typing.slowestMs)],
    };
  } finally {
    await browser.close();
  }
}
