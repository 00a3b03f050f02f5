import type { StreamRecord } from './record.ts';

// How long a shuffled delivery gathers records: those of one flow's step come within a few milliseconds.
export const shuffleWaitMs = 100;

/**
 * The deliveries of a batch that a test asked for: the batch, then all of it again, each time with the records of
 * different items in another order. A stream keeps order within an item only, and delivers at least once.
 */
export function passes(
  batch: readonly StreamRecord[],
  wanted: { readonly redeliver: number; readonly shuffle: boolean },
): readonly (readonly StreamRecord[])[] {
  return Array.from({ length: wanted.redeliver + 1 }, () => (wanted.shuffle ? shuffle(batch) : batch));
}

function shuffle(batch: readonly StreamRecord[]): readonly StreamRecord[] {
  const items = new Map<string, StreamRecord[]>();
  for (const record of batch) {
    const keys = record.dynamodb.Keys;
    const key = JSON.stringify(
      Object.keys(keys)
        .toSorted()
        .map((name) => keys[name]),
    );
    items.set(key, [...(items.get(key) ?? []), record]);
  }
  const queues = [...items.values()];
  const mixed: StreamRecord[] = [];
  while (queues.length > 0) {
    const index = Math.floor(Math.random() * queues.length);
    const queue = queues[index];
    const record = queue?.shift();
    if (record !== undefined) mixed.push(record);
    if (queue?.length === 0) queues.splice(index, 1);
  }
  return mixed;
}
