import { layoutOf } from '../../shared/declaration/document/layouts.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { DocumentSource } from '../../shared/document/make-document.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { digest } from '../../shared/history/digest.ts';
import { type Loaded, loadDraft, loadRevision } from '../../shared/project/load.ts';
import type { Database } from '../../shared/store/database.ts';

/** The decisions on the revision that is shown. */
const decisionsOf = ({ requests, record }: Loaded): DocumentSource['decisions'] =>
  requests.flatMap(({ revision, stage, decisions }) =>
    revision === record.flow.revision ? decisions.map((decision) => ({ stage, ...decision })) : [],
  );

/**
 * What the project holds now: the draft while its unit works on it, else the revision that was handed in last. The
 * hash is computed from what is shown, so that a document can never carry the hash of another content.
 * @throws where that is not the hash in the record: a paper that the history denies must not be printed.
 */
export async function loadSource(
  database: Database,
  loaded: Loaded,
  baseUrl: string,
  reader: { readonly seesPersonalData: boolean },
): Promise<DocumentSource> {
  const { record } = loaded;
  const { flow } = record;
  const form = await formOfRecord(record);
  const drafting = flow.state === 'draft' || flow.state === 'returned';
  const revision = drafting ? null : await loadRevision(database, record.id, flow.revision);
  const declaration = revision?.declaration ?? (await loadDraft(database, record.id))?.declaration ?? {};
  const contentHash = revision === null ? null : digest(declaration);
  if (contentHash !== null && contentHash !== flow.contentHash)
    throw new Error(`Revision ${flow.revision} of ${record.id} does not have the hash of its record`);
  return {
    form,
    layout: layoutOf(form),
    declaration: reader.seesPersonalData ? declaration : form.masked(declaration),
    project: {
      id: record.id,
      unitName: record.unit.name,
      state: flow.state,
      stage: flow.state === 'in-review' ? flow.stage : null,
      revision: flow.revision,
      requestedFen: summaryOf(form.definition, declaration).requestedFen,
      approvedFen: flow.state === 'approved' ? flow.approvedFen : null,
    },
    contentHash,
    decisions: revision === null ? [] : decisionsOf(loaded),
    submitted:
      revision === null || !record.submittedBy ? null : { by: record.submittedBy.name, at: record.savedAt },
    baseUrl,
  };
}
