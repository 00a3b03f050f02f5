// For tests that compare many settings: the same stacks in this process, with code that nobody runs in place of the
// bundles. `template.ts` synthesizes as whoever deploys does, which takes seconds each time.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { readSettings } from '../../infra/config.ts';
import { addStacks } from '../../infra/stacks.ts';
import { type Assembly, assemblyOf, root, sharedFolder } from './template.ts';

const code = mkdtempSync(join(sharedFolder, 'code-'));
writeFileSync(join(code, 'index.mjs'), '');
const bundles = new Map(
  readdirSync(join(root, 'functions')).map((name) => [name, { folder: code, kib: 1 }] as const),
);
const { context } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));

// CDK's own checks take ten times as long as all the rest; synthesis.infra.test.ts runs with them.
process.env.CDK_VALIDATION = 'false';

const made = new Map<string, Assembly>();

/**
 * Both stacks with these settings, made once: a table of settings names the same ones again and again.
 * @param more what a command says of one deployment
 */
export function templatesOf(
  settings: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Assembly {
  const key = JSON.stringify([settings, more]);
  const assembly = made.get(key) ?? synthesized(settings, more);
  made.set(key, assembly);
  return assembly;
}

function synthesized(
  settings: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>>,
): Assembly {
  const outdir = mkdtempSync(join(sharedFolder, 'templates-'));
  // Where each resource was made is for people: to find out takes a sixth of all this, since Jest maps each place back.
  const quick = { analyticsReporting: false, stackTraces: false, treeMetadata: false };
  const app = new App({ outdir, context: { ...context, ...more }, ...quick });
  addStacks(app, readSettings(settings, {}), bundles);
  app.synth();
  return assemblyOf(outdir);
}
