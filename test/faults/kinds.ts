import type { Blow, Place } from '../../infra/local/control/struck-calls.ts';

/** Where a fault can be tried: beside others on one platform, or on one that dies of it and is started again. */
export type Where = 'beside' | 'dying';

interface Kind {
  readonly where: Where;
  /** Which calls it can befall. */
  readonly befalls: (place: Place) => boolean;
}

const writesOfTable = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);
const reads = new Set([
  'GetItem',
  'Query',
  'BatchGetItem',
  'GetObject',
  'HEAD',
  'GetSecretValue',
  'GetPublicKey',
]);

const isCall = ({ operation }: Place): boolean => operation !== 'Invoke';
const isWrite = (place: Place): boolean => isCall(place) && !reads.has(place.operation);
const anyCall: Kind = { where: 'beside', befalls: isCall };

/** Every kind of fault, and what it can befall. */
export const kinds: Readonly<Record<Blow, Kind>> = {
  // An invocation, too, can be refused, and its answer can be lost.
  refused: { where: 'beside', befalls: () => true },
  lost: { where: 'beside', befalls: () => true },
  throttled: anyCall,
  failed: anyCall,
  // Only what writes to a table competes with other writers.
  conflict: { where: 'beside', befalls: ({ operation }) => writesOfTable.has(operation) },
  reset: anyCall,
  hang: anyCall,
  'thread-killed': anyCall,
  // What only reads leaves nothing behind that a restart could lose or double.
  'database-killed': { where: 'dying', befalls: ({ operation }) => writesOfTable.has(operation) },
  'host-killed': { where: 'dying', befalls: isWrite },
};
