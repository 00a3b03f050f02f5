import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { bundleFunctions } from './bundles.ts';
import { chosenEnvironment, readSettings, type Settings } from './config.ts';
import { keptBundles } from './kept-bundles.ts';
import { readSettingsFile } from './settings-file.ts';
import { addStacks } from './stacks.ts';

const root = resolve(import.meta.dirname, '..');

// The cdk command hands over its flags in the environment; `node infra/app.ts` alone reads the same file.
const cdkJson = z
  .object({ output: z.string(), context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(resolve(root, 'cdk.json'), 'utf8')));
const outdir = resolve(root, process.env.CDK_OUTDIR ?? cdkJson.output);
mkdirSync(outdir, { recursive: true });

// The construct's path and the asset's folder beside each resource: people and the local host find their way by them.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const app = new App({ outdir, context: { ...cdkJson.context, ...metadata }, analyticsReporting: false });
const settings = readSettingsOf(process.argv[2]);
const kept = process.env.BUNDLES_KEPT_IN;
const bundles = await (kept ? keptBundles(kept, root, outdir) : bundleFunctions(root, outdir));
addStacks(app, settings, bundles);

// The checks (AWS Solutions rules here, CDK's own validation of templates) take longer than all the rest. Whoever
// deploys nothing leaves both out with CDK_VALIDATION=false, which CDK understands too.
if (process.env.CDK_VALIDATION !== 'false') {
  const { addChecks } = await import('./checks.ts');
  addChecks(app);
}
app.synth();

/** The cdk command names a settings file (`cdk.json`); the local host and tests have settings of their own. */
function readSettingsOf(file: string | undefined): Settings {
  const context = app.node.getAllContext();
  if (file === undefined) return readSettings(context, process.env);
  const environment = chosenEnvironment(context, process.env);
  return readSettings(context, process.env, readSettingsFile(resolve(root, file), environment));
}
