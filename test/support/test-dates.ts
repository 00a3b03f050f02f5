/**
 * `npm run test:dates [pattern …]`: the flow tier (or the tests of it that match) once at each of the dates. Tests that
 * are about certain days set them themselves and are not moved. It takes the flow tier's time for each date, so
 * `npm test` has dates.flow.test.ts instead.
 */
import { spawn } from 'node:child_process';
import { dates } from './dates.ts';
import { checkout } from './platform.ts';

const patterns = process.argv.slice(2);
const tests = patterns.length > 0 ? patterns : ['\\.flow\\.'];

/** Runs the tests on platforms whose time begins at `clock`. Says whether all of them passed. */
function passAt(clock: string): Promise<boolean> {
  return new Promise((settle, fail) => {
    const child = spawn('npm', ['test', '--silent', '--', ...tests], {
      cwd: checkout,
      env: { ...process.env, COUNTERSIGN_CLOCK: clock },
      stdio: 'inherit',
    });
    child.on('error', fail);
    child.on('close', (code) => settle(code === 0));
  });
}

const rows: string[] = [];
let failed = 0;
for (const [name, clock] of dates) {
  console.log(`\n${name}: ${clock}`);
  const passed = await passAt(clock);
  if (!passed) failed += 1;
  rows.push(`${passed ? 'passed' : 'FAILED'}  ${clock}  ${name}`);
}
console.log(`\n${rows.join('\n')}\n${dates.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
