import type { Words } from '../../values/language.ts';
import type { HistoryEvent } from '../event.ts';
import { type Archive, fileHash, readText } from './archive-files.ts';
import { type IndexedFile, indexOf } from './attachment-index.ts';
import type { Place, Report } from './finding.ts';
import { type Contents, detailsFile, opinionFile, revisionFile } from './manifest.ts';

interface Bound {
  readonly hash: string;
  readonly place: Place;
}

/** Events whose details stand in a record of their own, which a bundle with contents must then have. */
const withDetails: ReadonlySet<string> = new Set([
  'decided',
  'directory-changed',
  'workflow-changed',
  'settings-changed',
]);

const other = (field: string): Words => ({
  zh: `内容的哈希不是事件中的 ${field}`,
  en: `its hash is not the event's ${field}`,
});

/** The files that events bind by a hash: what was handed in, what was decided in detail, and long opinions. */
export function contentsOf(archive: Archive, included: Contents, report: Report) {
  const bound = new Map<string, Bound>();
  const bind = (file: string, hash: string, place: Place, demanded: boolean): void => {
    if (archive.has(file) || demanded) bound.set(file, { hash, place });
  };
  return {
    bind(event: HistoryEvent): void {
      const { chain, seq, action, detailsHash, commentHash } = event;
      const place = { chain, seq };
      if (action === 'submitted')
        bind(
          revisionFile(chain, event.revision),
          event.contentHash,
          { ...place, field: 'contentHash' },
          included !== 'none',
        );
      // Opinions that stand in their events go along with every bundle, and so do these.
      if (commentHash !== undefined)
        bind(opinionFile(chain, seq), commentHash, { ...place, field: 'commentHash' }, true);
      if (detailsHash !== undefined)
        bind(
          detailsFile(chain, seq),
          detailsHash,
          { ...place, field: 'detailsHash' },
          included === 'all' && withDetails.has(action),
        );
    },
    /** @returns how many files were held against their events */
    check(): number {
      for (const [file, { hash, place }] of bound) {
        if (!archive.has(file)) {
          const message = {
            zh: '事件所绑定的内容不在包中',
            en: 'what the event binds is not in the bundle',
          };
          report({ kind: 'missing-file', file, ...place, message });
        } else if (fileHash(archive, file) !== hash) {
          report({ kind: 'other-content', file, ...place, message: other(place.field ?? '') });
        }
      }
      for (const file of archive.names) {
        if (!/^(revisions|details|opinions)\//.test(file) || bound.has(file)) continue;
        const message = { zh: '没有事件绑定此内容', en: 'no event binds this content' };
        report({ kind: 'put-in', file, message });
      }
      return bound.size;
    },
    /** The files that declarations and details name, whether or not these are what their events bind. */
    named(): IndexedFile[] {
      const texts = [...bound.keys()].filter(
        (file) => /^(revisions|details)\//.test(file) && archive.has(file),
      );
      return indexOf(texts.map((file) => [file, valueIn(archive, file)] as const));
    },
  };
}

/** What is no JSON names nothing; its hash has shown that it is not what its event binds. */
function valueIn(archive: Archive, file: string): unknown {
  try {
    return JSON.parse(readText(archive, file, () => undefined) ?? '');
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
