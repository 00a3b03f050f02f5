import { canonical } from '../../shared/history/canonical.ts';
import { sha256 } from '../../shared/history/digest.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { detailsFile, revisionFile } from '../../shared/history/verification/manifest.ts';
import type { Database } from '../../shared/store/database.ts';
import { keptVersions } from '../../shared/store/kept-versions.ts';
import { type Loaded, loadProject, loadRevision } from '../../shared/store/project-store.ts';
import { RULES_CHAIN } from '../../shared/store/system-chain.ts';

/** What events bind by a hash, found again where it is kept: declarations, details of decisions, directories, rules. */

type Texts = Map<string, string>;

/** The details of the decision that an event tells of: by their hash, or where they were changed by who made it when. */
function detailsOf(event: HistoryEvent, { requests }: Loaded): string | undefined {
  const made = requests
    .filter(({ stage, revision }) => stage === event.stage && revision === event.revision)
    .flatMap(({ decisions }) => decisions);
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

async function ofProject(database: Database, id: string, events: readonly HistoryEvent[]): Promise<Texts> {
  const texts: Texts = new Map();
  const loaded = await loadProject(database, id);
  for (const event of events) {
    const { chain, seq, action, revision } = event;
    if (action === 'submitted' && event.contentHash !== undefined && revision !== undefined) {
      const content = await loadRevision(database, id, revision);
      if (content) texts.set(revisionFile(chain, revision), canonical(content.declaration));
    }
    if (action === 'decided' && event.detailsHash !== undefined && loaded) {
      const details = detailsOf(event, loaded);
      if (details !== undefined) texts.set(detailsFile(chain, seq), details);
    }
  }
  return texts;
}

/** Directories and rules: every version is kept, and an event names its own by the hash. */
async function ofRules(database: Database, events: readonly HistoryEvent[]): Promise<Texts> {
  const kept = new Map(
    (await keptVersions(database)).map((value) => [sha256(canonical(value)), canonical(value)]),
  );
  return new Map(
    events.flatMap(({ chain, seq, detailsHash }) => {
      const text = detailsHash === undefined ? undefined : kept.get(detailsHash);
      return text === undefined ? [] : [[detailsFile(chain, seq), text] as const];
    }),
  );
}

/** Canonical texts by the name of their file in a bundle. */
export async function boundContents(database: Database, events: readonly HistoryEvent[]): Promise<Texts> {
  const texts: Texts = new Map();
  const chains = Map.groupBy(events, ({ chain }) => chain);
  for (const [chain, own] of chains) {
    const binds = own.some(({ contentHash, detailsHash }) => contentHash ?? detailsHash);
    if (!binds) continue;
    const found =
      chain === RULES_CHAIN ? await ofRules(database, own) : await ofProject(database, chain, own);
    for (const [name, text] of found) texts.set(name, text);
  }
  return texts;
}
