import { crc32, deflateSync } from 'node:zlib';

/** A square picture of black and white as PNG (ISO/IEC 15948): too little to take a package for. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** One bit for each pixel, grey scale, the standard's only compression and filter method, not interlaced. */
const KIND = [1, 0, 0, 0, 0];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** @param pixels row by row; dark ones are true */
export function encodePng(pixels: readonly (readonly boolean[])[]): Uint8Array {
  const side = pixels.length;
  const bytesPerRow = Math.ceil(side / 8);
  // Every row begins with the number of its filter: none.
  const rows = Buffer.alloc(side * (1 + bytesPerRow));
  for (const [y, row] of pixels.entries()) {
    for (let x = 0; x < side; x++) {
      const at = y * (1 + bytesPerRow) + 1 + (x >> 3);
      if (!row[x]) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(8);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(KIND)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
