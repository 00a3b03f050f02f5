/**
 * `npm run fuzz [-- --count N] [--seed N] [--role NAME]`: calls from the product's own OpenAPI document, on a platform of
 * its own, by everybody or one account. N is for each account. Ends with what was not as the document says.
 */
import { parseArgs } from 'node:util';
import { startPlatform } from '../support/platform.ts';
import { accounts, fuzz } from './run.ts';
import { rubbishIn } from './stored.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    role: { type: 'string' },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed))
  throw new Error('--count and --seed are whole numbers');

const platform = await startPlatform();
try {
  const chosen = accounts.filter((account) => values.role === undefined || account === values.role);
  const { calls, faults, slowest, byStatus } = await fuzz(platform, chosen, count, seed);
  const rubbish = await rubbishIn(platform);
  console.log(`seed ${seed}: ${calls} calls`);
  console.table(byStatus);
  console.log('The slowest:', slowest);
  for (const fault of [...faults, ...rubbish]) console.log(fault);
  console.log(
    `${faults.length} answers that were not declared, ${rubbish.length} stored texts that should not be`,
  );
  process.exitCode = faults.length + rubbish.length > 0 ? 1 : 0;
} finally {
  await platform.stop();
}
