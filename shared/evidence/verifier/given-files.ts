import { createHash } from 'node:crypto';
import { ATTACHMENTS } from '../../history/verification/attachment-index.ts';
import { attachedIn, type GivenFile } from '../../history/verification/attachments.ts';
import { files } from '../../history/verification/manifest.ts';
import { utf8Of } from '../../history/verification/utf8.ts';
import { looksLikeArchive, NoArchive, namesIn, openArchive } from './archive.ts';

/** What is given to the verifier beside a bundle: parts with files, files one by one, and what else lies there. */

/** What machines leave in folders, and what belongs to the verifier itself. */
const BESIDE = /^(\.|~\$)|^(thumbs\.db|desktop\.ini|__macosx|verify\.(mjs|html))$/i;

/** @param path with the folders below the one that was given */
export const isBeside = (path: string): boolean => path.split(/[\\/]/).some((part) => BESIDE.test(part));

/** As the product calls parts; a browser that has one already puts a number behind it. */
const CALLED_PART = /-files-\d+.*\.zip$/i;

/** The name of the first entry stands behind its header: office files are archives too, and not to be unpacked. */
const beginsAsPart = (bytes: Uint8Array): boolean =>
  looksLikeArchive(bytes) && utf8Of(bytes.subarray(30, 30 + ATTACHMENTS.length)) === ATTACHMENTS;

/** A file as it is held against a bundle. */
export function givenFile(name: string, bytes: Uint8Array): GivenFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const given = { name, size: bytes.length, sha256 };
  if (!beginsAsPart(bytes) && !CALLED_PART.test(name)) return given;
  try {
    return { ...given, inside: attachedIn(openArchive(bytes)) };
  } catch (error) {
    if (!(error instanceof NoArchive)) throw error;
    return { ...given, broken: error.words };
  }
}

/** Whether it is the bundle among several files that were chosen together. */
export const isBundle = (bytes: Uint8Array): boolean => namesIn(bytes).includes(files.manifest);
