import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './sqlite.ts';

// Whatever can change the template or a bundle. The host itself can not.
const inputs = ['infra', 'functions', 'shared', 'package-lock.json', 'cdk.json'];
const notInputs = ['infra/local', 'infra/decisions'];

/** Makes the template's folder new if anything that goes into it has changed since. Returns whether it did. */
export async function synthesize(
  root: string,
  environment: NodeJS.ProcessEnv,
  output = join(root, 'cdk.out'),
): Promise<boolean> {
  const record = join(output, '.synthesized-from');
  const isFresh = () =>
    existsSync(record) && readFileSync(record, 'utf8') === describe(root, output, environment);

  if (isFresh()) return false;
  mkdirSync(output, { recursive: true });
  const unlock = await lock(join(output, '.synthesis.lock'));
  try {
    // Another host may have done it while this one waited.
    if (isFresh()) return false;
    await run(root, { ...environment, CDK_OUTDIR: output });
    writeFileSync(record, describe(root, output, environment));
    return true;
  } finally {
    unlock();
  }
}

/** What went in, and what came out: `npm run synth` by hand in between must not be taken for our own. */
function describe(root: string, output: string, environment: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256');
  for (const input of inputs) for (const file of filesIn(join(root, input), root)) add(hash, root, file);
  for (const name of Object.keys(environment).toSorted())
    if (isSetting(name)) hash.update(`${name}=${environment[name]}\0`);
  for (const name of existsSync(output) ? readdirSync(output).toSorted() : [])
    if (name.endsWith('.json') && !name.startsWith('validation-report'))
      add(hash, output, join(output, name));
  return hash.digest('hex');
}

/** What this host alone reads (`settings.ts`). */
const ownSettings = [
  'COUNTERSIGN_CLOCK',
  'COUNTERSIGN_DATA',
  'COUNTERSIGN_TABLE_RIGHTS',
  'COUNTERSIGN_TEMPLATE',
];

/** Settings of a deployment, which `infra/config.ts` reads; this host's own are none. */
function isSetting(name: string): boolean {
  return (name.startsWith('COUNTERSIGN_') && !ownSettings.includes(name)) || name.startsWith('CDK_DEFAULT_');
}

function add(hash: ReturnType<typeof createHash>, base: string, file: string): void {
  hash
    .update(`${relative(base, file)}\0`)
    .update(readFileSync(file))
    .update('\0');
}

function filesIn(path: string, root: string): readonly string[] {
  if (notInputs.includes(relative(root, path))) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name), root));
}

function run(root: string, environment: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    // CDK's checks of the template take longer than all the rest; they run in `npm run synth` and in the tests.
    const env = { ...environment, CDK_VALIDATION: 'false' };
    // What is synthesized may be deployed, and a function's code must be readable there: the umask is the data's alone.
    const mask = process.umask(0o022);
    const child = spawn(process.execPath, ['infra/app.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.umask(mask);
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The synthesis failed:\n${Buffer.concat(said).toString().trim()}`));
    });
  });
}

/**
 * Keeps two processes that start together from writing one folder. The system frees it with the process that has it,
 * however that one ends; after a restart of the machine, or in a container, its number may be another's, or one's own.
 *
 * @returns the unlocking
 */
export async function lock(file: string): Promise<() => void> {
  const database = new DatabaseSync(file);
  for (;;)
    try {
      database.exec('BEGIN EXCLUSIVE');
      return () => database.close();
    } catch (error) {
      if (isBusy(error)) await pause(100);
      else {
        database.close();
        throw error;
      }
    }
}
