/**
 * What must hold of package-lock.json so that `npm ci` works everywhere: no registry's address in it, and an entry for
 * every platform's optional package, also where the registry that the lock was made with did not have it: npm refuses
 * a lock that lacks one, although it installs only those of its own platform.
 *
 *   npm run lock-file -- --complete     adds the missing entries, after an `npm install` left them out
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

const file = resolve(import.meta.dirname, '..', '..', 'package-lock.json');

const entry = z.looseObject({
  dev: z.boolean().optional(),
  license: z.string().optional(),
  engines: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), entry) });
type Lock = z.infer<typeof lockSchema>;
type Entry = z.infer<typeof entry>;

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Whether a package finds another one in the lock, as Node would: in its own folder, then in those above. */
function isFound(packages: Lock['packages'], from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === '') return false;
  }
}

/** The entry that a registry with the package would have given: its platform stands in its name. */
function entryOf(name: string, version: string, parent: Entry): Entry {
  const parts = name.split(/[/-]/);
  const os = parts.find((part) => systems.includes(part));
  const cpu = parts.find((part) => processors.includes(part));
  if (!os || !cpu) throw new Error(`${name} is missing from the lock file, and its name tells no platform`);
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(parent.license === undefined ? {} : { license: parent.license }),
    optional: true,
    os: [os],
    ...(os === 'linux' ? { libc: [parts.some((part) => part.startsWith('musl')) ? 'musl' : 'glibc'] } : {}),
    ...(parent.engines === undefined ? {} : { engines: parent.engines }),
  };
}

function missing({ packages }: Lock): [string, Entry][] {
  return Object.entries(packages).flatMap(([folder, parent]) =>
    folder === ''
      ? []
      : Object.entries(parent.optionalDependencies ?? {})
          .filter(([name]) => !isFound(packages, folder, name))
          .map(([name, version]): [string, Entry] => [
            `node_modules/${name}`,
            entryOf(name, version, parent),
          ]),
  );
}

const text = readFileSync(file, 'utf8');
const lock = lockSchema.parse(JSON.parse(text));

/** Everything that would break `npm ci` somewhere. */
export const lockFileProblems = (): string[] => [
  ...text.split('\n').filter((line) => line.includes('"resolved"')),
  ...missing(lock).map(([name]) => `${name} is missing: npm run lock-file -- --complete`),
];

if (process.argv.includes('--complete')) {
  const { '': root, ...others } = lock.packages;
  const all = [...Object.entries(others), ...missing(lock)].sort(([a], [b]) => (a < b ? -1 : 1));
  const packages = { ...(root ? { '': root } : {}), ...Object.fromEntries(all) };
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
}
