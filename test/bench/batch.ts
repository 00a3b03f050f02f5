import { MOST_TOGETHER } from '../../shared/contract/routes/decisions.ts';
import type { DecisionResult, ProjectView } from '../../shared/contract/views.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { budget, check, type Outcome } from './budget.ts';
import { quiet } from './flow.ts';
import { type Http, jsonOf, withHttp } from './http.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import { printTable } from './report.ts';
import { median, quantile, round } from './statistics.ts';

/** The first one is compiled meanwhile, and not counted. */
const ROUNDS = 4;
/** So many are handed in at once. */
const AT_ONCE = 8;

interface Bench {
  readonly running: Running;
  readonly mailbox: Mailbox;
  readonly http: Http;
}

/** Hands in so many declarations, and waits until the reviewer is asked for each. */
async function askReviewer({ running, mailbox, http }: Bench) {
  const authorization = `Bearer ${await running.token('submitter')}`;
  const declaration = aDeclaration();
  const asked = await inTurns(Array.from({ length: MOST_TOGETHER }), AT_ONCE, async () => {
    const path = '/forms/project-declaration/submissions';
    const submitted = await http.send('POST', path, { authorization }, declaration);
    const { id: project, contentHash } = jsonOf<ProjectView>(submitted, 201, 'The submission');
    await mailbox.link(project, 'reviewer');
    return { project, outcome: 'approve', contentHash };
  });
  await quiet(running);
  return asked;
}

/** Approves as many as one call takes. @returns milliseconds, and how many were approved */
async function approveTogether(bench: Bench) {
  const decisions = await askReviewer(bench);
  const authorization = `Bearer ${await bench.running.token('reviewer')}`;
  const reply = await bench.http.send('POST', '/decisions', { authorization }, { decisions });
  const { results } = jsonOf<{ results: readonly DecisionResult[] }>(reply, 200, 'The batch');
  await quiet(bench.running);
  return { ms: reply.milliseconds, approved: results.filter(({ status }) => status === 200).length };
}

async function measure(running: Running): Promise<Outcome> {
  const mailbox = openMailbox(running);
  try {
    const rounds = await withHttp(running.product, async (http) => {
      const all: Awaited<ReturnType<typeof approveTogether>>[] = [];
      for (let count = 0; count < ROUNDS; count++)
        all.push(await approveTogether({ running, mailbox, http }));
      return all.slice(1);
    });
    const times = rounds.map(({ ms }) => ms);
    const row = {
      'requests in a call': MOST_TOGETHER,
      'median ms': round(median(times), 0),
      'slowest ms': round(quantile(times, 1), 0),
    };
    printTable('Several requests, approved by one call', [row]);
    return {
      numbers: row,
      checks: [
        check(
          'batch: approved in each call',
          Math.min(...rounds.map(({ approved }) => approved)),
          'least',
          MOST_TOGETHER,
        ),
        check('batch: seconds of a call', median(times) / 1000, 'most', budget.batch.seconds),
      ],
    };
  } finally {
    await mailbox.close();
  }
}

/** Approving from a list; on a platform of its own. */
export async function measureBatch(): Promise<Outcome> {
  const folder = await temporaryFolder();
  const running = await npmStart({ data: folder.path });
  try {
    return await measure(running);
  } finally {
    await running.stop();
    await folder.remove();
  }
}
