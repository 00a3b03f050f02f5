import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { bundleFunctions } from '../../infra/bundles.ts';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { functionEnvironment } from '../../infra/local/function-environment.ts';
import { readFunctions } from '../../infra/local/services/lambda/functions.ts';
import { routes } from '../../shared/contract/routes.ts';
import { budget, check, type Outcome } from './budget.ts';
import { checkout, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

/** A module to import, with the environment that it reads while it loads. */
interface Subject {
  readonly name: string;
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly kib: number;
}

interface Times {
  readonly wall: number;
  readonly processor: number;
}

// The least that a function on DynamoDB can be: what it costs is the SDK's, not ours.
const bareHandler = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = (event) => client.send(new GetItemCommand({ TableName: event.table, Key: event.key }));
`;
const emptyHandler = 'export const handler = () => {};\n';

const nowhere = 'http://127.0.0.1:9';
const places = { product: nowhere, issuer: nowhere, services: nowhere };

/** The functions of the template as this checkout synthesizes it, in a folder of its own. */
async function synthesizedFunctions(outdir: string): Promise<Subject[]> {
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' };
  await promisify(execFile)(process.execPath, ['infra/app.ts'], { cwd: checkout, env });
  const resources = openResources(outdir, places);
  const shared = functionEnvironment(resources, { dynamodb: nowhere, services: nowhere });
  const sizes = JSON.parse(readFileSync(join(outdir, 'bundles.json'), 'utf8')) as Record<string, number>;
  return readFunctions(resources)
    .filter(({ name }) => name in sizes)
    .map((definition) => ({
      name: definition.name,
      module: definition.code().module,
      environment: { ...shared, ...definition.environment },
      kib: sizes[definition.name] ?? 0,
    }));
}

/** What the functions are compared with. */
interface Yardsticks {
  /** The bare handler in one file, as esbuild makes it unless told otherwise: it stays the same whatever we do. */
  readonly bare: Subject;
  /** The bare handler as our bundler makes it: what is above it is the product's own, nothing is the bundler's. */
  readonly bareAsOurs: Subject;
  readonly empty: Subject;
}

async function yardsticks(outdir: string): Promise<Yardsticks> {
  // Under node_modules, so that the packages are found from there.
  const root = join(checkout, 'node_modules', '.cache', `countersign-bench-${process.pid}`);
  const environment = { AWS_REGION: 'us-east-1' };
  try {
    for (const [name, code] of Object.entries({ bare: bareHandler, empty: emptyHandler })) {
      mkdirSync(join(root, 'functions', name), { recursive: true });
      writeFileSync(join(root, 'functions', name, 'handler.ts'), code);
    }
    mkdirSync(outdir, { recursive: true });
    const bundles = await bundleFunctions(root, outdir, {});
    const asOurs = (name: string): Subject => {
      const bundle = bundles.get(name);
      if (!bundle) throw new Error(`The handler ${name} was not bundled`);
      return { name, module: join(bundle.folder, 'index.mjs'), environment, kib: bundle.kib };
    };
    const oneFile = join(outdir, 'bare.mjs');
    await esbuild.build({
      entryPoints: [join(root, 'functions', 'bare', 'handler.ts')],
      outfile: oneFile,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
    });
    const kib = round(statSync(oneFile).size / 1024, 1);
    return {
      bare: { name: 'bare', module: oneFile, environment, kib },
      bareAsOurs: asOurs('bare'),
      empty: asOurs('empty'),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

// Node's own start is over when it runs; what follows is the module's alone, on every thread of the process.
const script = `
const before = process.cpuUsage();
const started = performance.now();
await import(process.argv[1]);
const wall = performance.now() - started;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ wall, processor: (user + system) / 1000 }), () => process.exit(0));
`;

/** Imports a module in a fresh process. */
function importOnce({ name, module, environment }: Subject): Promise<Times> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', module], {
      env: { ...environment, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complained = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) settle(JSON.parse(said) as Times);
      else fail(new Error(`${name} cannot be imported:\n${complained}`));
    });
  });
}

/** A function's import beside those of the bare handlers, in turns, so that all meet the same machine. */
async function compare(subject: Subject, { bare, bareAsOurs }: Yardsticks, empty: Times, pairs: number) {
  const times: Record<'own' | 'bare' | 'bareAsOurs', Times[]> = { own: [], bare: [], bareAsOurs: [] };
  for (let pair = 0; pair < pairs; pair++) {
    times.own.push(await importOnce(subject));
    times.bare.push(await importOnce(bare));
    times.bareAsOurs.push(await importOnce(bareAsOurs));
  }
  const over = (which: keyof typeof times, kind: keyof Times): number =>
    median(times[which].map((one) => one[kind])) - empty[kind];
  return {
    kib: subject.kib,
    processorMs: round(over('own', 'processor'), 1),
    ratio: round(over('own', 'processor') / over('bare', 'processor')),
    ratioToBareAsOurs: round(over('own', 'processor') / over('bareAsOurs', 'processor')),
    clockMs: round(over('own', 'wall'), 1),
    clockRatio: round(over('own', 'wall') / over('bare', 'wall')),
  };
}

/**
 * Size and cold import of every function. The ratio that is judged is of processor time: it is what an import
 * consists of, and the time that other programs on the machine add least to.
 */
export async function measureImports(sizes: Sizes): Promise<Outcome> {
  const { importPairs: pairs } = sizes;
  const folder = await temporaryFolder();
  try {
    const subjects = await synthesizedFunctions(join(folder.path, 'cdk.out'));
    const sticks = await yardsticks(join(folder.path, 'yardsticks'));
    const empties: Times[] = [];
    for (let count = 0; count < pairs; count++) empties.push(await importOnce(sticks.empty));
    const empty: Times = {
      wall: median(empties.map((one) => one.wall)),
      processor: median(empties.map((one) => one.processor)),
    };
    const functions: Record<string, Awaited<ReturnType<typeof compare>>> = {};
    for (const subject of subjects) functions[subject.name] = await compare(subject, sticks, empty, pairs);
    printTable(
      `Cold import over an empty module, median of ${pairs}; ratio: to a bare client-dynamodb handler in one file ` +
        `(${sticks.bare.kib} KiB), and to the same bundled as ours`,
      Object.entries(functions).map(([name, numbers]) => ({ function: name, ...numbers })),
    );
    const { ratio, othersRatio } = budget.imports;
    const answering = new Set<string>(routes.map(({ fn }) => fn));
    const checks = Object.entries(functions).map(([name, numbers]) =>
      check(
        `cold import of ${name}, ratio`,
        numbers.ratio,
        'most',
        answering.has(name) ? ratio : othersRatio,
      ),
    );
    const largest = Math.max(...Object.values(functions).map(({ kib }) => kib));
    checks.push(check('the largest bundle of a function, KiB', largest, 'most', budget.imports.largestKib));
    return { numbers: { pairs, bareKib: sticks.bare.kib, empty, functions }, checks };
  } finally {
    await folder.remove();
  }
}
