/** What a command tells of some messages. */
export interface Told {
  readonly lines: readonly string[];
  /** Whether nothing of what was asked is left to people. */
  readonly isDone: boolean;
}

/** The queue of what could not be processed, wherever it is. */
export interface QueueAtHand {
  /** The oldest first, as far as its service knows an order. */
  list(): Promise<Told>;
  delete(ids: readonly string[]): Promise<Told>;
  /** Has the functions process messages again, or all of them. */
  redrive(ids: readonly string[] | 'all'): Promise<Told>;
  close(): void;
}

/** A message as lists show it. @param at when it came, milliseconds since 1970 */
export const shown = (message: {
  readonly id: string;
  readonly queue: string;
  readonly at: number;
  readonly body: string;
}): string => `${message.id}  ${message.queue}  ${new Date(message.at).toISOString()}\n    ${message.body}`;

export const isNone = (id: string): string => `${id} is no message of a queue`;
