import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { canonical } from '../../shared/history/canonical.ts';
import { type ChainHead, emptyHead, link } from '../../shared/history/chain.ts';
import { sampleBodies } from '../builders/sample-history.ts';
import { budget, check, type Outcome } from './budget.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

/** As many chains in the small file as in the large one: their heads are what a verifier remembers. */
const CHAINS = 1000;
const ROUNDS = 3;

/** What is held is told apart from what the collector has not got round to: it is made to come often. */
const EAGER_COLLECTOR = '--max-semi-space-size=1';

/** Writes events of sample projects, in turn from all chains, as an export by time has them. */
function writeExport(file: string, events: number): void {
  const bodies = [...sampleBodies.values()].flat();
  const heads = new Map<string, ChainHead>();
  const opened = openSync(file, 'w');
  for (let from = 0; from < events; from += CHAINS) {
    const lines = Array.from({ length: Math.min(CHAINS, events - from) }, (_, index) => {
      const chain = `2021-${String(index).padStart(4, '0')}-TEST`;
      const body = bodies[(from / CHAINS + index) % bodies.length];
      const [event] = body ? link(chain, heads.get(chain) ?? emptyHead, [body]) : [];
      if (event) heads.set(chain, event);
      return `${canonical(event)}\n`;
    });
    writeSync(opened, lines.join(''));
  }
  closeSync(opened);
}

const measured = z.object({
  code: z.literal(0),
  cpuSeconds: z.number(),
  seconds: z.number(),
  peakMb: z.number(),
});

/** Verifies a file in a process of its own. Time of the processor, so that others on the machine do not count. */
function verifyIn(file: string, ...flags: string[]): z.infer<typeof measured> {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(import.meta.dirname, 'verify-once.ts'), file],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  if (stderr !== '') throw new Error(stderr);
  return measured.parse(JSON.parse(stdout));
}

/** How fast an export is verified from its file, and whether memory follows the number of events. */
export async function measureVerifying({ verifiedEvents }: Sizes): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  try {
    const rows = [verifiedEvents / 10, verifiedEvents].map((events) => {
      const file = join(folder, `${events}.ndjson`);
      writeExport(file, events);
      const runs = Array.from({ length: ROUNDS }, () => verifyIn(file));
      const { peakMb } = verifyIn(file, EAGER_COLLECTOR);
      return {
        events,
        'events/s of processor': Math.round(events / median(runs.map(({ cpuSeconds }) => cpuSeconds))),
        'events/s by the clock': Math.round(events / median(runs.map(({ seconds }) => seconds))),
        'peak MB': round(median(runs.map((run) => run.peakMb)), 1),
        'peak MB, eager collector': round(peakMb, 1),
      };
    });
    printTable(`Verifying an export of ${CHAINS} chains from its file`, rows);
    const [small, large] = rows;
    const rate = large?.['events/s of processor'] ?? 0;
    const ratio = round(
      (large?.['peak MB, eager collector'] ?? 0) / (small?.['peak MB, eager collector'] ?? 1),
    );
    const { eventsPerSecond, eventsPerSecondAim, memoryRatio } = budget.verify;
    return {
      numbers: { rows, memoryRatio: ratio },
      checks: [
        check('events verified per second of processor', rate, 'least', eventsPerSecond),
        check('the same, as aimed at', rate, 'least', eventsPerSecondAim, 'aim'),
        check('memory for ten times the events, ratio', ratio, 'most', memoryRatio),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
