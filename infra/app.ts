import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { bundleFunctions } from './bundles.ts';
import { readSettings } from './config.ts';
import { ServiceStack } from './service-stack.ts';
import { StorageStack } from './storage-stack.ts';

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
const settings = readSettings(app.node.getAllContext(), process.env);
const env = {
  ...(settings.account && { account: settings.account }),
  ...(settings.region && { region: settings.region }),
};

const storage = new StorageStack(app, 'CountersignStorage', { env, settings, terminationProtection: true });
new ServiceStack(app, 'CountersignService', {
  env,
  settings,
  storage,
  bundles: await bundleFunctions(root, outdir),
});

// The checks (AWS Solutions rules here, CDK's own validation of templates) take longer than all the rest. Whoever
// deploys nothing leaves both out with CDK_VALIDATION=false, which CDK understands too.
if (process.env.CDK_VALIDATION !== 'false') {
  const { addChecks } = await import('./checks.ts');
  addChecks(app);
}
app.synth();
