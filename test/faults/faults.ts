/**
 * `npm run faults -- [--flow NAME]… [--fault KIND]… [--shard I/N] [--dealt] [--platforms N]`: plays flows with every fault at every
 * boundary that it meets, and says which did not survive. `--dealt` gives each boundary one kind, the one that was tried
 * least.
 */
import { parseArgs } from 'node:util';
import { blowKinds } from '../../infra/local/control/struck-calls.ts';
import { campaign, told } from './campaign.ts';
import { flows } from './flows.ts';
import { titleOf } from './trial.ts';

const { values } = parseArgs({
  options: {
    flow: { type: 'string', multiple: true },
    fault: { type: 'string', multiple: true },
    shard: { type: 'string', default: '1/1' },
    dealt: { type: 'boolean', default: false },
    // Two cores do the work of three, each of which waits for most of its time.
    platforms: { type: 'string', default: '3' },
  },
});
// An end from outside, as of a job that takes too long, leaves no platform behind.
process.once('SIGTERM', () => process.exit(1));
const [index = 0, of = 0] = values.shard.split('/').map(Number);
// Of no part nothing would be tried, and all of it survive.
if (!(index >= 1 && index <= of)) throw new Error(`--shard ${values.shard}: there is no such part`);
const outcome = await campaign({
  flows: flows.filter(({ name }) => values.flow?.includes(name) ?? true),
  kinds: blowKinds.filter((kind) => values.fault?.includes(kind) ?? true),
  faults: values.dealt ? 'dealt' : 'every',
  shard: { index, of },
  platforms: Number(values.platforms),
  report: (line) => console.log(line),
});
for (const trial of outcome.missed) console.log(`not met: ${titleOf(trial)}`);
for (const line of [...outcome.failures, ...outcome.broken]) console.error(`NOT SURVIVED ${line}`);
console.log(told(outcome));
process.exitCode = outcome.failures.length + outcome.broken.length === 0 ? 0 : 1;
