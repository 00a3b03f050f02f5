/**
 * A morning on which everybody submits at once: `npm run load -- [--clients 200] [--submissions 5000]`. Each client
 * sends its share without waiting for an answer, and tries nothing twice. Then the machine loses its power. It ends with 1
 * unless
 *
 *   - every 201 is in the history after the restart, and the reviewer was mailed about it;
 *   - every other answer is 429 or 503 with `Retry-After`, and the history knows nothing of it;
 *   - behind it, within five seconds, an answer takes no longer than twice what it took before.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ProjectView } from '../../shared/contract/views.ts';
import { type HistoryEvent, historyEvent } from '../../shared/history/event.ts';
import { aDeclaration } from '../builders/declaration.ts';
import type { Message } from '../support/platform.ts';
import { check } from './budget.ts';
import { jsonOf, openHttp, type Reply, withHttp } from './http.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import { printChecks, printTable } from './report.ts';
import { median, quantile, round } from './statistics.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '200' },
    submissions: { type: 'string', default: '5000' },
  },
});
const [CLIENTS, SUBMISSIONS] = [Number(values.clients), Number(values.submissions)];

const RECOVERED_WITHIN_MS = 5_000;
const RECOVERED_RATIO = 2;
/** So many answers one after the other make one figure of how long an answer takes. */
const LOOKS = 5;
/** After a power cut the streams begin again where they were, and mail some hundreds of people. */
const LONGEST_BEHIND_MS = 180_000;
/** What lies between two looks at the mailbox. */
const LOOK_EVERY_MS = 1_000;

const path = '/forms/project-declaration/submissions';
const form = '/forms/project-declaration';

/** What one submission came to. */
type Came = Reply | 'no answer';

/** All submissions at once, from so many clients, each with connections of its own. */
async function submitAll(running: Running): Promise<Came[]> {
  const authorization = `Bearer ${await running.token('submitter')}`;
  const declaration = aDeclaration();
  const share = SUBMISSIONS / CLIENTS;
  const clients = Array.from({ length: CLIENTS }, () => openHttp(running.product));
  try {
    return await Promise.all(
      clients.flatMap((http) =>
        Array.from({ length: share }, async (): Promise<Came> => {
          const headers = { authorization, 'idempotency-key': randomUUID() };
          // A connection that broke was no answer: whether it happened nobody was told.
          return http.send('POST', path, headers, declaration).catch(() => 'no answer' as const);
        }),
      ),
    );
  } finally {
    for (const http of clients) http.close();
  }
}

/** How long the form takes now, median of some. */
async function answerMs(running: Running): Promise<number> {
  const authorization = `Bearer ${await running.token('submitter')}`;
  return withHttp(running.product, async (http) => {
    const all: number[] = [];
    for (let look = 0; look < LOOKS; look++) {
      const { status, milliseconds } = await http.send('GET', form, { authorization, accept: 'text/html' });
      all.push(status === 200 ? milliseconds : Number.POSITIVE_INFINITY);
    }
    return median(all);
  });
}

/** How long it takes until answers are as quick again as before, or twice the limit. */
async function recoveredMs(running: Running, beforeMs: number): Promise<number> {
  const from = performance.now();
  while (performance.now() - from < 2 * RECOVERED_WITHIN_MS)
    if ((await answerMs(running)) <= RECOVERED_RATIO * beforeMs) break;
  return round(performance.now() - from, 0);
}

/** The projects of which the history knows that they were submitted. */
async function submittedIn(running: Running): Promise<ReadonlySet<string>> {
  const authorization = `Bearer ${await running.token('auditor')}`;
  const events: HistoryEvent[] = [];
  await withHttp(running.product, async (http) => {
    let address = '/history?format=ndjson&limit=500&order=oldest';
    while (address !== '') {
      const { status, text, next } = await http.send('GET', address, { authorization });
      if (status !== 200) throw new Error(`${address} got ${status}: ${text.slice(0, 300)}`);
      const lines = text.split('\n').filter((line) => line !== '');
      events.push(...lines.flatMap((line) => historyEvent.safeParse(JSON.parse(line)).data ?? []));
      address = next;
    }
  });
  return new Set(events.flatMap(({ action, chain }) => (action === 'submitted' ? [chain] : [])));
}

/** Waits until the reviewer was mailed about each of these projects. @returns about how many not, in time */
async function unmailed(running: Running, ids: ReadonlySet<string>): Promise<number> {
  const left = new Set(ids);
  const until = performance.now() + LONGEST_BEHIND_MS;
  for (let from = 0; left.size > 0 && performance.now() < until; await pause(LOOK_EVERY_MS)) {
    const messages = await running.ask<Message[]>(`/messages?from=${from}`);
    from += messages.length;
    for (const { to, headers } of messages) {
      const [, id] = /^(\d{4}-\w{4}-\w{4})-/.exec(headers['X-Countersign-Reference'] ?? '') ?? [];
      if (id !== undefined && to.startsWith('reviewer@')) left.delete(id);
    }
  }
  return left.size;
}

/** What was refused, by what was said: `503 busy`. */
function byReason(refused: readonly Reply[]): Record<string, number> {
  const said = Map.groupBy(refused, ({ status, text }) => {
    const [, code = ''] = /"code":"([\w-]+)"/.exec(text) ?? [];
    return `${status} ${code}`.trim();
  });
  return Object.fromEntries([...said].map(([reason, all]) => [reason, all.length]));
}

const count = <T>(list: readonly T[], meets: (one: T) => boolean): number => list.filter(meets).length;

const folder = await temporaryFolder();
let running = await npmStart({ data: folder.path });
try {
  // Once, so that the threads run: an office does not begin its morning with the last minute.
  await answerMs(running);
  const beforeMs = await answerMs(running);
  const known = await submittedIn(running);
  const from = performance.now();
  const came = await submitAll(running);
  const seconds = (performance.now() - from) / 1000;
  const behindMs = await recoveredMs(running, beforeMs);
  await running.kill();
  running = await npmStart({ data: folder.path });

  const replies = came.filter((one) => one !== 'no answer');
  const made = replies.filter(({ status }) => status === 201);
  const ids = new Set(made.map((reply) => jsonOf<ProjectView>(reply, 201, 'A submission').id));
  const refused = replies.filter(({ status }) => status !== 201);
  const isTrue = ({ status, retryAfter }: Reply) =>
    (status === 429 || status === 503) && retryAfter !== undefined && retryAfter > 0;
  const submitted = [...(await submittedIn(running))].filter((id) => !known.has(id));
  printTable(`${SUBMISSIONS} submissions at once by ${CLIENTS} clients`, [
    {
      201: made.length,
      ...byReason(refused),
      'no answer': came.length - replies.length,
      seconds: round(seconds, 1),
      'submitted a second': round(made.length / seconds, 1),
      'answer p50 s': round(median(replies.map(({ milliseconds }) => milliseconds)) / 1000, 1),
      'p99 s': round(
        quantile(
          replies.map(({ milliseconds }) => milliseconds),
          0.99,
        ) / 1000,
        1,
      ),
      'form before ms': round(beforeMs, 1),
      'as quick again after ms': behindMs,
    },
  ]);
  const checks = [
    check(
      '201 that the history does not know',
      count([...ids], (id) => !submitted.includes(id)),
      'most',
      0,
    ),
    check(
      'submitted, though nobody was told so',
      count(submitted, (id) => !ids.has(id)),
      'most',
      0,
    ),
    check('201 of which no reviewer was mailed', await unmailed(running, ids), 'most', 0),
    check(
      'refusals that say no time to come again',
      count(refused, (one) => !isTrue(one)),
      'most',
      0,
    ),
    check('no answer at all', came.length - replies.length, 'most', 0),
    check('answers as quick again after, ms', behindMs, 'most', RECOVERED_WITHIN_MS),
  ];
  printChecks(checks);
  if (checks.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await running.stop();
  await folder.remove();
}
