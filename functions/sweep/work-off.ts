/** How much is done in one go. */
export interface Budget {
  /** How many are in work at once. */
  readonly atOnce: number;
  readonly items: number;
  readonly isSpent: () => boolean;
}

/**
 * Works a queue off in its order, several at once, until it is empty or the budget is spent; what has been begun is
 * finished. What is left stays in the queue. `work` must not reject: whatever goes wrong with one is its own affair.
 */
export async function workOff<T>(
  queue: AsyncIterator<T>,
  work: (item: T) => Promise<void>,
  { atOnce, items, isSpent }: Budget,
): Promise<void> {
  let left = items;
  const worker = async (): Promise<void> => {
    while (left > 0 && !isSpent()) {
      left -= 1;
      const next = await queue.next();
      if (next.done) return;
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
