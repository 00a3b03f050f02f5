// The order of the test files: those that take long first, so that no worker is left alone with one at the end. Jest
// goes by the times of earlier runs; a clean clone has none.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import Sequencer from '@jest/test-sequencer';

const tests = resolve(import.meta.dirname, '..');

/** The files that take minutes, or as long as all of their tier behind them. */
const longest = [
  'browser/accessible-zh.browser.test.ts',
  // It waits for most of its time, and others compute beside it.
  'flow/faults.flow.test.ts',
  'property/interleavings.property.test.ts',
  'property/waiting.property.test.ts',
  'flow/fuzz.flow.test.ts',
  'browser/morning.browser.test.ts',
].map((name) => resolve(tests, name));

/** Tiers by how long their files take. Those of the first wait for a browser, a clock or a service; all others compute. */
const waiting = [/[.]browser[.]/, /[.]flow[.]/];
const computing = [/[.]infra[.]/, /[.]local[.]/, /[.]property[.]/];

const byTier = (tiers, paths) => {
  const rankOf = (path) => {
    const rank = tiers.findIndex((tier) => tier.test(path));
    return rank < 0 ? tiers.length : rank;
  };
  return paths.toSorted((one, other) => rankOf(one) - rankOf(other));
};

/** The end is for what computes: its files are short, and no worker is left alone with a long one. */
const END = 0.1;

/**
 * Puts one list among the other, each in its order and spread over the whole: while some wait others compute, and no core
 * is idle as long as there is something to do.
 */
function spread(waits, computes) {
  const over = (paths, whole) => paths.map((path, index) => ({ path, at: (whole * index) / paths.length }));
  return [...over(waits, 1 - END), ...over(computes, 1)]
    .toSorted((one, other) => one.at - other.at)
    .map(({ path }) => path);
}

/** The order of the files, by their paths. */
function ordered(paths) {
  const rest = paths.filter((path) => !longest.includes(path));
  const waits = rest.filter((path) => waiting.some((tier) => tier.test(path)));
  const computes = rest.filter((path) => !waits.includes(path));
  return [
    ...longest.filter((path) => paths.includes(path)),
    ...spread(byTier(waiting, waits), byTier(computing, computes)),
  ];
}

export default class LongestFirst extends Sequencer {
  sort(files) {
    const gone = longest.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`Named as long in longest-first.mjs, and not there: ${gone}`);
    const sorted = [...super.sort(files)];
    const order = ordered(sorted.map(({ path }) => path));
    return sorted.toSorted((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
  }
}
