import { layoutOf } from '../../shared/declaration/document/layouts.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Signature } from '../../shared/document/closing.ts';
import type { DocumentSource } from '../../shared/document/make-document.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { digest } from '../../shared/history/digest.ts';
import type { Loaded } from '../../shared/project/load.ts';
import { standingOn } from '../../shared/project/made-decisions.ts';
import { loadReadable } from '../../shared/project/readable.ts';
import type { Database } from '../../shared/store/database.ts';
import { type Mask, unmasked } from '../../shared/values/masking/mask.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { maskSupplied } from '../../shared/workflow/supplied-texts.ts';

/** Who handed in what is shown, and when; of a revision before the one in hand the record no longer says when. */
const submissionOf = (shown: number, { record }: Loaded): DocumentSource['submitted'] =>
  shown === record.flow.revision && record.submittedBy
    ? { by: record.submittedBy.name, at: record.savedAt }
    : null;

/** What a decider wrote. */
const masked = (
  { stages }: StagedForm,
  { comment, cuts, supplied, ...decision }: Signature,
  mask: Mask,
): Signature => ({
  ...decision,
  comment: comment === undefined ? undefined : mask(comment),
  cuts: cuts?.map((cut) => ({ ...cut, reason: mask(cut.reason) })),
  supplied: maskSupplied(
    stages.find(({ id }) => id === decision.stage),
    supplied,
    mask,
  ),
});

/**
 * What the reader may see of the project: the draft is its unit's, all others see what was handed in last. The hash is computed from what is shown, so that a document can never carry the hash of another content.
 * @throws Problem `not-found` as `loadReadable`
 * @throws where that is not the hash in the record: a paper that the history denies must not be printed.
 */
export async function loadSource(
  database: Database,
  loaded: Loaded,
  baseUrl: string,
  { mask, own }: { readonly mask: Mask; readonly own: boolean },
): Promise<DocumentSource> {
  const { record } = loaded;
  const { flow } = record;
  const form = await formOfRecord(record);
  const readable = await loadReadable(database, loaded, own);
  const { revision } = readable;
  const isDraft = readable.is === 'draft';
  const { declaration } = isDraft ? readable.draft : readable.content;
  const contentHash = isDraft ? null : digest(declaration);
  if (contentHash !== null && contentHash !== flow.contentHash)
    throw new Error(`Revision ${revision} of ${record.id} does not have the hash of its record`);
  return {
    form,
    layout: layoutOf(form),
    declaration: mask === unmasked ? declaration : form.masked(declaration, mask),
    project: {
      id: record.id,
      unitName: record.unit.name,
      state: flow.state,
      stage: flow.state === 'in-review' ? flow.stage : null,
      revision,
      // Of a revision before the one in hand the record no longer says when.
      savedAt: isDraft || revision === flow.revision ? record.savedAt : record.createdAt,
      requestedFen: summaryOf(form.definition, declaration).requestedFen,
      approvedFen: flow.state === 'approved' ? flow.approvedFen : null,
    },
    contentHash,
    decisions: isDraft ? [] : standingOn(loaded, revision).map((decision) => masked(form, decision, mask)),
    submitted: isDraft ? null : submissionOf(revision, loaded),
    baseUrl,
  };
}
