import type { ChangeDeps } from '../../project/change.ts';
import type { DirectorySnapshot } from '../../store/directory/snapshot.ts';
import type { Transport } from './transport.ts';

/** What is needed to mail what events owe. */
export interface Delivery extends ChangeDeps {
  readonly transport: Transport;
  /** The office as letters say it, where it was read for several events at once; without, it is read for each. */
  readonly office?: () => Promise<DirectorySnapshot>;
  readonly settings: { readonly BASE_URL: string };
}
