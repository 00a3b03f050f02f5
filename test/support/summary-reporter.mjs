// Prints one plain closing line, `N passed, N failed`, which a machine can read in any language. A reporter's own
// complaint (`getLastError`) ends the run like a failed test, so it is counted as one: 0 failed and an exit code that
// says otherwise sends whoever reads it looking in the wrong place.
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // At exit: Jest's own summary comes after every reporter, and this must be the last line.
    process.once('exit', (code) =>
      process.stdout.write(
        `\n${results.numPassedTests} passed, ${failed === 0 && code !== 0 ? 1 : failed} failed\n`,
      ),
    );
  }
}
