/** Verifies one file as `verify.mjs` does, and prints what it took. */
import { verifyCommand } from '../../shared/evidence/verifier/command.ts';

const before = { cpu: process.cpuUsage(), at: performance.now() };
const { code } = verifyCommand(process.argv.slice(2));
const { user, system } = process.cpuUsage(before.cpu);
const answer = {
  code,
  cpuSeconds: (user + system) / 1e6,
  seconds: (performance.now() - before.at) / 1000,
  // In kilobytes, on every system.
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(answer));
