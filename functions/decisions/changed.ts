import type { ContentChange } from '../../shared/contract/views.ts';
import { changesBetween } from '../../shared/forms/changes.ts';
import { cutsSoFar } from '../../shared/project/cuts-so-far.ts';
import { loadRevision } from '../../shared/project/load.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { decisionViewOf } from './view.ts';

/** The earlier revision that a hash was shown for, with or without cuts; none where it belongs to this one. */
const earlierRevision = ({ loaded, request }: OpenedRequest, hash: string): number | undefined =>
  loaded.requests.find(
    ({ revision, contentHash, decisions }) =>
      revision < request.revision &&
      (contentHash === hash || decisions.some((decision) => decision.contentHash === hash)),
  )?.revision;

/**
 * What is different to the content whose hash was sent: the unit's changes where it was an earlier revision's, and the
 * cuts made since. Of a hash that was never shown nothing can be said but how things stand: all cuts.
 */
export async function changedSince(
  deps: Deps,
  opened: OpenedRequest,
  sent: string,
  lang: 'zh' | 'en',
): Promise<ContentChange> {
  const { loaded, request, form } = opened;
  const { contentHash, declaration } = await decisionViewOf(deps, opened, lang);
  const earlier = earlierRevision(opened, sent);
  const before = earlier === undefined ? null : await loadRevision(deps.database, loaded.record.id, earlier);
  return {
    contentHash,
    cuts: cutsSoFar(loaded, request.revision, sent),
    changes: before ? changesBetween(form.definition, before.declaration, declaration) : [],
  };
}
