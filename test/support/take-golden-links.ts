// Takes a golden set of mailed links from a release: `npm run golden-links -- <version> [checkout]`.
//
// At each release, once, from the commit that is released: it starts that checkout's platform, brings projects into
// the situations below, and writes tables and tokens to test/fixtures/golden/links-<version>/. The test
// cases-links.flow.test.ts opens every set that lies there. A set is never edited and never taken again: it is what
// the mails of that release hold. Sessions and idempotency records are left out, they do not outlive a day.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecisionView } from '../../shared/contract/views.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import {
  actOfUnit,
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  linkFor,
  linksFor,
  submit,
} from './client.ts';
import { checkout, type Platform, startPlatform } from './platform.ts';
import { linesOf, openStorage, type StoredItem } from './stored-items.ts';

const EIGHT_DAYS = 8 * 24 * 60 * 60;

async function demand(what: string, reply: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await reply;
  if (status !== 200) throw new Error(`${what} got ${status}: ${JSON.stringify(body)}`);
}

const reviewerAway = (directory: Directory): Directory => ({
  ...directory,
  people: directory.people.map((one) =>
    one.id === 'reviewer' ? { ...one, absences: [{ from: '2020-01-01', to: '2099-12-31' }] } : one,
  ),
});

/** Every situation that a mailed link can be in, by name. */
async function situations(platform: Platform): Promise<Record<string, string>> {
  const anyone = await clientOf(platform);
  const reviewed = async (id: string) => linkFor(platform, 'reviewer', id);

  const expired = await reviewed((await submit(platform)).id);
  await platform.advance(EIGHT_DAYS);

  const openAtReview = await reviewed((await submit(platform)).id);

  const { id: cutId } = await submit(platform);
  const cutting = await reviewed(cutId);
  const { contentHash } = (await anyone.get<DecisionView>(cutting)).body;
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
  await demand('the cut', anyone.post(cutting, { outcome: 'approve', contentHash, cuts }));
  const openAfterCut = await linkFor(platform, 'approver', cutId);

  const { id: decidedId } = await submit(platform);
  const decided = await reviewed(decidedId);
  await demand('the review', decideBy(platform, decided, { outcome: 'approve' }));
  const approved = await linkFor(platform, 'approver', decidedId);
  await demand('the approval', decideBy(platform, approved, { outcome: 'approve' }));

  const { id: withdrawnId } = await submit(platform);
  const withdrawn = await reviewed(withdrawnId);
  await demand('the withdrawal', actOfUnit(platform, withdrawnId, 'withdraw'));

  const { id: returnedId } = await submit(platform);
  const returned = await reviewed(returnedId);
  const comment = '请补充第三项支出的测算依据和标准';
  await demand('the return', decideBy(platform, returned, { outcome: 'return', comment }));
  await demand('the second revision', actOfUnit(platform, returnedId, 'submit'));
  const openAtRevision2 = await eventually('the link of the second revision', async () => {
    const links = await linksFor(platform, 'reviewer', returnedId);
    return links.length === 2 && links[1];
  });

  await changeDirectory(platform, reviewerAway);
  const openForDelegate = await linkFor(platform, 'reviewer2', (await submit(platform)).id);
  return {
    expired,
    openAtReview,
    openAfterCut,
    decided,
    approved,
    withdrawn,
    returned,
    openAtRevision2,
    openForDelegate,
  };
}

const isRecord = ({ pk }: StoredItem): boolean => /^(?:[PCL]#|DIRECTORY)/.test(pk?.S ?? '');

const [version, root = checkout] = process.argv.slice(2);
if (!version) throw new Error('Usage: take-golden-links.ts <version> [checkout]');
const folder = join(checkout, 'test', 'fixtures', 'golden', `links-${version}`);
const platform = await startPlatform({ root });
try {
  const links = await situations(platform);
  await atRest(platform);
  const storage = await openStorage(platform);
  // Fails where the set is there: it is never taken again.
  await mkdir(folder);
  const { now } = (await (await fetch(`${platform.control}/clock`)).json()) as { now: string };
  await writeFile(join(folder, 'links.json'), `${JSON.stringify({ takenAt: now, links }, null, 2)}\n`);
  await writeFile(join(folder, 'projects.ndjson'), linesOf((await storage.all('Projects')).filter(isRecord)));
  await writeFile(join(folder, 'history.ndjson'), linesOf(await storage.all('History')));
  storage.close();
} finally {
  await platform.stop();
}
