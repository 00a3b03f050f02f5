import type { HistoryEvent } from '../../shared/history/event.ts';
import type { VerificationView } from '../../shared/history/verification/verification-view.ts';
import { budget, check, type Outcome } from './budget.ts';
import { CONTRADICTORY, contradict, contradictoryChecks } from './contradictory.ts';
import { mailed, quiet } from './flow.ts';
import { type Http, jsonOf, withHttp } from './http.ts';
import { openMailbox } from './mailbox.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { hasProcesses } from './processes.ts';
import { platformMs, processorTimes, usedEach } from './processor.ts';
import { printTable } from './report.ts';
import { addApprovers, type Office, type OpenRequest, openRequests } from './requests.ts';
import { median, quantile, round } from './statistics.ts';

/** The clients that the others are compared with: as many as one or two offices have at work at once. */
const FEW = 8;

/** How a number of approvals went, all by different people. */
interface Went {
  readonly perSecond: number;
  /** Until the last unit was mailed. */
  readonly perSecondMailed: number;
  readonly milliseconds: readonly number[];
  /** From the first POST's start to the last one's: how close together they acted. */
  readonly startedWithinMs: number;
  /** Processor time of the platform for each, with everything that follows. */
  readonly processorMs: number;
  readonly answered: Readonly<Record<number, number>>;
}

/** Approves every request once, at so many clients at once. */
async function approveAll(
  { running }: Office,
  requests: readonly OpenRequest[],
  clients: number,
): Promise<Went> {
  const { mails } = await running.metrics();
  const milliseconds: number[] = [];
  const answered: Record<number, number> = {};
  const starts: number[] = [];
  const open = [...requests];
  const client = async (http: Http): Promise<void> => {
    for (let one = open.shift(); one !== undefined; one = open.shift()) {
      starts.push(performance.now());
      const { link, contentHash } = one;
      const reply = await http.send('POST', link, {}, { outcome: 'approve', contentHash });
      milliseconds.push(reply.milliseconds);
      answered[reply.status] = (answered[reply.status] ?? 0) + 1;
    }
  };
  const before = processorTimes(running);
  const started = performance.now();
  await withHttp(running.product, (http) => Promise.all(Array.from({ length: clients }, () => client(http))));
  const seconds = (performance.now() - started) / 1000;
  // Each unit is told; those who were asked had their mails before.
  const done = await mailed(running, mails + requests.length);
  await quiet(running);
  const used = usedEach(before, processorTimes(running), requests.length);
  return {
    processorMs: platformMs(used),
    perSecond: requests.length / seconds,
    perSecondMailed: requests.length / ((done - started) / 1000),
    milliseconds,
    startedWithinMs: (starts.at(-1) ?? 0) - (starts[0] ?? 0),
    answered,
  };
}

/** How many of the requests their own approver decided once, by a history that verifies. */
async function decidedOnce(
  { running }: Office,
  http: Http,
  requests: readonly OpenRequest[],
): Promise<number> {
  const authorization = `Bearer ${await running.token('auditor')}`;
  let once = 0;
  for (const { projectId, approver } of requests) {
    const address = `/projects/${projectId}/history`;
    const { events } = jsonOf<{ events: HistoryEvent[] }>(
      await http.send('GET', address, { authorization }),
      200,
      'The history',
    );
    const verified = jsonOf<VerificationView>(
      await http.send('GET', `${address}/verification`, { authorization }),
      200,
      'The verification',
    );
    const decided = events.filter(({ action, stage }) => action === 'decided' && stage === 'approval');
    const approved = events.filter(({ action }) => action === 'approved');
    const isOnce = decided.length === 1 && decided[0]?.actor.id === approver && approved.length === 1;
    if (isOnce && verified.valid) once += 1;
  }
  return once;
}

interface Round {
  readonly few: Went;
  readonly many: Went;
  readonly once: number;
}

/**
 * Both ways of a round directly after each other, so that they meet the same machine; the order changes from round to
 * round.
 */
async function measureRound(office: Office, approvers: number, manyFirst: boolean): Promise<Round> {
  const requests = await openRequests(office, 2 * approvers);
  const [one, other] = [requests.slice(0, approvers), requests.slice(approvers)];
  const first = await approveAll(office, one, manyFirst ? approvers : FEW);
  const second = await approveAll(office, other, manyFirst ? FEW : approvers);
  const once = await withHttp(office.running.product, (http) => decidedOnce(office, http, requests));
  return manyFirst ? { few: second, many: first, once } : { few: first, many: second, once };
}

const rowOf = (clients: number, went: readonly Went[]) => {
  const all = went.flatMap(({ milliseconds }) => milliseconds);
  return {
    clients,
    'decisions/s': round(median(went.map(({ perSecond }) => perSecond)), 1),
    'until mailed/s': round(median(went.map(({ perSecondMailed }) => perSecondMailed)), 1),
    'processor ms each': median(went.map(({ processorMs }) => processorMs)),
    'all started within ms': round(median(went.map(({ startedWithinMs }) => startedWithinMs)), 0),
    'p50 ms': round(quantile(all, 0.5), 0),
    'p95 ms': round(quantile(all, 0.95), 0),
    'slowest ms': round(Math.max(...all), 0),
  };
};

async function measure(running: Running, sizes: Sizes): Promise<Outcome> {
  const { approvers, decidingRounds } = sizes;
  const office = { running, mailbox: openMailbox(running) };
  try {
    // Each acts once in a round, in one of its two ways.
    await addApprovers(office, 2 * approvers);
    // What runs for the first time is compiled meanwhile: that is no part of a rate.
    await approveAll(office, await openRequests(office, Math.min(approvers, sizes.warmUpFlows)), FEW);
    const rounds: Round[] = [];
    for (let count = 0; count < decidingRounds; count++)
      rounds.push(await measureRound(office, approvers, count % 2 === 1));
    const contradictory = await withHttp(running.product, (http) => contradict(office, http));

    const few = rounds.map((one) => one.few);
    const many = rounds.map((one) => one.many);
    const ratios = rounds.map((one) => one.many.perSecond / one.few.perSecond);
    const ratio = median(ratios);
    const processorRatio = median(rounds.map((one) => one.many.processorMs / one.few.processorMs));
    const rows = [rowOf(FEW, few), rowOf(approvers, many)];
    printTable(
      `${approvers} approvers, each with an open request, act at once (median of ${decidingRounds} rounds)`,
      rows,
    );
    printTable(`${CONTRADICTORY} contradictory answers to one request at once`, [contradictory]);
    const limits = budget.deciding;
    // Of each round the slowest, of those the median: one slow round of a shared machine must not decide.
    const slowest = median(many.map(({ milliseconds }) => Math.max(...milliseconds))) / 1000;
    const startedWithin = Math.max(...many.map(({ startedWithinMs }) => startedWithinMs)) / 1000;
    const all = 2 * approvers * decidingRounds;
    const once = rounds.reduce((sum, one) => sum + one.once, 0);
    const accepted = [...few, ...many].reduce((sum, { answered }) => sum + (answered[200] ?? 0), 0);
    return {
      numbers: {
        approvers,
        decidingRounds,
        rows,
        ratios: ratios.map((one) => round(one)),
        processorRatio: round(processorRatio),
        contradictory,
      },
      checks: [
        check('approvers acted within, seconds', startedWithin, 'most', limits.startedWithinSeconds),
        check(`of ${all} approvals, answered with 200`, accepted, 'least', all),
        check(`of ${all} requests, decided exactly once`, once, 'least', all),
        check(`slowest answer at ${approvers} clients, seconds`, slowest, 'most', limits.slowestSeconds),
        check(`throughput at ${approvers} clients to that at ${FEW}`, ratio, 'least', limits.ratio),
        ...(hasProcesses
          ? [
              check(
                `processor time of each at ${approvers} clients to that at ${FEW}`,
                processorRatio,
                'most',
                limits.processorRatio,
              ),
            ]
          : []),
        ...contradictoryChecks(contradictory),
      ],
    };
  } finally {
    await office.mailbox.close();
  }
}

/** Many people deciding at once, and one request decided by many at once; on a platform of its own. */
export async function measureDeciding(sizes: Sizes): Promise<Outcome> {
  const folder = await temporaryFolder();
  const running = await npmStart({ data: folder.path });
  try {
    return await measure(running, sizes);
  } finally {
    await running.stop();
    await folder.remove();
  }
}
