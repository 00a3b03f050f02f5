import qrcode from 'qrcode-generator';
import { encodePng } from './png.ts';

/** A QR code as its squares: dark ones are true. The quiet zone around it is not part of it. */
export type Squares = readonly (readonly boolean[])[];

/** Four squares of white on every side (ISO/IEC 18004); readers fail without. */
const QUIET_ZONE = 4;

/** A fifth of the code may be lost to folds, stamps and a poor printer: level M restores 15 %. */
export function squaresOf(text: string): Squares {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_, column) => code.isDark(row, column)),
  );
}

/** The side of the picture, in squares. */
export const sideOf = (squares: Squares): number => squares.length + 2 * QUIET_ZONE;

/** The `d` of an SVG path over a square of `sideOf`: one stroke for each run of dark squares in a row. */
export function pathOf(squares: Squares): string {
  return squares
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return [];
        const end = row.indexOf(false, x);
        const length = (end < 0 ? row.length : end) - x;
        return `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`;
      }),
    )
    .join('');
}

/** Pixels for each square: at 30 mm the picture then has some 500 dots per inch. */
const SCALE = 10;

const enlarged = <T>(line: readonly T[]): T[] => line.flatMap((one) => Array<T>(SCALE).fill(one));

/** The same as a picture for Word. */
export function pictureOf(squares: Squares): Uint8Array {
  const beside = Array<boolean>(QUIET_ZONE).fill(false);
  const above = Array<boolean[]>(QUIET_ZONE).fill(Array(sideOf(squares)).fill(false));
  const rows = [...above, ...squares.map((row) => [...beside, ...row, ...beside]), ...above];
  return encodePng(enlarged(rows.map(enlarged)));
}
