import { findCovering } from '../../shared/evidence/checkpoints/covering.ts';
import type { VerificationView } from '../../shared/history/verification/verification-view.ts';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { itemsOf } from '../../shared/store/history-store.ts';
import type { Deps } from './deps.ts';

/** Somebody would have to append between the two reads every time. */
const MOST_READINGS = 5;

/**
 * The chain as the table has it, held against the project's record and the newest checkpoint over it. The checkpoint is
 * read first and the chain last: what is appended meanwhile makes the chain longer than the record says, and both are
 * read again, so that a project at work is never called broken.
 */
export async function verificationOf(
  { database, archive }: Pick<Deps, 'database' | 'archive'>,
  project: Loaded,
): Promise<VerificationView> {
  const { id } = project.record;
  const covering = await findCovering(database, archive, id);
  let { record } = (await loadProject(database, id)) ?? project;
  let items = await itemsOf(database, id);
  for (let reading = 1; items.length > record.head.seq && reading < MOST_READINGS; reading++) {
    ({ record } = (await loadProject(database, id)) ?? project);
    items = await itemsOf(database, id);
  }
  return verifyChain(id, items, record.head, covering);
}
