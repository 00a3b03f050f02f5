import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that is there whole or not at all, and is on the disk when this returns.
 *
 * @param mode for whom it is open, as far as the umask lets it
 * @param before what is done to the open file before it gets its name
 */
export function writeDurably(
  file: string,
  content: string | Uint8Array,
  mode = 0o600,
  before: (descriptor: number) => void = () => {},
): void {
  const unfinished = `${file}.new`;
  const descriptor = openSync(unfinished, 'w', mode);
  try {
    before(descriptor);
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameDurably(unfinished, file);
}

/** Writes a file that people keep in that way: it stays theirs, as open as it was, and where its name leads. */
export function replaceDurably(file: string, content: string): void {
  if (!existsSync(file)) {
    writeDurably(file, content, 0o666);
    return;
  }
  const place = realpathSync(file);
  const { mode, uid, gid } = statSync(place);
  writeDurably(place, content, 0o600, (descriptor) => {
    // Only root can give a file to another user.
    fchownSync(descriptor, process.getuid?.() === 0 ? uid : -1, gid);
    fchmodSync(descriptor, mode);
  });
}

/** Gives a finished file or folder its name, which is on the disk when this returns. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Makes a folder, with those above it, which are on the disk when this returns. */
export function makeFolderDurably(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}

/** Brings names that came or went in a folder to the disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
