// Takes a golden data folder from a landed version: `npm run golden-folder -- <version> <checkout>`.
//
// Once, from a checkout of that version: it starts that platform in a new folder, brings a project into each state
// below, ends it, and writes the folder (as a backup is written) and what was mailed then to
// test/fixtures/golden/folders/<version>. golden-folders.flow.test.ts opens every folder that lies there. A folder is
// never edited and never taken again.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeBackup } from '../../infra/local/serve/take-backup.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { actOfUnit, atRest, clientOf, decideBy, linkFor, submit } from './client.ts';
import { checkout, type Platform, startPlatform } from './platform.ts';

async function demand(what: string, reply: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${what} got ${status}: ${JSON.stringify(body)}`);
}

/** A project in each state, by the state's name, and the link that was last mailed for it where one is open. */
async function projects(platform: Platform) {
  const submitter = await clientOf(platform, 'submitter');
  const draft = await submitter.post<ProjectView>('/projects', {
    form: 'project-declaration',
    declaration: aDeclaration(),
  });
  const reviewed = async (outcome: string, comment?: string): Promise<string> => {
    const { id } = await submit(platform);
    const decision = { outcome, ...(comment ? { comment } : {}) };
    await demand(outcome, decideBy(platform, await linkFor(platform, 'reviewer', id), decision));
    return id;
  };

  const { id: atReview } = await submit(platform);
  const atApproval = await reviewed('approve');
  const approved = await reviewed('approve');
  await demand(
    'the approval',
    decideBy(platform, await linkFor(platform, 'approver', approved), { outcome: 'approve' }),
  );
  const returned = await reviewed('return', '请补充第三项支出的测算依据和标准');
  const rejected = await reviewed('reject', '不属于本年度预算安排的范围');
  const { id: withdrawn } = await submit(platform);
  await linkFor(platform, 'reviewer', withdrawn);
  await demand('the withdrawal', actOfUnit(platform, withdrawn, 'withdraw'));
  return {
    projects: { draft: draft.body.id, atReview, atApproval, approved, returned, rejected, withdrawn },
    links: {
      atReview: await linkFor(platform, 'reviewer', atReview),
      atApproval: await linkFor(platform, 'approver', atApproval),
    },
  };
}

const [version, root] = process.argv.slice(2);
if (!version || !root) throw new Error('Usage: take-golden-folder.ts <version> <checkout>');
const data = await mkdtemp(join(tmpdir(), 'golden-'));
const platform = await startPlatform({ root, data });
let ended = false;
try {
  const taken = await projects(platform);
  await atRest(platform);
  await platform.stop();
  ended = true;
  const folder = join(checkout, 'test', 'fixtures', 'golden', 'folders', version);
  // Fails where it is there: it is never taken again.
  await mkdir(folder, { recursive: false });
  await takeBackup(data, join(folder, 'data.backup'));
  await writeFile(join(folder, 'taken.json'), `${JSON.stringify(taken, null, 2)}\n`);
} finally {
  if (!ended) await platform.stop();
  await rm(data, { recursive: true, force: true });
}
