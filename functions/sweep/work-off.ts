/** How much is done in one go. */
interface Budget {
  /** How many are in work at once. */
  readonly atOnce: number;
  readonly items: number;
  readonly isSpent: () => boolean;
}

/**
 * Works a queue off in its order, several at once, until it is empty or the budget is spent; what has been begun is
 * finished. What is left stays in the queue.
 * @throws the first error of `work`, once the others have ended
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
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
