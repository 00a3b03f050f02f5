/**
 * `npm run bench`: what the platform costs and how fast it is, held against `budget.json`. It drives the addresses that
 * `npm start` prints, with history, streams and mail on. Ratios and counts first; everything with a clock in it is a
 * median, because no machine is ever quiet.
 *
 *   npm run bench -- --quick            a short round
 *   npm run bench -- --only units       one part: units, declaration, typing, files, imports, first-answer, throughput,
 *                                       attachments, deciding, batch, sweep, office, history, export, start-up, memory,
 *                                       verify
 *   npm run bench -- --large            the history up to a million events
 */
import { measureAttachments } from './attachments.ts';
import { measureBatch } from './batch.ts';
import type { Check, Outcome } from './budget.ts';
import { measureDeciding } from './deciding.ts';
import { measureDeclaration } from './declaration.ts';
import { measureExport } from './export.ts';
import { measureFiles } from './files.ts';
import { measureFirstAnswer } from './first-answer.ts';
import { measureHistory } from './history.ts';
import { measureImports } from './imports.ts';
import { measureMemory } from './memory.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import { measureOffice } from './office.ts';
import { type PartName, readOptions, type Sizes } from './options.ts';
import { machine, printChecks, writeReport } from './report.ts';
import { measureStartUp } from './start-up.ts';
import { measureSweep } from './sweep.ts';
import { measureThroughput } from './throughput.ts';
import { measureTyping } from './typing.ts';
import { measureUnits } from './units.ts';
import { measureVerifying } from './verify.ts';

/** The parts that ask the running platform, in the order in which they leave each other undisturbed. */
const asking: readonly [PartName, (running: Running, sizes: Sizes) => Promise<Outcome>][] = [
  ['units', measureUnits],
  ['declaration', measureDeclaration],
  ['typing', measureTyping],
  ['throughput', measureThroughput],
  ['attachments', measureAttachments],
  ['memory', measureMemory],
];
/** The parts that start what they measure. */
const starting: readonly [PartName, (sizes: Sizes) => Promise<Outcome>][] = [
  ['files', measureFiles],
  ['imports', measureImports],
  ['first-answer', measureFirstAnswer],
  ['deciding', measureDeciding],
  ['batch', measureBatch],
  ['sweep', measureSweep],
  ['office', measureOffice],
  ['history', measureHistory],
  ['export', measureExport],
  ['start-up', measureStartUp],
  ['verify', measureVerifying],
];

const { quick, parts, sizes } = readOptions(process.argv.slice(2));
const outcomes: Partial<Record<PartName, Outcome>> = {};
const atStart = machine();
console.log(`Node ${atStart.node}, ${atStart.processors} × ${atStart.model}, load ${atStart.load.join(' ')}`);

if (asking.some(([name]) => parts.includes(name))) {
  const folder = await temporaryFolder();
  const running = await npmStart({ data: folder.path });
  try {
    for (const [name, measure] of asking)
      if (parts.includes(name)) outcomes[name] = await measure(running, sizes);
  } finally {
    await running.stop();
    await folder.remove();
  }
}
for (const [name, measure] of starting) if (parts.includes(name)) outcomes[name] = await measure(sizes);

const checks: Check[] = Object.values(outcomes).flatMap((outcome) => outcome.checks);
printChecks(checks);
const numbers = Object.fromEntries(
  Object.entries(outcomes).map(([name, outcome]) => [name, outcome.numbers]),
);
const report = {
  at: new Date().toISOString(),
  quick,
  machine: { atStart, atEnd: machine() },
  ...numbers,
  checks,
};
console.log(`\nWritten to ${writeReport(report)}`);
const exceeded = checks.filter(({ kind, holds }) => kind === 'limit' && !holds);
if (exceeded.length > 0) {
  console.error(`${exceeded.length} limits of the budget are exceeded`);
  process.exitCode = 1;
}
