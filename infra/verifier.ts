import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { pageHtml } from '../shared/evidence/verifier/page-html.ts';

/** The verifier that goes into every evidence bundle, in its two forms. */
export interface Verifier {
  /** `verify.mjs`, for Node: it needs nothing beside it. */
  readonly script: string;
  /** `verify.html`, for a browser without a network. */
  readonly page: string;
}

const SCRIPT_HEAD = `#!/usr/bin/env node
// 会签证据包核验程序 Countersign: verifies evidence bundles and exports, offline.
// node verify.mjs <bundle.zip | export.ndjson> [<files>…] [--key <fingerprint>] [--checkpoint <line>] [--filtered]
`;

async function textOf(options: esbuild.BuildOptions): Promise<string> {
  const { outputFiles = [] } = await esbuild.build({
    bundle: true,
    write: false,
    // Readers of zod's and fflate's code find their licences with the source; the notices themselves stay.
    legalComments: 'inline',
    charset: 'utf8',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    ...options,
  });
  return outputFiles.map(({ text }) => text).join('');
}

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Builds both forms from the same sources. `verify.mjs` is left readable: it is evidence as well. */
export async function buildVerifier(root: string): Promise<Verifier> {
  const [script, code] = await Promise.all([
    textOf({
      absWorkingDir: root,
      entryPoints: [join(root, 'shared/evidence/verifier/node.ts')],
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // The library's form for Node loads worker threads, which nothing here uses.
      alias: { fflate: 'fflate/browser' },
      banner: { js: SCRIPT_HEAD },
    }),
    textOf({
      absWorkingDir: root,
      entryPoints: [join(root, 'shared/evidence/verifier/page.ts')],
      format: 'iife',
      platform: 'browser',
      // What browsers of the last four years run: offices update late.
      target: 'es2022',
      minify: true,
      alias: { 'node:crypto': join(root, 'shared/evidence/verifier/page-crypto.ts') },
    }),
  ]);
  return { script, page: pageHtml({ script: code, sourceOf }) };
}
