import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * What keeps people from using a page, each with where it stands. Only what is wrong is worked out in full, and no
 * second page is opened for the result: our pages have no frames.
 * @param rules the only ones to be tried; all where it is absent
 */
export async function violationsOn(
  page: Page,
  rules?: readonly string[],
): Promise<[rule: string, places: string[]][]> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await (rules ? builder.withRules([...rules]) : builder).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
