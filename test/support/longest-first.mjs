// The order of the test files: those that take long first, so that no worker is left alone with one at the end. Jest
// goes by the times of earlier runs; a clean clone has none.
import Sequencer from '@jest/test-sequencer';

/** The tiers by how long their files take, and before them the files that take minutes. */
const order = [
  /browser[/]accessible/,
  /flow[/]fuzz/,
  /property[/](?:interleavings|waiting|round-totals)/,
  /[.]browser[.]/,
  /[.]flow[.]/,
  /[.]infra[.]/,
  /[.]local[.]/,
  /[.]property[.]/,
];

const rankOf = (path) => {
  const rank = order.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? order.length : rank;
};

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a.path) - rankOf(b.path));
  }
}
