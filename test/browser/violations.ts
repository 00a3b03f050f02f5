import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Which rules are tried: all, only these, or all but these. */
interface Rules {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/**
 * What keeps people from using a page, each with where it stands. Axe comes into a page once, and only what is wrong
 * comes out: its own client for this browser brings it in at each examination and all its findings out, which takes as
 * long as the examination.
 */
export async function violationsOn(
  page: Page,
  { only, without = [] }: Rules = {},
): Promise<[rule: string, places: string[]][]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async (options) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(options);
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    },
    {
      resultTypes: ['violations' as const],
      ...(only && { runOnly: [...only] }),
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    },
  );
}
