import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { KeptFile } from '../../shared/evidence/bundles/parts.ts';
import { indexOf } from '../../shared/history/verification/attachment-index.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { log } from '../../shared/runtime/log.ts';

/** The files that declarations and decisions name, and their bytes, as they are kept. */

export type FileStore = Pick<ObjectStore, 'read' | 'head' | 'presignDownload'>;

/** `revisions/{project}/1.json`, `details/{project}/4.json`: what may name files. */
const NAMES_FILES = /^(?:revisions|details)\/([^/]+)\//;

/** The files that texts of a bundle name, each of a project once, in the order in which they first stand there. */
export function filesOf(texts: ReadonlyMap<string, string>): KeptFile[] {
  const parsed = [...texts].flatMap(([name, text]) =>
    NAMES_FILES.test(name) ? [[name, JSON.parse(text) as unknown] as const] : [],
  );
  return indexOf(parsed).map((file) => ({
    ...file,
    project: decodeURIComponent(NAMES_FILES.exec(file.named[0]?.in ?? '')?.[1] ?? ''),
  }));
}

/** Together they are no larger than an answer. */
const AT_ONCE = 8;

export const storedAs = ({ project, sha256 }: KeptFile) => ({ projectId: project, sha256 });

/** One that is lost is left out, and said so: whoever verifies is told which. */
export const lost = ({ project, sha256 }: KeptFile): void =>
  log.error('KEPT_FILE_LOST', { projectId: project, sha256 });

/** The bytes of files by their paths. @throws Problem `files-unavailable` */
export async function bytesOf(
  store: FileStore,
  files: readonly KeptFile[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = await inTurns(files, AT_ONCE, async (file) => {
    const pieces = await store.read('files', storedAs(file));
    if (pieces === null) {
      lost(file);
      return [];
    }
    const bytes: Uint8Array[] = [];
    for await (const piece of pieces) bytes.push(piece);
    return [[file.path, Buffer.concat(bytes)] as const];
  });
  return new Map(read.flat());
}
