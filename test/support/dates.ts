/**
 * `npm run test:dates [pattern …]`: the flow tier (or the tests of it that match) once at each date on which working
 * days, years or the calendar have an edge. Tests that are about certain days set them themselves and are not moved.
 * It takes the flow tier's time for each date, so it is not part of `npm test`.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

const dates = [
  ['a Saturday', '2026-03-21T02:00:00.000Z'],
  ['the eve of National Day', '2026-09-30T02:00:00.000Z'],
  ['31 December, 23:50 in Beijing', '2026-12-31T15:50:00.000Z'],
  ['29 February', '2024-02-29T02:00:00.000Z'],
  ['a year whose holidays are not published', '2031-06-18T02:00:00.000Z'],
] as const;

const patterns = process.argv.slice(2);

/** Runs the tests with the platforms' time beginning at `clock`. Says whether all of them passed. */
function passAt(clock: string): Promise<boolean> {
  return new Promise((settle, fail) => {
    const tests = patterns.length > 0 ? patterns : ['\\.flow\\.'];
    const child = spawn('npm', ['test', '--silent', '--', ...tests], {
      cwd: root,
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
