import { setTimeout as pause } from 'node:timers/promises';
import type { ProjectView } from '../../shared/contract/views.ts';
import type { Action, HistoryEvent } from '../../shared/history/event.ts';
import { loadProject } from '../../shared/project/load.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { morningAfter } from '../../shared/values/working-days.ts';
import type { Message } from '../support/platform.ts';
import type { Stage } from './stage.ts';

/** One flow as it is played once: whoever acts in it repeats a call that was answered by an error, as a person would. */
export interface Run {
  readonly name: string;
  /** The project that it is about, once there is one. */
  project(): string;
  /**
   * Sends what changes something, with a key of its own; the same again after every error, until it is done.
   * @throws Untrue where the answer to it says what is not so
   */
  send<T = ProjectView>(call: Sent<T>): Promise<T>;
  /** Reads, again until it is answered. */
  read<T>(account: string | undefined, path: string): Promise<T>;
  /** The version of what stands at an address. */
  etag(account: string, path: string): Promise<string>;
  /** The link of the `nth` mail that asks an account to decide. */
  link(account: string, nth?: number): Promise<string>;
  /**
   * Waits for the mail by which an account is told of the newest event of a kind, as whoever goes on because of it does:
   * what they do next can make it untrue, and then nobody owes it any more.
   */
  told(account: string, action: Action): Promise<void>;
  /** Waits until the history reads so; the last entry is the newest event. */
  history(...actions: readonly Action[]): Promise<readonly HistoryEvent[]>;
  /** Lets days pass, so many at a time, until the history reads so. */
  days(step: number, ...actions: readonly Action[]): Promise<void>;
  /** Lets mornings pass until the digest has come in which an account is told of it. */
  digest(account: string): Promise<void>;
  /** Lets time pass until twenty past nine on the next working day: digests are due, and offices open for long. */
  nextMorning(): Promise<void>;
  /** Waits for what follows from an event, with the bounds that it has. @throws Late */
  until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T>;
  /** The mails about it. */
  mails(): Promise<readonly Message[]>;
}

export interface Sent<T> {
  readonly account?: string;
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Rows of a table, in the place of a body. */
  readonly csv?: string;
  /** The version that it is about. */
  readonly version?: number | string;
  /** Whether an answer says that all of it is done; what is answered in parts may be done in part. */
  readonly isDone?: (body: T) => boolean;
}

/** Somebody was told what is not true. */
export class Untrue extends Error {
  override readonly name = 'Untrue';
}

/** An effect did not come within its bounds. */
export class Late extends Error {
  override readonly name = 'Late';
}

// Each function answers within 15 s; a database and a host are back within ten.
const mostTries = 40;
// Half a minute of the stream's own tries, and then sweeps, each with six minutes between: a minute, and three times that
// where a machine is busy with other tests.
const boundMs = 180_000;
const beforeNudgeMs = 3_000;
/** Checkpoints on demand are one a minute for everybody together: flows beside each other meet that. */
const LATER = 429;
// A returned project lapses after 60 days, and each of its two warnings counts from when the mail before went out, which a
// fault puts off; the sweep of a moment is done within a second.
const mostDays = 140;
const sweptMs = 1_000;
const calendar = { ...shippedCalendar, version: 'shipped' };
const afterMorningMs = 20 * 60_000;
// A digest that failed in the morning is tried again with every sweep of the day; a call may hang for ten seconds.
const mostMornings = 6;
const morningMs = 5_000;
// Longer than what lies between one function and the next that follows from it.
const restMs = 500;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly etag?: string;
}

/** Units and people have ids of other kinds. */
const isProject = (id: unknown): id is string => typeof id === 'string' && /^\d{4}-/.test(id);

export function play(stage: Stage, name: string): Run {
  let project: string | undefined;
  let sent = 0;

  const call = async (account: string | undefined, path: string, init: RequestInit): Promise<Answer> => {
    try {
      const platform = stage.platform();
      const token = account === undefined ? {} : { authorization: `Bearer ${await platform.token(account)}` };
      const reply = await fetch(`${platform.product}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { accept: 'application/json, */*;q=0.5', 'x-run': name, ...token, ...init.headers },
      });
      const text = await reply.text();
      const isJson = reply.headers.get('content-type')?.includes('json') === true;
      const etag = reply.headers.get('etag')?.replaceAll('"', '') ?? '';
      return { status: reply.status, body: isJson && text !== '' ? JSON.parse(text) : text, etag };
    } catch (error) {
      // No answer came: the connection broke, or nobody listens.
      return { status: 0, body: String(error) };
    }
  };
  /** Whether an answer says that nothing can be said, or not yet, so that the same call is right. */
  const isSilence = ({ status }: Answer): boolean =>
    status === 0 || status === 401 || status === LATER || status >= 500;

  const repeated = async (
    what: string,
    once: () => Promise<Answer>,
    isDone: (answer: Answer) => boolean = () => true,
  ): Promise<Answer> => {
    for (let tries = 1; ; tries++) {
      const answer = await once();
      const isAnswered = answer.status >= 200 && answer.status < 400;
      if (isAnswered && isDone(answer)) return answer;
      const told = `${what} was answered ${answer.status} ${JSON.stringify(answer.body)} at try ${tries}`;
      if (!isAnswered && !isSilence(answer)) throw new Untrue(told);
      if (tries === mostTries) throw new Late(told);
      await stage.revive();
      if (answer.status === LATER) await stage.nudge();
      await pause(Math.min(100 * tries, 1_000));
    }
  };

  /**
   * Lets time pass, step by step, until something is reached; from one to the next goes on when nobody works any more.
   * @returns whether it was
   */
  const passing = async (
    most: number,
    step: () => Promise<void>,
    reached: () => Promise<boolean>,
    withinMs = sweptMs,
  ): Promise<boolean> => {
    for (let steps = 0; steps < most; steps++) {
      await step();
      const begun = performance.now();
      const isOver = async (): Promise<boolean> => {
        const waited = performance.now() - begun;
        return waited > withinMs || (waited > restMs / 2 && !(await isBusy(stage).catch(() => true)));
      };
      do {
        await pause(100);
        if (await reached().catch(() => false)) return true;
        await stage.revive();
      } while (!(await isOver()));
    }
    return false;
  };

  const run: Run = {
    name,
    project() {
      if (project === undefined) throw new Error(`${name} has no project yet`);
      return project;
    },
    async send<T>({ account, method = 'POST', path, body, csv, version, isDone }: Sent<T>) {
      const key = `${name}-${++sent}`;
      const headers = {
        'idempotency-key': key,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(csv === undefined ? {} : { 'content-type': 'text/csv' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      };
      const text = csv ?? (body === undefined ? undefined : JSON.stringify(body));
      const init = { method, headers, ...(text === undefined ? {} : { body: text }) };
      const answer = await repeated(
        `${method} ${path}`,
        () => call(account, path, init),
        (given) => isDone?.(given.body as T) ?? true,
      );
      const view = answer.body as T & { id?: unknown };
      if (project === undefined && isProject(view.id)) project = view.id;
      return view;
    },
    read: async <T>(account: string | undefined, path: string) =>
      (await repeated(`GET ${path}`, () => call(account, path, {}))).body as T,
    etag: async (account, path) => (await repeated(`GET ${path}`, () => call(account, path, {}))).etag ?? '',
    async link(account, nth = 1) {
      return run.until(`link ${nth} for ${account}`, async () => {
        const asking = (await run.mails()).filter(
          ({ to, text }) => to === `${account}@countersign.example` && text.includes('/decisions/'),
        );
        const references = [...new Set(asking.map(referenceOf))];
        // The same mail sent twice has two links; both work.
        const mail = asking.findLast((one) => referenceOf(one) === references[nth - 1]);
        return mail && /\/decisions\/[A-Za-z0-9_-]{43}/.exec(mail.text)?.[0];
      });
    },
    async told(account, action) {
      await run.until(`the mail to ${account} about what was ${action}`, async () => {
        const events = await eventsOf(stage.database(), run.project());
        const event = events.findLast((one) => one.action === action);
        const reference = `${run.project()}-${event?.seq}-${account}`;
        return event && (await run.mails()).some((mail) => referenceOf(mail) === reference);
      });
    },
    history: (...actions) =>
      run.until(`the history ${actions.join(', ')}`, async () => {
        const events = await eventsOf(stage.database(), run.project());
        const told = events.map(({ action }) => action);
        const wrong = told.findIndex((action, index) => action !== actions[index]);
        if (wrong !== -1) throw new Untrue(`The history reads ${told.join(', ')}`);
        return told.length === actions.length && events;
      }),
    async days(step, ...actions) {
      const reached = async (): Promise<boolean> => {
        const events = await eventsOf(stage.database(), run.project());
        return events.length >= actions.length;
      };
      await passing(Math.ceil(mostDays / step), () => stage.pass(step * 86_400), reached);
      await run.history(...actions);
    },
    async digest(account) {
      // What comes too late for one morning is in the digest of the next.
      await run.until('that nobody works', () => quiet(stage).then(() => true));
      const isThere = async (): Promise<boolean> =>
        (await stage.mails()).some(
          (mail) =>
            mail.to === `${account}@countersign.example` &&
            referenceOf(mail).startsWith('digest-') &&
            mail.text.includes(run.project()),
        );
      if (!(await passing(mostMornings, run.nextMorning, isThere, morningMs)))
        throw new Late(`Not within ${mostMornings} mornings: the digest to ${account}`);
    },
    async nextMorning() {
      const now = await stage.platform().now();
      const morning = morningAfter(calendar, now, 1).getTime() + afterMorningMs;
      await stage.pass(Math.ceil((morning - now.getTime()) / 1000));
    },
    async until(what, look) {
      const begun = performance.now();
      for (let wait = 25; ; wait = Math.min(wait * 1.5, 500)) {
        // While the platform or its database is dead, one looks in vain.
        const found = await look().catch((error: unknown) => {
          if (error instanceof Untrue) throw error;
          return undefined;
        });
        if (found !== undefined && found !== false) return found;
        const waited = performance.now() - begun;
        if (waited > boundMs) throw new Late(`Not within its bounds: ${what}`);
        await stage.revive();
        if (waited > beforeNudgeMs) await stage.nudge().catch(() => {});
        await pause(wait);
      }
    },
    mails: async () =>
      (await stage.mails()).filter((mail) => referenceOf(mail).startsWith(`${run.project()}-`)),
  };
  return run;
}

/** Waits until nobody works any more: marks, mails and ends of executions come after what a flow waits for. */
export async function quiet(stage: Stage): Promise<void> {
  for (let since = performance.now(); performance.now() < since + restMs; ) {
    await pause(restMs / 10);
    if (await isBusy(stage)) since = performance.now();
  }
}

const isBusy = async (stage: Stage): Promise<boolean> => (await stage.platform().metrics()).isBusy;

/** By it the mails about one event to one person are known, however often they are sent. */
export const referenceOf = ({ headers }: Message): string => headers['X-Countersign-Reference'] ?? '';

/** How the record of a run's project stands. */
export const recordOf = async (stage: Stage, run: Run) =>
  (await loadProject(stage.database(), run.project()))?.record;
