import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { someOfEachLook } from './looks.ts';

/** Which rules are tried: all, those of colours alone, or all others. */
type Rules = 'all' | 'colours' | 'all but colours';

const colours = 'color-contrast';

/**
 * What keeps people from using a page, each with where it stands. Axe comes into a page once, and only what is wrong
 * comes out: its own client for this browser brings it in at each examination and all its findings out, which takes as
 * long as the examination. Colours, three quarters of that, are examined of some elements of each look.
 */
export async function violationsOn(
  page: Page,
  rules: Rules = 'all',
): Promise<[rule: string, places: string[]][]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  const structure = () => found(page, { rules: { [colours]: { enabled: false } } });
  const looks = () => found(page, { runOnly: [colours] }, 'some of each look');
  return [
    ...(rules === 'colours' ? [] : await structure()),
    ...(rules === 'all but colours' ? [] : await looks()),
  ];
}

async function found(
  page: Page,
  rules: axe.RunOptions,
  of?: 'some of each look',
): Promise<[rule: string, places: string[]][]> {
  const elements = of && (await page.evaluateHandle(someOfEachLook));
  return page.evaluate(
    async ({ include, options }) => {
      const here = (window as unknown as { axe: typeof axe }).axe;
      const { violations } = await here.run(include ? { include } : document, options);
      return violations.map(({ id, nodes }): [string, string[]] => [id, nodes.map(({ html }) => html)]);
    },
    { include: elements, options: { resultTypes: ['violations' as const], ...rules } },
  );
}
