// Ends a run in which a role of some platform was refused something, or, where every flow has run, in which it was
// granted what no flow uses (`rights.ts`).
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const flows = resolve(import.meta.dirname, '..', 'flow');

export default class RightsReporter {
  async onRunComplete(_contexts, { testResults }) {
    const file = join(process.env.SHARED_TEST_FOLDER ?? '', 'rights.ndjson');
    if (!existsSync(file)) return;
    const { rightsIn } = await import('./rights.ts');
    const { denied, unused, disputed, calls } = await rightsIn(file);
    const ran = new Set(
      testResults.filter(({ skipped }) => !skipped).map(({ testFilePath }) => basename(testFilePath)),
    );
    const isWhole = readdirSync(flows)
      .filter((name) => name.endsWith('.flow.test.ts'))
      .every((name) => ran.has(name));
    const complaints = [
      ...denied.map((one) => `denied: ${one}`),
      ...disputed.map((one) => `another evaluator disagrees: ${one}`),
      ...(isWhole ? unused : []).map((one) => `granted and never used: ${one}`),
    ];
    process.stdout.write(`${calls} different calls by roles, ${complaints.length} complaints\n`);
    for (const complaint of complaints) process.stdout.write(`  ${complaint}\n`);
    if (complaints.length > 0) this.error = new Error('The roles do not fit what the flows do');
  }

  getLastError() {
    return this.error;
  }
}
