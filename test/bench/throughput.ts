import { openBareDatabase, playFlows, type Recording, recordFlow, type Share } from './bare-database.ts';
import { budget, type Check, check, type Outcome } from './budget.ts';
import { type Clients, openClients, route, settled, type Times, type Way } from './flow.ts';
import type { Running } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { platformMs, processorTimes, usedEach } from './processor.ts';
import { printTable } from './report.ts';
import { median, quantile, round } from './statistics.ts';

const CONCURRENCY = 8;

/**
 * Flows a second: so many clients at once, each submitting, deciding and deciding again, until the last flow has had
 * its last effect. What is still to do after the last answer counts as time.
 */
async function flowsPerSecond(
  running: Running,
  clients: Clients,
  way: Way,
  flows: number,
  times?: Times,
): Promise<number> {
  const { mails } = await running.metrics();
  const ids = new Set<string>();
  let left = flows;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      if (way === 'pages') await clients.openForm(times);
      ids.add(await clients.approve(way, times));
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, client));
  const done = await settled(running, mails, ids);
  return flows / ((done - started) / 1000);
}

const shares: readonly Share[] = ['transactions', 'writes', 'all'];

const counts = ({ operations }: Recording): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { name } of operations) found[name] = (found[name] ?? 0) + 1;
  return found;
};

/** Throughput of the platform beside that of its database alone, in alternate rounds. */
export async function measureThroughput(running: Running, sizes: Sizes): Promise<Outcome> {
  const { rounds, flowsPerRound, warmUpFlows } = sizes;
  const recording = await recordFlow();
  const database = await openBareDatabase();
  const clients = await openClients(running);
  const times: Times = new Map();
  const pageTimes: Times = new Map();
  const posts: number[] = [];
  const pages: number[] = [];
  const processor: Record<string, number>[] = [];
  const alone: Record<Share, number[]> = { transactions: [], writes: [], all: [] };
  try {
    await flowsPerSecond(running, clients, 'pages', warmUpFlows);
    for (const share of shares)
      await playFlows(database.endpoint, recording, share, warmUpFlows, CONCURRENCY);
    for (let count = 0; count < rounds; count++) {
      const before = processorTimes(running);
      posts.push(await flowsPerSecond(running, clients, 'posts', flowsPerRound, times));
      processor.push(usedEach(before, processorTimes(running), flowsPerRound));
      for (const share of shares)
        alone[share].push(await playFlows(database.endpoint, recording, share, flowsPerRound, CONCURRENCY));
    }
    pages.push(await flowsPerSecond(running, clients, 'pages', flowsPerRound, pageTimes));
  } finally {
    await clients.close();
    await database.close();
  }

  const perSecond = median(posts);
  // Round by round, so that both meet the same machine.
  const shareOf = (share: Share): number =>
    round(median(posts.map((flows, index) => flows / (alone[share][index] ?? Number.NaN))));
  printTable(
    `Approved projects a second at ${CONCURRENCY} concurrent (median of ${rounds} rounds of ${flowsPerRound})`,
    [
      {
        what: 'platform: submit, decide, decide, all effects done',
        'flows/s': round(perSecond),
        'platform is': '',
      },
      {
        what: 'platform, each page opened as well',
        'flows/s': round(median(pages)),
        'platform is': '',
      },
      ...shares.map((share) => ({
        what: `the database alone: ${share} of the same flow`,
        'flows/s': round(median(alone[share])),
        'platform is': `${shareOf(share)} of it`,
      })),
    ],
  );
  const processes = [...new Set(processor.flatMap((one) => Object.keys(one)))];
  const processorMs = Object.fromEntries(
    processes.map((name) => [name, round(median(processor.map((one) => one[name] ?? 0)), 1)]),
  );
  printTable(
    'Processor time for each flow, milliseconds (other programs on the machine do not add to it)',
    Object.entries(processorMs).map(([name, time]) => ({ process: name, ms: time })),
  );
  printTable('Of one flow, the database is asked for', [counts(recording)]);
  // Of a page from the round that opens it, all else from those that do nothing beside.
  const answers = [...new Map([...pageTimes, ...times])].map(([what, list]) => ({
    what,
    count: list.length,
    p50: round(quantile(list, 0.5), 1),
    p95: round(quantile(list, 0.95), 1),
    p99: round(quantile(list, 0.99), 1),
  }));
  printTable(`Answers at ${CONCURRENCY} concurrent, milliseconds`, answers);
  const limits = budget.throughput;
  const processorEach = median(processor.map(platformMs));
  return {
    numbers: {
      concurrency: CONCURRENCY,
      flowsPerRound,
      posts: posts.map((one) => round(one)),
      pages: pages.map((one) => round(one)),
      database: Object.fromEntries(
        shares.map((share) => [
          share,
          { flowsPerSecond: alone[share].map((one) => round(one)), platformIs: shareOf(share) },
        ]),
      ),
      processorMs,
      processorMsEach: processorEach,
      operations: counts(recording),
      answers,
    },
    checks: [
      check('flows a second', perSecond, 'least', limits.flowsPerSecond),
      check('flows a second', perSecond, 'least', limits.flowsPerSecondAim, 'aim'),
      check(
        "share of the database's own speed, same transactions",
        shareOf('transactions'),
        'least',
        limits.shareOfDatabaseAim,
        'aim',
      ),
      check('processor time of a flow, ms', processorEach, 'most', limits.processorMs),
      check('processor time of a flow, ms', processorEach, 'most', limits.processorMsAim, 'aim'),
      ...checkAnswers(answers),
    ],
  };
}

/** By the clock, on a machine that does other things as well: aims, and no limits. */
function checkAnswers(answers: readonly { what: string; p50: number; p99: number }[]): Check[] {
  const { answerMsAim, slowestRatioAim } = budget.throughput;
  const aims = [
    [route.form, answerMsAim.form],
    [route.show, answerMsAim.decisionPage],
    [route.decide, answerMsAim.decision],
  ] as const;
  return aims.flatMap(([what, aim]) => {
    const { p50, p99 } = answers.find((one) => one.what === what) ?? { p50: Number.NaN, p99: Number.NaN };
    return [
      check(`${what}: median, ms`, p50, 'most', aim, 'aim'),
      check(`${what}: 99 of 100, in medians`, round(p99 / p50, 1), 'most', slowestRatioAim, 'aim'),
    ];
  });
}
