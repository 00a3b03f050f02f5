// The order of the test files: those that take long first, so that no worker is left alone with one at the end. Jest
// goes by the times of earlier runs; a clean clone has none.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import Sequencer from '@jest/test-sequencer';

const tests = resolve(import.meta.dirname, '..');

/** The files that take minutes, or as long as all of their tier behind them. */
const longest = [
  'browser/accessible-zh.browser.test.ts',
  // It waits for most of its time, and others work beside it.
  'flow/faults.flow.test.ts',
  'browser/morning.browser.test.ts',
  'flow/fuzz.flow.test.ts',
  'property/interleavings.property.test.ts',
  'property/waiting.property.test.ts',
].map((name) => resolve(tests, name));

/** The tiers by how long their files take. */
const tiers = [/[.]browser[.]/, /[.]flow[.]/, /[.]infra[.]/, /[.]local[.]/, /[.]property[.]/];

/** Of those that come first 0, of the others 1 and more. */
const rankOf = (path) => {
  const place = longest.indexOf(path);
  if (place >= 0) return place / longest.length;
  const tier = tiers.findIndex((pattern) => pattern.test(path));
  return 1 + (tier < 0 ? tiers.length : tier);
};

export default class LongestFirst extends Sequencer {
  sort(files) {
    const gone = longest.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`Named as long in longest-first.mjs, and not there: ${gone}`);
    return [...super.sort(files)].sort((a, b) => rankOf(a.path) - rankOf(b.path));
  }
}
