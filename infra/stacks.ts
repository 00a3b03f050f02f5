import { Annotations, type App } from 'aws-cdk-lib';
import type { Bundles } from './bundles.ts';
import { type Settings, whyNotDeployed } from './config.ts';
import { nameIn } from './constructs/pin.ts';
import type { Pace } from './constructs/rollout.ts';
import { ServiceStack } from './service-stack.ts';
import { StorageStack } from './storage-stack.ts';

/** The two stacks of a deployment. Several environments have the same ones under other names. */
export function addStacks(app: App, settings: Settings, bundles: Bundles): void {
  const props = (stackName: string) => ({
    env: {
      ...(settings.account && { account: settings.account }),
      ...(settings.region && { region: settings.region }),
    },
    settings,
    stackName: nameIn(settings, stackName),
    terminationProtection: settings.protected,
  });
  const storage = new StorageStack(app, 'CountersignStorage', props('CountersignStorage'));
  // Of one deployment, so it is no setting: whoever deploys says it (`deploy.ts`). CDK leaves names with a colon to us.
  const pace: Pace = app.node.tryGetContext('countersign:pace') === 'at-once' ? 'at-once' : 'gradually';
  new ServiceStack(app, 'CountersignService', { ...props('CountersignService'), storage, bundles, pace });

  // An error that the cdk command refuses to deploy with: `bootstrap` and `destroy` must work before all is known.
  const missing = whyNotDeployed(settings);
  if (missing !== undefined) Annotations.of(storage).addError(missing);
}
