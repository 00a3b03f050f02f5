import type { ChangeDeps } from '../../project/change.ts';
import type { Transport } from './transport.ts';

/** What is needed to mail what events owe. */
export interface Delivery extends ChangeDeps {
  readonly transport: Transport;
  readonly settings: { readonly BASE_URL: string };
}
