import { describe, expect, it } from '@jest/globals';
import { strToU8, unzipSync } from 'fflate';
import {
  indexWith,
  type KeptFile,
  packPart,
  partsOf,
  ROOM_OF_END,
  roomOf,
} from '../../../shared/evidence/bundles/parts.ts';
import { hashOf } from '../../builders/attached.ts';

const MOST = 10_000;

const fileOf = (number: number, size: number): KeptFile => ({
  path: `attachments/2021-AAAA-AAAA/${String(number).padStart(12, '0')}-报价单.pdf`,
  type: 'application/pdf',
  size,
  sha256: hashOf(String(number)),
  named: [{ in: 'revisions/2021-AAAA-AAAA/1.json', at: `/plan/${number}/files/0`, name: '报价单.pdf' }],
  project: '2021-AAAA-AAAA',
});
const files = (...sizes: number[]): KeptFile[] => sizes.map((size, at) => fileOf(at, size));
const sizesOf = (list: readonly KeptFile[]) =>
  partsOf(list, MOST).map((part) => (part.alone ? part.bytes : part.files.map(({ size }) => size)));

describe('files in parts', () => {
  it('lie together as far as an answer has room, and one that is too large by itself', () => {
    expect(sizesOf(files(100, 200))).toEqual([[100, 200]]);
    expect(sizesOf(files(6_000, 6_000, 2_000))).toEqual([[6_000], [6_000, 2_000]]);
    expect(sizesOf(files(100, 60_000, 200, 50_000, 300))).toEqual([[100, 200, 300], 60_000, 50_000]);
    expect(sizesOf([])).toEqual([]);
  });

  it('are archives that an answer has room for, to the byte', () => {
    const list = files(...Array.from({ length: 40 }, (_, at) => 50 + at * 37));
    for (const part of partsOf(list, MOST)) {
      const { zip, hash } = packPart(
        new Map(part.files.map(({ path, size }) => [path, new Uint8Array(size).fill(7)])),
      );
      expect(zip.length).toBeLessThanOrEqual(MOST);
      expect(hash).toBe(hashOf(zip));
      expect(Object.keys(unzipSync(zip))).toEqual(part.files.map(({ path }) => path));
    }
    // The largest that still goes into an archive does, and the next one does not.
    const [one] = files(1);
    const most = MOST - ROOM_OF_END - (one ? roomOf(one) - 1 : 0);
    expect(partsOf(files(most), MOST)).toMatchObject([{ alone: false }]);
    expect(partsOf(files(most + 1), MOST)).toMatchObject([{ alone: true }]);
  });

  it('stay as they are where more is attached later: all but the last archive', () => {
    const sizes = [3_000, 20_000, 4_000, 5_000, 2_000];
    const before = partsOf(files(...sizes), MOST);
    const after = partsOf(files(...sizes, 4_000, 9_000), MOST);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after.length).toBeGreaterThan(before.length);
  });

  it('have their numbers in the index, and no project', () => {
    const list = files(6_000, 60_000, 6_000);
    const index = indexWith(list, partsOf(list, MOST));
    expect(index).toMatchObject({
      included: false,
      parts: 3,
      files: [{ part: 1 }, { part: 2 }, { part: 3 }],
    });
    expect(indexWith(list, 'included')).toMatchObject({ included: true, parts: 0 });
    expect(JSON.stringify(index)).not.toContain('"project"');
    expect(strToU8(JSON.stringify(indexWith(list, 'included'))).length).toBeGreaterThan(0);
  });
});
