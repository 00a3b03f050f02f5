import { Problem } from '../contract/problem.ts';
import type { Database } from '../store/database.ts';
import { type Loaded, loadDraft, loadRevision } from './load.ts';
import type { DraftContent, RevisionContent } from './records.ts';

/** What somebody reads of a project: the unit's draft, or a revision as it was handed in. */
export type Readable =
  | { readonly is: 'draft'; readonly revision: number; readonly draft: DraftContent }
  | { readonly is: 'handed-in'; readonly revision: number; readonly content: RevisionContent };

const noDraft: DraftContent = { declaration: {}, unread: {} };

/** The revision that was handed in last. One that is drafted is the next: a return and a recall both move on to it. */
export async function lastHandedIn(
  database: Database,
  { id, flow }: Loaded['record'],
): Promise<Extract<Readable, { is: 'handed-in' }> | null> {
  for (const revision of [flow.revision, flow.revision - 1]) {
    const content = revision > 0 ? await loadRevision(database, id, revision) : null;
    if (content) return { is: 'handed-in', revision, content };
  }
  return null;
}

/**
 * What a reader sees of a project. A draft is its unit's alone, while it is made, after a recall and when it was
 * given up: everybody else keeps what was handed in last, which is what they were asked about.
 * @param own whether the reader belongs to the unit
 * @throws Problem `not-found` for others than the unit where nothing was ever handed in
 */
export async function loadReadable(
  database: Database,
  { record }: Pick<Loaded, 'record'>,
  own: boolean,
): Promise<Readable> {
  const { id, flow } = record;
  const { revision } = flow;
  const isDrafted = flow.state === 'draft' || flow.state === 'returned';
  const draft = own && isDrafted ? await loadDraft(database, id) : null;
  if (draft) return { is: 'draft', revision, draft };
  const last = await lastHandedIn(database, record);
  if (last && (!own || last.revision === revision)) return last;
  if (!own)
    throw new Problem('not-found', {
      detail: { zh: '这个项目还没有提交过', en: 'Nothing was ever handed in for this project' },
    });
  // Given up while it was drafted: the draft is what there was. One that lapsed is gone, and what came back is left.
  const left = await loadDraft(database, id);
  return left || !last ? { is: 'draft', revision, draft: left ?? noDraft } : last;
}

/**
 * The title that a reader knows a project by: that of a draft is its unit's alone, whoever was asked knows the one that
 * they were asked about. Empty where nothing was ever handed in.
 */
export function titleFor({ record, requests }: Pick<Loaded, 'record' | 'requests'>, own: boolean): string {
  const { state } = record.flow;
  if (own || state === 'in-review' || state === 'approved' || state === 'rejected') return record.title;
  const [newest] = [...requests].sort((a, b) => b.revision - a.revision);
  return newest?.title ?? '';
}
