import type { Blow, Call } from '../../infra/local/control/struck-calls.ts';

/** Where a fault can be tried: beside others on one platform, or on one that dies of it and is started again. */
export type Where = 'beside' | 'dying';

interface Kind {
  readonly where: Where;
  /** Which calls it can befall so that something else comes of it than of another kind, or of another call. */
  readonly befalls: (call: Call) => boolean;
}

const writesOfTable = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);
/** What has no effect, so that whoever calls cannot tell whether it was carried out. */
const reads = new Set([
  'Sign',
  'GetItem',
  'Query',
  'BatchGetItem',
  'GetObject',
  'HEAD',
  'GetSecretValue',
  'GetPublicKey',
]);

const isCall = ({ operation }: Call): boolean => operation !== 'Invoke';
const isWrite = (call: Call): boolean => isCall(call) && !reads.has(call.operation);
const anyCall: Kind = { where: 'beside', befalls: isCall };

/** Every kind of fault, and what it can befall. */
export const kinds: Readonly<Record<Blow, Kind>> = {
  // An invocation, too, can be refused, and its answer can be lost.
  refused: { where: 'beside', befalls: () => true },
  throttled: anyCall,
  failed: anyCall,
  hang: anyCall,
  // A reading that nobody hears of is one that was refused.
  lost: { where: 'beside', befalls: (call) => !isCall(call) || isWrite(call) },
  // The client reads again by itself, and has the same.
  reset: { where: 'beside', befalls: isWrite },
  // Only what writes to a table competes with other writers.
  conflict: { where: 'beside', befalls: ({ operation }) => writesOfTable.has(operation) },
  // What a death leaves behind is what was written before it: dying at a reading is dying at the write before, or, where
  // there was none, at the first call of all.
  'thread-killed': { where: 'beside', befalls: (call) => isWrite(call) || call.position === 1 },
  'database-killed': { where: 'dying', befalls: ({ operation }) => writesOfTable.has(operation) },
  'host-killed': { where: 'dying', befalls: isWrite },
};
