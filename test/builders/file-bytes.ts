/** Files as offices attach them, each as small as its format allows. */
import { strToU8, type Zippable, zipSync } from 'fflate';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** @param trailer entries of the trailer beside the root, such as `/Encrypt 9 0 R` */
export const pdf = (trailer = ''): Buffer =>
  latin(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n` +
      `trailer<</Root 1 0 R/Size 3${trailer}>>\nstartxref\n9\n%%EOF\n`,
  );

export const jpeg = (): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(64)]);
export const png = (): Buffer =>
  Buffer.from(
    '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
      '1f15c4890000000d49444154789c6360000002000001000500010d0a2db40000000049454e44ae426082',
    'hex',
  );
export const webp = (): Buffer => latin('RIFF\u0010\0\0\0WEBPVP8L\u0004\0\0\0\u002f\0\0\0');
export const heic = (): Buffer => latin('\0\0\0\u0018ftypheic\0\0\0\0mif1heic\0\0\0\bmdat');
export const tiff = (): Buffer => Buffer.concat([Buffer.from('49492a0008000000', 'hex'), Buffer.alloc(64)]);

export const zip = (entries: Zippable): Buffer => Buffer.from(zipSync(entries));

const mainParts = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
} as const;

/** @param more further entries, such as macros */
export const office = (kind: keyof typeof mainParts, more: Zippable = {}): Buffer =>
  zip({
    '[Content_Types].xml': strToU8(
      `<Types><Override PartName="/main.xml" ContentType="${mainParts[kind]}"/></Types>`,
    ),
    'main.xml': strToU8('<main/>'),
    ...more,
  });

export const ofd = (more: Zippable = {}): Buffer =>
  zip({
    'OFD.xml': strToU8('<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'),
    ...more,
  });

const SECTOR = 512;
const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;

const padded = (bytes: Uint8Array, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);

/** A table of chains in which each run of sectors follows the one before. */
function chainsOf(runs: readonly number[]): Buffer {
  const table = runs.flatMap((length, run) => {
    const first = runs.slice(0, run).reduce((sum, one) => sum + one, 0);
    return Array.from({ length }, (_, at) => (at === length - 1 ? END_OF_CHAIN : first + at + 1));
  });
  const bytes = padded(Buffer.alloc(table.length * 4), SECTOR).fill(0xff);
  for (const [at, next] of table.entries()) bytes.writeUInt32LE(next, at * 4);
  return bytes;
}

function directoryEntry(name: string, type: number, places: readonly number[]): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 0, 'utf16le');
  entry.writeUInt16LE((name.length + 1) * 2, 64);
  entry[66] = type;
  for (const [index, at] of [68, 72, 76, 116, 120].entries()) entry.writeUInt32LE(places[index] ?? 0, at);
  return entry;
}

/** A compound file with these streams in its root: those below 4,096 bytes in the small ones' place. */
export function compoundFile(streams: Readonly<Record<string, Uint8Array>>): Buffer {
  const all = Object.entries(streams);
  const small = all.filter(([, bytes]) => bytes.length < 4096);
  const large = all.filter(([, bytes]) => bytes.length >= 4096);
  const pieces = small.map(([, bytes]) => padded(bytes, 64));
  const smallBytes = padded(Buffer.concat([...pieces, Buffer.alloc(64)]), SECTOR);
  const smallTable = chainsOf(pieces.map(({ length }) => length / 64));
  const directory = Math.ceil((all.length + 1) / 4);
  // In the file's order: table of chains, directory, small table, small pieces, each large stream.
  const runs = [
    ...[1, directory, smallTable.length / SECTOR, smallBytes.length / SECTOR],
    ...large.map(([, { length }]) => Math.ceil(length / SECTOR)),
  ];
  const startOf = (run: number) => runs.slice(0, run).reduce((sum, one) => sum + one, 0);
  const placeOf = (name: string): number => {
    const at = small.findIndex(([one]) => one === name);
    if (at < 0) return startOf(4 + large.findIndex(([one]) => one === name));
    return pieces.slice(0, at).reduce((sum, { length }) => sum + length / 64, 0);
  };
  const header = Buffer.alloc(SECTOR).fill(0xff, 76);
  header.set(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  for (const [at, value] of [0x3e, 3, 0xfffe, 9, 6].entries()) header.writeUInt16LE(value, 24 + at * 2);
  const numbers = { 44: 1, 48: startOf(1), 56: 4096, 60: startOf(2), 64: 1, 68: END_OF_CHAIN, 76: 0 };
  for (const [at, value] of Object.entries(numbers)) header.writeUInt32LE(value, Number(at));
  const root = directoryEntry('Root Entry', 5, [FREE, FREE, 1, startOf(3), smallBytes.length]);
  const entries = all.map(([name, { length }], at) =>
    directoryEntry(name, 2, [FREE, at + 2 <= all.length ? at + 2 : FREE, FREE, placeOf(name), length]),
  );
  return Buffer.concat([
    ...[header, chainsOf(runs), padded(Buffer.concat([root, ...entries]), SECTOR), smallTable, smallBytes],
    ...large.map(([, bytes]) => padded(bytes, SECTOR)),
  ]);
}

/** The first block of a Word document, with room as Word leaves it. */
export function doc(isLocked = false): Buffer {
  const stream = Buffer.alloc(4096);
  stream.writeUInt16LE(0xa5ec, 0);
  if (isLocked) stream.writeUInt16LE(0x0100, 10);
  return compoundFile({ WordDocument: stream, '1Table': Buffer.alloc(100) });
}

export function xls(isLocked = false): Buffer {
  const start = Buffer.from('0908040000060500', 'hex');
  const record = Buffer.from(isLocked ? '2f000200aaaa' : '42000200b004', 'hex');
  return compoundFile({ Workbook: padded(Buffer.concat([start, record]), 4096) });
}

export function ppt(isLocked = false): Buffer {
  const user = Buffer.alloc(48);
  user.writeUInt32LE(isLocked ? 0xf3d1c4df : 0xe391c05f, 12);
  return compoundFile({ 'Current User': user, 'PowerPoint Document': Buffer.alloc(4096) });
}

/** A document of any of the newer kinds, with a password. */
export const lockedOffice = (): Buffer =>
  compoundFile({ EncryptionInfo: Buffer.alloc(200), EncryptedPackage: Buffer.alloc(5000) });

/** The same archive as if its entries were encrypted: the flag of each, where it stands. */
export function lockedZip(archive: Buffer): Buffer {
  const bytes = Buffer.from(archive);
  const marks = [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const;
  for (const [mark, flags] of marks)
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1))
      bytes[at + flags] = (bytes[at + flags] ?? 0) | 1;
  return bytes;
}

/** An archive with one stored entry under a name given as bytes, as programs write it that say nothing of its encoding. */
export function rawNamedZip(name: Uint8Array, content: Uint8Array): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  for (const [header, at] of [
    [local, 18],
    [entry, 20],
  ] as const) {
    header.writeUInt32LE(content.length, at);
    header.writeUInt32LE(content.length, at + 4);
    header.writeUInt16LE(name.length, at + 8);
  }
  const directory = local.length + name.length + content.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(directory, 16);
  return Buffer.concat([local, name, content, entry, name, end]);
}

/** What unpacks to a thousand times itself. */
export const bomb = (): Buffer => zip({ '报价.tif': Buffer.concat([tiff(), Buffer.alloc(24 << 20)]) });
