/**
 * `npm run check`: format and lint, types, import boundaries, dead exports, and a lock file that works everywhere. All of
 * them run, also after one has failed, so that one round shows everything.
 */
import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { lockFileProblems } from './lock-file.ts';

const root = resolve(import.meta.dirname, '..', '..');
const bin = resolve(root, 'node_modules', '.bin');

interface Outcome {
  readonly name: string;
  readonly problems: string;
}

function run(name: string, command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((settle, fail) => {
    // The tools run on the Node that the project brings, also where npm did not put it into the path.
    // The compiler's collector would run at each doubling of what lives to the end.
    const env = { GOGC: '300', ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
    const child = spawn(resolve(bin, command), args, { cwd: root, env });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (code) => settle({ name, problems: code === 0 ? '' : output }));
  });
}

const outcomes = await Promise.all([
  run('format and lint', 'biome', ['check', '--error-on-warnings', '.']),
  // Each of several checkers reads the types of all packages for itself.
  run('types', 'tsc', ['--noEmit', '--checkers', '1']),
  run('import boundaries', 'depcruise', [
    '--config',
    '.dependency-cruiser.mjs',
    'infra',
    'functions',
    'shared',
    'test',
  ]),
  run('dead exports', 'knip', []),
  // What only tests use is dead too, unless its comment says @internal: a part that has examples of its own.
  run('dead in production', 'knip', ['--production']),
  { name: 'lock file', problems: lockFileProblems().join('\n') },
]);
for (const { name, problems } of outcomes) {
  console.log(`${problems === '' ? 'ok    ' : 'FAILED'} ${name}`);
  if (problems !== '') console.log(problems);
}
process.exitCode = outcomes.some(({ problems }) => problems !== '') ? 1 : 0;
