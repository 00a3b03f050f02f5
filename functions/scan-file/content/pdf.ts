import type { Content } from './broken.ts';

/** What may stand before it: some programs leave a mark of the encoding or an empty line. */
const START = /^(?:\u00ef\u00bb\u00bf)?\s{0,16}%PDF-\d/;

const ENCRYPT = '/Encrypt';
/** The trailer's entry: a dictionary, or where it stands. */
const ENTRY = /^\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/;

function isLocked(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(ENCRYPT); at >= 0; at = bytes.indexOf(ENCRYPT, at + ENCRYPT.length))
    if (ENTRY.test(bytes.toString('latin1', at, at + 64))) return true;
  return false;
}

/** Trailers are never packed, so that whether a PDF is encrypted can be seen without reading it. */
export const lookIntoPdf = (bytes: Buffer): Content =>
  !START.test(bytes.toString('latin1', 0, 32)) ? 'differs' : isLocked(bytes) ? 'locked' : 'fits';
