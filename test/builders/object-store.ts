import type { Bucket, ObjectStore, StoredFile } from '../../shared/attachments/object-store.ts';
import type { AttachmentRules } from '../../shared/attachments/rules.ts';
import { Problem } from '../../shared/contract/problem.ts';

/** What is taken as attachments where nothing is set. */
export const usualTaken: AttachmentRules = {
  scanner: 'none',
  unscannedFiles: 'mark',
  lockedFiles: 'allow',
  mostBytes: 20 * 1024 * 1024,
  mostBytesInAll: 100 * 1024 * 1024,
};

export type StoreCall = Exclude<keyof ObjectStore, 'uploadsOrigin'>;

/** Two buckets in memory. */
export interface MemoryStore extends ObjectStore {
  readonly objects: Readonly<Record<Bucket, Map<string, Uint8Array>>>;
  /** What was asked of it, in order. */
  readonly calls: string[];
  /** Calls that fail until they are taken out. */
  readonly failing: Set<StoreCall>;
}

const keyOf = ({ projectId, sha256 }: StoredFile): string => `${projectId}/${sha256}`;

export function aStore(): MemoryStore {
  const objects = { uploads: new Map<string, Uint8Array>(), files: new Map<string, Uint8Array>() };
  const calls: string[] = [];
  const failing = new Set<StoreCall>();
  const called = async (call: StoreCall, file: StoredFile): Promise<string> => {
    calls.push(`${call} ${keyOf(file)}`);
    if (failing.has(call)) throw new Problem('files-unavailable');
    return keyOf(file);
  };
  return {
    ...{ objects, calls, failing, uploadsOrigin: 'https://uploads.example' },
    async presignUpload(file) {
      return { url: 'https://uploads.example', fields: { key: await called('presignUpload', file) } };
    },
    async presignDownload(from, file) {
      const key = await called('presignDownload', file);
      return { url: `https://${from}.example/${key}`, expiresAt: '2026-03-02T01:01:00.000Z' };
    },
    async put(file, bytes) {
      objects.uploads.set(await called('put', file), bytes);
    },
    async keep(file) {
      const key = await called('keep', file);
      const bytes = objects.files.get(key) ?? objects.uploads.get(key);
      if (bytes) objects.files.set(key, bytes);
      return bytes !== undefined;
    },
    async touch(file) {
      return objects.uploads.has(await called('touch', file));
    },
    async head(from, file) {
      const bytes = objects[from].get(await called('head', file));
      return bytes ? { size: bytes.byteLength } : null;
    },
    async read(from, file) {
      const bytes = objects[from].get(await called('read', file));
      return bytes
        ? (async function* () {
            yield bytes;
          })()
        : null;
    },
    async remove(file) {
      objects.uploads.delete(await called('remove', file));
    },
  };
}
