/** Whatever bytes are sent under whatever name: a verdict, soon, and no good one for what is broken. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentOf } from '../../functions/scan-file/content/content-of.ts';
import { fileKinds } from '../../shared/values/file-kinds.ts';
import { doc, jpeg, lockedOffice, ofd, office, pdf, png, ppt, xls, zip } from '../builders/file-bytes.ts';

const names = fileKinds.flatMap(({ ends }) => ends.map((end) => `报价.${end}`));
const packed = {
  'a.zip': zip({ 'a.pdf': pdf(), 'b/c.docx': office('docx'), 'd.zip': zip({ 'e.png': png() }) }),
  'a.docx': office('docx'),
  'a.xlsx': office('xlsx'),
  'a.ofd': ofd(),
};
const honest = {
  ...packed,
  ...{ 'a.doc': doc(), 'a.xls': xls(), 'a.ppt': ppt(), 'a.pptx': lockedOffice() },
  ...{ 'a.pdf': pdf('/Encrypt 9 0 R'), 'a.jpg': jpeg() },
};
const verdicts = ['fits', 'differs', 'locked'];
/** Far more than any takes, on a machine that does much else; a chain without an end takes for ever. */
const SOON_MS = 5_000;

async function soon(name: string, bytes: Buffer): Promise<string> {
  const begun = performance.now();
  const found = await contentOf(name, bytes);
  expect(performance.now() - begun).toBeLessThan(SOON_MS);
  expect(verdicts).toContain(found);
  return found;
}

/** Some of the bytes are others: as a rule those that say where something stands, and how long it is. */
const changed = fc
  .tuple(
    fc.constantFrom(...Object.entries(honest)),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.constantFrom(0, 1, 0x7f, 0xfe, 0xff),
        fc.integer({ min: 1, max: 4 }),
      ),
      { minLength: 1, maxLength: 12 },
    ),
  )
  .map(([[name, bytes], changes]) => {
    const copy = Buffer.from(bytes);
    for (const [share, value, length] of changes) {
      const at = Math.floor(share * copy.length);
      copy.fill(value, at, Math.min(copy.length, at + length));
    }
    return [name, copy] as const;
  });

describe('a look into bytes of anybody', () => {
  it('takes nothing that is made of chance', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.uint8Array({ maxLength: 2_000 }),
        async (name, bytes) => {
          expect(await soon(name, Buffer.from(bytes))).toBe('differs');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('comes to a verdict of what is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(honest)),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async ([name, bytes], share) => {
          const found = await soon(name, bytes.subarray(0, Math.floor(share * bytes.length)));
          // Whatever has its directory at its end is nothing without it.
          if (name in packed) expect(found).toBe('differs');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('comes to a verdict of what was changed, under any name', async () => {
    await fc.assert(
      fc.asyncProperty(changed, fc.constantFrom(...names), async ([name, bytes], other) => {
        await soon(name, bytes);
        await soon(other, bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
