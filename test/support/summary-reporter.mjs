// Prints one plain closing line, `N passed, N failed`, which a machine can read in any language.
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const brokenFiles = results.numRuntimeErrorTestSuites;
    process.stdout.write(`\n${results.numPassedTests} passed, ${results.numFailedTests + brokenFiles} failed\n`);
  }
}
