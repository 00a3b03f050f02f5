import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { pathOf, pictureOf, type Squares, sideOf, squaresOf } from '../../../shared/document/qr-code.ts';

const squares = squaresOf(
  `https://countersign.example/projects/2021-7K3M-9QXD/document?hash=${'0f'.repeat(32)}`,
);

/** The dark squares that a path fills: runs of one row each. */
function filledBy(path: string, side: number): Squares {
  const filled = Array.from({ length: side }, () => Array.from({ length: side }, () => false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let step = 0; step < Number(length); step++) {
      const row = filled[Number(y)];
      if (row) row[Number(x) + step] = true;
    }
  }
  return filled;
}

/** The squares of a picture, as many pixels each. */
function pixelsOf(png: Uint8Array, side: number): Squares {
  const bytes = Buffer.from(png);
  const pixels = bytes.readUInt32BE(16);
  const scale = pixels / side;
  const start = bytes.indexOf('IDAT') + 4;
  const rows = inflateSync(bytes.subarray(start, start + bytes.readUInt32BE(start - 8)));
  const width = rows.length / pixels;
  const isDark = (x: number, y: number) => ((rows[y * width + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0;
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => isDark(x * scale + scale / 2, y * scale + scale / 2)),
  );
}

/** ISO/IEC 18004: four modules of white on each side. */
const QUIET_ZONE = 4;
const quiet = (side: number): Squares =>
  Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => squares[y - QUIET_ZONE]?.[x - QUIET_ZONE] ?? false),
  );

describe('the QR code', () => {
  const side = sideOf(squares);

  it('has the three finder patterns of every QR code', () => {
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    const corner = (top: number, left: number) =>
      finder.map((_, y) => finder.map((_, x) => (squares[top + y]?.[left + x] ? '1' : '0')).join(''));
    const far = squares.length - 7;
    for (const [top, left] of [
      [0, 0],
      [0, far],
      [far, 0],
    ] as const)
      expect(corner(top, left)).toEqual(finder);
  });

  it('is drawn on the page square by square, with white around it', () => {
    expect(filledBy(pathOf(squares), side)).toEqual(quiet(side));
  });

  it('is the same as a picture', () => {
    expect(pixelsOf(pictureOf(squares), side)).toEqual(quiet(side));
  });
});
