/** Imports one file as a function does that was just started, and prints what it took. */
import { readFileSync } from 'node:fs';
import { importFile } from '../../shared/declaration/import/import-file.ts';

const bytes = readFileSync(process.argv[2] ?? '');
const before = process.cpuUsage();
const { placed, notPlaced } = await importFile('file.docx', bytes);
const { user, system } = process.cpuUsage(before);
const answer = {
  pieces: placed.length + notPlaced.length,
  cpuSeconds: (user + system) / 1e6,
  // In kilobytes, on every system.
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(answer));
