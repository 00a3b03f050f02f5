import { relative } from 'node:path';
import type { Places } from './assembly/resource-values.ts';
import type { Resources } from './assembly/resources.ts';
import { emulatedTypes } from './emulated.ts';
import type { Account } from './services/identity/accounts.ts';
import type { DevelopmentSettings } from './settings.ts';

/** The lines at the end of a start: where everything is, who can sign in, what is left out. */
export function introduce(options: {
  readonly settings: DevelopmentSettings;
  readonly places: Places;
  readonly resources: Resources;
  readonly accounts: readonly Account[];
}): readonly string[] {
  const { settings, places, resources, accounts } = options;
  const counts = resources.notEmulated(emulatedTypes);
  const leftOut = [...counts].map(([type, count]) => `${type.replace(/^AWS::/, '')} ×${count}`).toSorted();
  return [
    '会签 Countersign, on this machine only',
    `  product   ${places.product}`,
    `  mailbox   http://localhost:${settings.controlPort}`,
    `  accounts  ${accounts.map((account) => account.id).join(', ')}`,
    `  data      ${relative(settings.root, settings.data) || settings.data}`,
    ...(leftOut.length > 0 ? [`  not emulated: ${leftOut.join(', ')}`] : []),
  ];
}
