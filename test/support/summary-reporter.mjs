// Prints one plain closing line, `N passed, N failed`, which a machine can read in any language. A reporter's own
// complaint (`getLastError`) ends the run like a failed test, so it is counted as one: 0 failed and an exit code that
// says otherwise sends whoever reads it looking in the wrong place.
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // At exit: Jest's own summary comes after every reporter, and this must be the last line. Only then does the result
    // know of the reporters' complaints.
    process.once('exit', () =>
      process.stdout.write(
        `\n${results.numPassedTests} passed, ${results.success ? failed : Math.max(failed, 1)} failed\n`,
      ),
    );
  }
}
