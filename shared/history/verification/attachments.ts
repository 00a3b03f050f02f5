import type { Words } from '../../values/language.ts';
import { type Archive, fileHash, readJson } from './archive-files.ts';
import { ATTACHMENTS, type AttachmentIndex, attachmentIndex, type IndexedFile } from './attachment-index.ts';
import * as messages from './attachment-messages.ts';
import type { Report } from './finding.ts';
import { files, type Manifest } from './manifest.ts';

/** A file that was given beside a bundle, and what lies in it where it looks like a part of the bundle. */
export interface GivenFile extends Content {
  /** As the reader knows it: its name, or its path in a folder. */
  readonly name: string;
  readonly inside?: readonly Content[];
  /** Why it could not be opened, though it is called as a part is. */
  readonly broken?: Words;
}

/** Bytes under a name, wherever they lie. */
export interface Content {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** What came of the files. */
export interface CheckedAttachments {
  /** How many declarations and decisions name, and their size in bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Whether the files themselves were there, or their hashes alone. */
  readonly held: boolean;
  readonly notes: readonly Words[];
}

const basename = (name: string): string => name.split(/[\\/]/).at(-1) ?? '';

const namesOf = ({ path, named }: IndexedFile): string[] => [
  ...new Set([basename(path), ...named.map(({ name }) => name)]),
];

/** Holds what is there against what is bound, and keeps what was told of. */
class Ledger {
  private readonly wanted: readonly IndexedFile[];
  private readonly report: Report;
  private readonly settled = new Set<IndexedFile>();
  readonly notes: Words[] = [];

  constructor(wanted: readonly IndexedFile[], report: Report) {
    this.wanted = wanted;
    this.report = report;
  }

  /** The file that has these bytes, and is not settled yet, if there is one; the same may be of several projects. */
  ofHash({ sha256 }: Content, path?: string): IndexedFile | undefined {
    const same = this.wanted.filter((one) => one.sha256 === sha256);
    return same.find((one) => one.path === path) ?? same.find((one) => !this.settled.has(one)) ?? same.at(0);
  }

  private settle(file: IndexedFile, found: Content): void {
    this.settled.add(file);
    if (found.size !== file.size)
      this.report({ kind: 'other-content', file: found.name, message: messages.otherSize(file, found) });
  }

  /** One in the bundle or in a part: its path says which file it is to be. */
  placed(found: Content, known: (name: string) => boolean): void {
    const { wanted, report } = this;
    const due = wanted.find(({ path }) => path === found.name);
    const same = this.ofHash(found, found.name);
    if (due) this.settled.add(due);
    if (same) this.settle(same, found);
    if (due === same && due) return;
    if (due)
      report({
        kind: same ? 'swapped' : 'other-content',
        file: found.name,
        message: same ? messages.otherFile(due, same) : messages.changed(due, found),
      });
    else if (same) report({ kind: 'swapped', file: found.name, message: messages.renamed(same) });
    // What the manifest does not name either was told already.
    else if (known(found.name)) report({ kind: 'unknown-file', file: found.name, message: messages.unnamed });
  }

  /** One by itself, which people and browsers call as they like: its bytes say which file it is. */
  loose(found: Content): boolean {
    const same = this.ofHash(found);
    if (!same) return false;
    this.settle(same, found);
    const name = basename(found.name);
    if (namesOf(same).includes(name)) return true;
    const other = this.wanted.find((one) => namesOf(one).includes(name));
    if (other) this.report({ kind: 'swapped', file: found.name, message: messages.otherFile(other, same) });
    else this.notes.push(messages.calledOtherwise(found.name, same));
    return true;
  }

  /** One whose bytes nothing binds: what is called so is changed, and everything else is not of this bundle. */
  foreign(found: Content): void {
    const due = this.wanted.find(
      (one) => !this.settled.has(one) && namesOf(one).includes(basename(found.name)),
    );
    if (due) this.settled.add(due);
    this.report({
      kind: due ? 'other-content' : 'unknown-file',
      file: found.name,
      message: due ? messages.changed(due, found) : messages.unnamed,
    });
  }

  missing(known: (name: string) => boolean): void {
    for (const file of this.wanted)
      if (!this.settled.has(file) && !known(file.path))
        this.report({ kind: 'missing-file', file: file.path, message: messages.missing(file) });
  }
}

function contentOf(archive: Archive, name: string): Content {
  let size = 0;
  for (const piece of archive.pieces(name)) size += piece.length;
  return { name, size, sha256: fileHash(archive, name) };
}

/** The files of an archive that lie where attachments do. */
export const attachedIn = (archive: Archive): Content[] =>
  archive.names.filter((name) => name.startsWith(ATTACHMENTS)).map((name) => contentOf(archive, name));

/** The index says what declarations and decisions say, or it is told where it does not. */
function checkIndex(archive: Archive, wanted: readonly IndexedFile[], report: Report) {
  const file = files.attachments;
  if (wanted.length === 0 && !archive.has(file)) return undefined;
  const value = readJson(archive, file, report);
  if (value === undefined) return undefined;
  const parsed = attachmentIndex.safeParse(value);
  if (!parsed.success) {
    report({ kind: 'malformed', file, message: messages.noIndex });
    return undefined;
  }
  const saysOf = ({ part: _, ...said }: IndexedFile): string => JSON.stringify(said);
  const said = new Map(parsed.data.files.map((one) => [one.path, one]));
  for (const one of wanted) {
    const there = said.get(one.path);
    if (!there) report({ kind: 'other-content', file, message: messages.notIndexed(one) });
    else if (saysOf(there) !== saysOf(one))
      report({ kind: 'other-content', file, message: messages.indexedOtherwise(one) });
    said.delete(one.path);
  }
  for (const one of said.values()) report({ kind: 'put-in', file, message: messages.indexedAlone(one) });
  return parsed.data;
}

/** What an index says of where a file is, for those who miss it. */
const withPart = (wanted: readonly IndexedFile[], index: AttachmentIndex | undefined): IndexedFile[] => {
  const parts = new Map(index?.files.map(({ path, part }) => [path, part]));
  return wanted.map((file) => {
    const part = parts.get(file.path);
    return part === undefined ? file : { ...file, part };
  });
};

/**
 * Holds the files of a bundle against what declarations and decisions bind: those in it, those in its parts, and those
 * that were given one by one.
 * @param bound what its declarations and details name (`indexOf`)
 */
export function checkAttachments(
  archive: Archive,
  manifest: Manifest,
  bound: readonly IndexedFile[],
  given: readonly GivenFile[],
  report: Report,
): CheckedAttachments {
  const index = checkIndex(archive, bound, report);
  const ledger = new Ledger(withPart(bound, index), report);
  const inManifest = (name: string): boolean => Object.hasOwn(manifest.files, name);
  const own = attachedIn(archive);
  for (const one of own) ledger.placed(one, inManifest);
  // What lies in the bundle may lie unpacked beside it.
  const ofBundle = new Set([...Object.values(manifest.files), fileHash(archive, files.manifest)]);
  const brought = given.filter(({ sha256 }) => !ofBundle.has(sha256));
  // By their bytes first: what is left over is then none of them.
  const others = brought.filter((one) => !ledger.loose(one));
  for (const { inside = [] } of others) for (const inner of inside) ledger.placed(inner, () => true);
  for (const one of others) {
    if (one.broken) report({ kind: 'malformed', file: one.name, message: one.broken });
    else if (!one.inside) ledger.foreign(one);
  }
  const held = index?.included === true || own.length > 0 || brought.length > 0;
  if (held) ledger.missing((path) => inManifest(path) && !archive.has(path));
  const bytes = bound.reduce((sum, { size }) => sum + size, 0);
  const notes = bound.length > 0 && !held ? [messages.hashesAlone(bound.length, bytes)] : [];
  return { files: bound.length, bytes, held, notes: [...ledger.notes, ...notes] };
}
