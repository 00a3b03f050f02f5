import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';
import * as esbuild from 'esbuild';
import { buildVerifier } from './verifier.ts';

/** Where one function's code lies, ready to be made an asset, and how large it is. */
export interface Bundle {
  readonly folder: string;
  readonly kib: number;
}

export type Bundles = ReadonlyMap<string, Bundle>;

/** What pages ask the browser to load, by the names that `shared/pages/assets.ts` gives them. */
const pageAssets = {
  css: 'shared/pages/app.css',
  document: 'shared/pages/document.css',
  page: 'shared/pages/islands/page.ts',
  form: 'functions/projects/islands/form.ts',
  desk: 'functions/projects/islands/desk.ts',
  decision: 'functions/decisions/islands/decision.ts',
} as const;

/** Their addresses, with a hash of the content: pages and `static` agree on them, and browsers keep them for ever. */
async function assetAddresses(
  root: string,
  assets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const entries = Object.entries(assets).map(async ([name, path]) => {
    const text = await bundleForBrowser(join(root, path));
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
    const { name: file, ext } = parse(path);
    return [name, `/assets/${file}.${hash}${ext === '.css' ? '.css' : '.js'}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Bundles every `functions/<name>/handler.ts` into `<outdir>/bundles/<name>/`: `index.mjs` and what it loads later. Sizes
 * (of all that a cold start reads) go to `<outdir>/bundles.json`, where each byte comes from to
 * `<outdir>/metafile.json`.
 */
export async function bundleFunctions(
  root: string,
  outdir: string,
  assets: Readonly<Record<string, string>> = pageAssets,
): Promise<Bundles> {
  // What is read for a bundle lives as long as its build: to collect it at each doubling is a fifth of all the work. The
  // bundler reads this when it is called for the first time.
  process.env.GOGC ??= '400';
  const names = readdirSync(join(root, 'functions')).filter((name) =>
    existsSync(join(root, 'functions', name, 'handler.ts')),
  );
  // Files of an earlier build have other names: nothing of them may go along.
  rmSync(join(outdir, 'bundles'), { recursive: true, force: true });

  const options: esbuild.BuildOptions = {
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported only when it is needed lies in files of its own: a cold start does not even read it.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // A cold start pays for every byte it reads. Classes lose their names, so an error states its own.
    minify: true,
    // ES modules first: only they can be shaken, and the AWS SDK offers both.
    mainFields: ['module', 'main'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // A font is a file beside the bundle: it is read when a document is set in it.
    loader: { '.css': 'text', '.ttf': 'file' },
    // Licences are kept with the source; in a bundle they are only bytes.
    legalComments: 'none',
    // No source map: a map beside the code is read at every cold start, and since the same commit gives the same
    // bytes, whoever needs one can make it afterwards.
    sourcemap: false,
    plugins: [browserCode(), verifierText(root), quiet, builtIn],
    define: { __ASSETS__: JSON.stringify(await assetAddresses(root, assets)) },
    logLevel: 'warning',
  };
  const built = await someAtOnce(names, (name) => bundleFunction(name, outdir, options));

  const sizes = Object.fromEntries(built.map(({ name, kib }) => [name, kib]));
  const metafile = {
    inputs: Object.assign({}, ...built.map((one) => one.metafile.inputs)),
    outputs: Object.assign({}, ...built.map((one) => one.metafile.outputs)),
  };
  writeFileSync(join(outdir, 'bundles.json'), `${JSON.stringify(sizes, null, 2)}\n`);
  writeFileSync(join(outdir, 'metafile.json'), JSON.stringify(metafile));
  return bundlesIn(outdir);
}

/** All functions at once hold two gigabytes; so many keep as many cores at work. */
const AT_ONCE = 3;

async function someAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) done[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}

/** The bundles that lie in a folder already. */
export function bundlesIn(outdir: string): Bundles {
  const sizes: Record<string, number> = JSON.parse(readFileSync(join(outdir, 'bundles.json'), 'utf8'));
  return new Map(
    Object.entries(sizes).map(([name, kib]) => [name, { folder: join(outdir, 'bundles', name), kib }]),
  );
}

interface Built extends Bundle {
  readonly name: string;
  readonly metafile: esbuild.Metafile;
}

/**
 * Each function in a build of its own. In one build of all, what any two functions share would lie in files of its own:
 * projects read 62 of them at a cold start, and the names that these pass each other came to a tenth of every bundle.
 */
async function bundleFunction(name: string, outdir: string, options: esbuild.BuildOptions): Promise<Built> {
  const folder = join(outdir, 'bundles', name);
  const { metafile } = await esbuild.build({
    ...options,
    entryPoints: [{ in: `functions/${name}/handler.ts`, out: 'index' }],
    outdir: folder,
    metafile: true,
  });
  await joinStart(folder, metafile);
  const kib = Math.round((statSync(join(folder, 'index.mjs')).size / 1024) * 10) / 10;
  return { name, folder, kib, metafile };
}

/** The files that a cold start would read: the entry first, and what it imports at once. */
function readAtOnce({ outputs }: esbuild.Metafile): string[] {
  const found = new Set(Object.keys(outputs).filter((output) => basename(output) === 'index.mjs'));
  for (const output of found) {
    for (const { path, kind } of outputs[output]?.imports ?? []) {
      if (path in outputs && kind === 'import-statement') found.add(path);
    }
  }
  return [...found];
}

/**
 * Makes one file of all that a cold start reads. Splitting gives a file to whatever the start shares with each set of
 * later files, some twenty; to find and link them took a tenth of an import. What is loaded later finds all of that in
 * the one.
 */
async function joinStart(folder: string, metafile: esbuild.Metafile): Promise<void> {
  const [entry = '', ...chunks] = readAtOnce(metafile);
  const start = basename(entry);
  /** By the file that was: its exports, and what they are called in the one. */
  const joined = new Map(
    chunks.map((chunk, index) => {
      const names = metafile.outputs[chunk]?.exports ?? [];
      return [basename(chunk), names.map((name) => ({ name, inStart: `${name}_${index}` }))] as const;
    }),
  );
  const later = readdirSync(folder).filter(
    (file) => file.endsWith('.mjs') && file !== start && !joined.has(file),
  );
  const options = {
    outExtension: { '.js': '.mjs' },
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // What it would warn of is packages' own: they are no packages any more, which it does not warn of.
    logLevel: 'error',
  } as const satisfies esbuild.BuildOptions;

  await esbuild.build({
    ...options,
    outdir: folder,
    entryPoints: later.map((file) => join(folder, file)),
    plugins: [
      {
        name: 'from-start',
        setup(build) {
          build.onResolve({ filter: /^\.\// }, ({ path }) =>
            joined.has(basename(path))
              ? { path: basename(path), namespace: 'joined' }
              : { path, external: true },
          );
          build.onLoad({ filter: /.*/, namespace: 'joined' }, ({ path }) => ({
            contents: `export{${joined.get(path)?.map(({ name, inStart }) => `${inStart} as ${name}`)}}from"./${start}"`,
          }));
        },
      },
    ],
  });
  const exported = [...joined].map(
    ([file, names]) => `export{${names.map(({ name, inStart }) => `${name} as ${inStart}`)}}from"./${file}";`,
  );
  await esbuild.build({
    ...options,
    stdin: { contents: `export*from"./${start}";${exported.join('')}`, resolveDir: folder },
    outfile: join(folder, start),
    plugins: [
      {
        name: 'later',
        setup(build) {
          build.onResolve({ filter: /^\.\// }, ({ path, kind }) =>
            kind === 'dynamic-import' ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
  for (const file of joined.keys()) rmSync(join(folder, file));
}

/**
 * `import code from 'browser:../pages/islands/form.ts'` gives the text of that module, bundled for the browser: the
 * page's script is then part of the function that serves it, and both come from one release.
 */
function browserCode(): esbuild.Plugin {
  // Several functions may serve the same script; each is bundled once.
  const texts = new Map<string, Promise<string>>();
  return {
    name: 'browser-code',
    setup(build) {
      build.onResolve({ filter: /^browser:/ }, (request) => ({
        path: join(request.resolveDir, request.path.slice('browser:'.length)),
        namespace: 'browser-code',
      }));
      build.onLoad({ filter: /.*/, namespace: 'browser-code' }, async ({ path }) => {
        const text = texts.get(path) ?? bundleForBrowser(path);
        texts.set(path, text);
        return { contents: await text, loader: 'text', resolveDir: dirname(path) };
      });
    },
  };
}

/**
 * A library of a library can write to a terminal what it does, if somebody asks it to. Nobody does, and what looks for
 * the terminal cannot be loaded from a bundle of ES modules.
 */
const quiet: esbuild.Plugin = {
  name: 'quiet',
  setup(build) {
    build.onResolve({ filter: /^debug$/ }, ({ path }) => ({ path, namespace: 'quiet' }));
    build.onLoad({ filter: /.*/, namespace: 'quiet' }, () => ({
      contents: 'export default () => () => undefined;',
    }));
  },
};

/**
 * Node's own modules by `process.getBuiltinModule`. An `import` of one reads every name that it exports; of `node:http`
 * one is `WebSocket`, and reading it loads Node's whole fetch, of which nothing here makes use: 20 ms of a first answer.
 * What imports it statically reads the names that it uses; as a module of CommonJS each importer would make a copy with
 * a getter for every name.
 */
const builtIn: esbuild.Plugin = {
  name: 'built-in',
  setup(build) {
    build.onResolve({ filter: /^[a-z\d:_/]+$/ }, ({ path, kind }) =>
      isBuiltin(path)
        ? {
            path: path.replace(/^node:/, ''),
            namespace: kind === 'import-statement' ? 'built-in-names' : 'built-in',
            sideEffects: false,
          }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({
      contents: `module.exports=process.getBuiltinModule("node:${path}")`,
    }));
    build.onLoad({ filter: /.*/, namespace: 'built-in-names' }, ({ path }) => ({
      contents: namedExports(`node:${path}`),
    }));
  },
};

/** A module that exports a built-in one's names, of which those that nobody imports are left away, unread. */
function namedExports(path: string): string {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(path)).filter(
    (name) => name !== 'default',
  );
  return [
    `const whole = process.getBuiltinModule(${JSON.stringify(path)});`,
    'const named = (name) => whole[name];',
    ...names.map((name, at) => `const _${at} = /* @__PURE__ */ named(${JSON.stringify(name)});`),
    `export { whole as default, ${names.map((name, at) => `_${at} as ${JSON.stringify(name)}`).join(', ')} };`,
  ].join('\n');
}

/** `import script from 'verifier:script'` (or `page`) gives the text of the verifier, as it goes into every bundle. */
function verifierText(root: string): esbuild.Plugin {
  let built: ReturnType<typeof buildVerifier> | undefined;
  return {
    name: 'verifier-text',
    setup(build) {
      build.onResolve({ filter: /^verifier:(script|page)$/ }, ({ path }) => ({
        path: path.slice('verifier:'.length),
        namespace: 'verifier-text',
      }));
      build.onLoad({ filter: /.*/, namespace: 'verifier-text' }, async ({ path }) => {
        built ??= buildVerifier(root);
        const { script, page } = await built;
        return { contents: path === 'page' ? page : script, loader: 'text' };
      });
    },
  };
}

async function bundleForBrowser(entry: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    // What browsers of the last four years run: offices update late.
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles.map((file) => file.text).join('');
}
