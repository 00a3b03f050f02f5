import { setTimeout as pause } from 'node:timers/promises';
import type { Message } from '../support/platform.ts';
import type { Running } from './npm-start.ts';

/** The decision links in the mailbox, each found by its project and the account that is asked. */
export interface Mailbox {
  link(projectId: string, account: string): Promise<string>;
  close(): Promise<void>;
}

// Looked into often enough not to be what a flow waits for, and only while somebody waits.
const EVERY_MS = 10;
const LONGEST_WAIT_MS = 60_000;

/** Watches the mailbox for all flows at once: each of them asking by itself would be most of the load. */
export function openMailbox(running: Running): Mailbox {
  const found = new Map<string, string>();
  const waiting = new Map<string, (path: string) => void>();
  const seen = new Set<string>();
  let closed = false;

  const take = (message: Message): void => {
    const reference = message.headers['X-Countersign-Reference'] ?? '';
    const mark = `${reference} ${message.at}`;
    if (seen.has(mark)) return;
    seen.add(mark);
    // `{project}-{number of the event}-{person}`
    const project = /^(\d{4}-\w{4}-\w{4})-/.exec(reference)?.[1];
    const path = /\/decisions\/[\w-]{43}/.exec(message.text)?.[0];
    if (project === undefined || path === undefined) return;
    const key = `${project} ${message.to.split('@')[0]}`;
    waiting.get(key)?.(path);
    if (!waiting.delete(key)) found.set(key, path);
  };
  const watch = async (): Promise<void> => {
    while (!closed) {
      if (waiting.size > 0)
        for (const message of await running.ask<Message[]>(`/messages?from=${seen.size}`)) take(message);
      await pause(EVERY_MS);
    }
  };
  const watching = watch();
  // A failure is told by whoever waits or closes, whichever comes first.
  watching.catch(() => {});

  return {
    link(projectId, account) {
      const key = `${projectId} ${account}`;
      const path = found.get(key);
      if (path !== undefined) {
        found.delete(key);
        return Promise.resolve(path);
      }
      return new Promise((settle, fail) => {
        const timer = setTimeout(
          () => fail(new Error(`No mail came to ${account} about ${projectId}`)),
          LONGEST_WAIT_MS,
        );
        waiting.set(key, (link) => {
          clearTimeout(timer);
          settle(link);
        });
        watching.catch(fail);
      });
    },
    async close() {
      closed = true;
      await watching;
    },
  };
}
