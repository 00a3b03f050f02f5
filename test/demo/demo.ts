/**
 * `npm run demo`: the sample declaration through the whole flow, over HTTP, in a temporary folder and on free ports.
 * It prints the history and the proof of its chain; a step that fails is named, and the exit code is not 0.
 */
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import {
  clientOf,
  decideBy,
  executionOf,
  historyOf,
  linkFor,
  mailsTo,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    console.log(`✓ ${name}`);
    return result;
  } catch (error) {
    console.error(`✗ ${name}`);
    throw error;
  }
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

async function approve(platform: Platform, account: string, id: string): Promise<void> {
  const link = await step(`A mail with a link reaches ${account}`, () => linkFor(platform, account, id));
  await step(`${account} opens the link: it shows the declaration and changes nothing`, async () => {
    const anyone = await clientOf(platform);
    const shown = await anyone.get<DecisionView>(link);
    demand(shown.status === 200 && shown.body.status === 'open', `The link answered ${shown.status}`);
    demand(shown.body.project.requestedFen === 31_500_000, 'The link shows another amount');
  });
  await step(`${account} approves`, async () => {
    const reply = await decideBy(platform, link, { outcome: 'approve', comment: '同意。' });
    demand(reply.status === 200 && reply.body.status === 'decided', `The decision got ${reply.status}`);
  });
}

async function walk(platform: Platform): Promise<void> {
  const { id } = await step('The unit submits the sample declaration', () => submit(platform));
  await approve(platform, 'reviewer', id);
  await approve(platform, 'approver', id);
  await step('The project is approved, and its execution has ended', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const { body } = await submitter.get<ProjectView>(`/projects/${id}`);
    demand(body.state === 'approved' && body.approvedFen === 31_500_000, `The project is ${body.state}`);
    demand((await executionOf(platform, id)) === 'SUCCEEDED', 'The execution did not succeed');
  });
  await step('The unit is mailed the outcome', async () => {
    for (let round = 0; (await mailsTo(platform, 'submitter')).length === 0; round++) {
      demand(round < 200, 'No mail came');
      await new Promise((settle) => setTimeout(settle, 50));
    }
  });
  const events = await step('The auditor reads the history', () => historyOf(platform, id));
  const proof = await step('The auditor verifies the chain', () => verificationOf(platform, id));
  console.table(
    events.map(({ seq, at, action, stage, outcome, actor, hash }) => ({
      seq,
      at,
      action,
      stage: stage ?? '',
      outcome: outcome ?? '',
      who: actor.name,
      via: actor.via,
      hash: `${hash.slice(0, 12)}…`,
    })),
  );
  console.log(
    `Chain of ${proof.events} events: ${proof.valid ? 'valid' : 'BROKEN'}, head ${proof.head.hash}`,
  );
  demand(proof.valid, 'The chain does not hold');
  const actions = events.map(({ action }) => action).join(', ');
  const expected = 'created, submitted, requested, decided, requested, decided, approved';
  demand(actions === expected, `The history reads ${actions}`);
}

let platform: Platform | undefined;
try {
  platform = await step('The platform comes up', () => startPlatform());
  await walk(platform);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await platform?.stop();
}
