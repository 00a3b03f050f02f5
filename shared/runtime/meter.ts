/**
 * What this invocation has consumed of DynamoDB, for the COMPLETED line and the budget that is held on it.
 * Plain module state: a Lambda runs one invocation at a time, and each one starts by resetting it.
 */
export interface Consumed {
  readonly readUnits: number;
  readonly writeUnits: number;
}

let readUnits = 0;
let writeUnits = 0;

/** Called by the store with what each answer of DynamoDB reports under `ReturnConsumedCapacity`. */
export function recordCapacity(used: Partial<Consumed>): void {
  readUnits += used.readUnits ?? 0;
  writeUnits += used.writeUnits ?? 0;
}

export const consumed = (): Consumed => ({ readUnits, writeUnits });

export function resetMeter(): void {
  readUnits = 0;
  writeUnits = 0;
}
