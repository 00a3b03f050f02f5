/**
 * Asks functions in threads that were just started, as the host starts them: in turns with an empty one. Prints, of each,
 * the processor time of every round from the start of the thread to the answer, in milliseconds.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareRuntime } from '../../infra/local/runtime.ts';
import { anHttpEvent } from '../fixtures/http-event.ts';
import { checkout } from './npm-start.ts';

// As the host does: its threads find there what was compiled before.
prepareRuntime(checkout);
const { openResources } = await import('../../infra/local/assembly/resources.ts');
const { functionEnvironment } = await import('../../infra/local/function-environment.ts');
const { startWorker } = await import('../../infra/local/services/lambda/function-worker.ts');
const { readFunctions } = await import('../../infra/local/services/lambda/functions.ts');
const { openBareDatabase } = await import('./bare-database.ts');

const TIME_OUT_MS = 15_000;
/** The first rounds leave what they compiled for those that count. */
const UNCOUNTED = 2;

const rounds = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'countersign-first-answer-'));
const database = await openBareDatabase();
const nowhere = 'http://127.0.0.1:9';
const resources = openResources(join(checkout, 'cdk.out'), {
  product: nowhere,
  issuer: nowhere,
  services: nowhere,
});
const shared = functionEnvironment(resources, { dynamodb: database.endpoint, services: nowhere });

const empty = join(folder, 'empty.mjs');
writeFileSync(empty, 'export const handler = () => ({});');
const definitionOf = (name: string) => {
  const found = readFunctions(resources).find((one) => one.name === name);
  if (!found) throw new Error(`The template has no function ${name}`);
  return found;
};
const decisions = definitionOf('decisions');
const token = 'A'.repeat(43);
const headers = { accept: 'text/html' };
const subjects = {
  empty: { definition: { ...decisions, code: () => ({ module: empty, handler: 'handler' }) }, event: {} },
  // A click on a mailed link, of a request that is not there: the table is asked, and a page made.
  decisions: {
    definition: decisions,
    event: anHttpEvent({
      route: '/decisions/{token}',
      path: `/decisions/${token}`,
      parameters: { token },
      headers,
    }),
  },
  // A click on the product's address: whoever is not signed in is sent to sign in.
  projects: { definition: definitionOf('projects'), event: anHttpEvent({ route: '/', headers }) },
};

async function firstAnswer({ definition, event }: (typeof subjects)[keyof typeof subjects]): Promise<number> {
  const before = process.cpuUsage();
  const worker = startWorker(definition, {
    clockOffset: new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT),
    logFile: join(folder, 'function.ndjson'),
    detour: undefined,
    isBehind: false,
    environment: {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      ...shared,
      ...definition.environment,
    },
  });
  const outcome = await worker.run({
    event: JSON.stringify(event),
    requestId: 'first-answer',
    traceId: 'first-answer',
    functionArn: definition.arn,
    timeoutMs: TIME_OUT_MS,
  });
  const { user, system } = process.cpuUsage(before);
  await worker.end();
  if (outcome.kind === 'error') throw new Error(`${definition.name}: ${outcome.error.errorMessage}`);
  return (user + system) / 1000;
}

const taken: Record<string, number[]> = {};
for (let round = -UNCOUNTED; round < rounds; round++) {
  for (const [name, subject] of Object.entries(subjects)) {
    const ms = await firstAnswer(subject);
    if (round >= 0) taken[name] = [...(taken[name] ?? []), ms];
  }
}
await database.close();
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(taken));
