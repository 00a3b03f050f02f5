import { canonical } from '../../shared/history/canonical.ts';
import { sha256 } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { detailsFile, opinionFile, revisionFile } from '../../shared/history/verification/manifest.ts';
import { type Loaded, loadProject, loadRevision } from '../../shared/project/load.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import { apart } from '../../shared/project/opinions.ts';
import { loadBound } from '../../shared/store/bound-store.ts';
import type { Database } from '../../shared/store/database.ts';

/** What events bind by a hash, found again where it is kept: declarations, details of decisions, directories, rules. */

type Texts = Map<string, string>;

/** The details of the decision that an event tells of: by their hash, or where they were changed by who made it when. */
function detailsOf(event: HistoryEvent<'decided'>, { requests }: Loaded): string | undefined {
  const made = requests
    .filter(({ stage, revision }) => stage === event.stage && revision === event.revision)
    .flatMap(everDecided);
  const texts = made.map(({ at, by, fields, cuts, supplied }) => ({
    isOf: at === event.at && by.id === event.actor.id,
    text: canonical({
      ...(fields ? { fields } : {}),
      ...(cuts ? { cuts } : {}),
      ...(supplied ? { supplied } : {}),
    }),
  }));
  const same = texts.find(({ text }) => sha256(text) === event.detailsHash);
  return (same ?? texts.find(({ isOf }) => isOf))?.text;
}

async function ofProject(
  database: Database,
  id: string,
  events: readonly HistoryEvent[],
  details: boolean,
): Promise<Texts> {
  const texts: Texts = new Map();
  const loaded = details ? await loadProject(database, id) : null;
  for (const event of events) {
    const { chain, seq, action } = event;
    if (action === 'submitted') {
      const content = await loadRevision(database, id, event.revision);
      if (content) texts.set(revisionFile(chain, event.revision), canonical(content.declaration));
    }
    if (action === 'decided' && event.detailsHash !== undefined && loaded) {
      const text = detailsOf(event, loaded);
      if (text !== undefined) texts.set(detailsFile(chain, seq), text);
    }
  }
  return texts;
}

/** Directories and rules are kept under the hash by which their event binds them. */
async function ofRules(database: Database, events: readonly HistoryEvent[]): Promise<Texts> {
  const texts: Texts = new Map();
  for (const { chain, seq, action, detailsHash } of events) {
    if (detailsHash === undefined || action === 'exported') continue;
    const content = await loadBound(database, detailsHash);
    if (content !== undefined) texts.set(detailsFile(chain, seq), canonical(content));
  }
  return texts;
}

/** The opinions that are too long for their events, by the name of their file in a bundle. */
export const boundOpinions = (told: readonly HistoryEvent[]): Texts =>
  new Map(
    told.flatMap((event) => {
      const { opinion } = apart(event);
      return opinion ? [[opinionFile(opinion.chain, opinion.seq), opinion.comment]] : [];
    }),
  );

/**
 * Canonical texts by the name of their file in a bundle.
 * @param details whether details of decisions and rules go along beside the declarations
 */
export async function boundContents(
  database: Database,
  events: readonly HistoryEvent[],
  details: boolean,
): Promise<Texts> {
  const texts: Texts = new Map();
  for (const [chain, own] of Map.groupBy(events, (event) => event.chain)) {
    const isProject = own.some(({ projectId }) => projectId === chain);
    const found = isProject
      ? await ofProject(database, chain, own, details)
      : details
        ? await ofRules(database, own)
        : new Map<string, string>();
    for (const [name, text] of found) texts.set(name, text);
  }
  return texts;
}
