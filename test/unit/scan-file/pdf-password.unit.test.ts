import { describe, expect, it, jest } from '@jest/globals';
import { contentOf } from '../../../functions/scan-file/content/content-of.ts';
import { stringAt } from '../../../functions/scan-file/content/pdf-strings.ts';
import { encryptedPdf, type Passwords, pdfOfRevision6 } from '../../builders/encrypted-pdf.ts';
import { pdf, zip } from '../../builders/file-bytes.ts';
import { readPdf } from '../../support/pdf.ts';

const written = (revision: number, passwords: Passwords): Promise<Buffer> | Buffer =>
  revision === 2 || revision === 3 || revision === 4 || revision === 5
    ? encryptedPdf(revision, passwords)
    : pdfOfRevision6(passwords);

const restricted: Passwords = { user: '', owner: 'owner' };
const closed: Passwords = { user: 'open-me', owner: 'owner' };

describe.each([2, 3, 4, 5, 6])('a PDF encrypted by revision %d', (revision) => {
  it('whose printing alone is restricted is as open as browsers find it', async () => {
    const file = await written(revision, restricted);
    await expect(readPdf(file)).resolves.toEqual(expect.any(Array));
    expect(await contentOf('a.pdf', file)).toBe('fits');
    expect(await contentOf('a.zip', zip({ 'a.pdf': file }))).toBe('fits');
  });

  it('that asks whoever opens it is locked', async () => {
    const file = await written(revision, closed);
    await expect(readPdf(file)).rejects.toThrow();
    expect(await contentOf('a.pdf', file)).toBe('locked');
  });

  it('is locked where its dictionary is damaged', async () => {
    const file = await written(revision, restricted);
    const at = file.indexOf('/U ') >= 0 ? file.indexOf('/U ') : file.indexOf('/U<');
    const damaged = Buffer.from(file);
    damaged.write(file.toString('latin1', at + 4, at + 6) === '00' ? '11' : '00', at + 4, 'latin1');
    expect(await contentOf('a.pdf', damaged)).toBe('locked');
  });
});

describe('what is said of encryption', () => {
  it('counts in every trailer: of two one may ask for a password', async () => {
    const [open, locked] = [await encryptedPdf(4, restricted), await encryptedPdf(4, closed)].map((file) =>
      file.toString('latin1'),
    );
    const both = Buffer.from(`${open}${locked?.replaceAll(/\b(\d+) 0 (obj|R)\b/g, '9$1 0 $2')}`, 'latin1');
    expect(await contentOf('a.pdf', both)).toBe('locked');
  });

  it('is not believed where no object has it, or another handler has', async () => {
    for (const entries of ['/Encrypt 9 0 R', '/Encrypt<</Filter/Adobe.PubSec/V 4/R 4/P -1/O()/U()>>'])
      expect([entries, await contentOf('a.pdf', pdf(entries))]).toEqual([entries, 'locked']);
  });

  it.each(['/ID[<00>]', '/ID', '/Encrypt 9 0 R ', '/Encrypt<<'])(
    'is looked for at no more places than any honest file has: %s',
    async (name) => {
      const file = await encryptedPdf(3, closed);
      const end = file.lastIndexOf('trailer');
      const filled = Buffer.concat([
        file.subarray(0, end),
        Buffer.alloc(2_000_000, name),
        file.subarray(end),
      ]);
      const searches = (['indexOf', 'lastIndexOf'] as const).map((way) => jest.spyOn(Buffer.prototype, way));
      expect(await contentOf('a.pdf', filled)).toBe('locked');
      const places = searches.map((search) => search.mock.calls.length);
      for (const search of searches) search.mockRestore();
      expect(Math.max(...places)).toBeLessThan(11_000);
    },
  );

  it('is found at the end of a file that names much else so', async () => {
    const file = await encryptedPdf(3, restricted);
    const end = file.lastIndexOf('trailer');
    const tagged = Buffer.alloc(200_000, '/ID (node)\n');
    expect(await contentOf('a.pdf', Buffer.concat([file.subarray(0, end), tagged, file.subarray(end)]))).toBe(
      'fits',
    );
  });

  it('is not followed to more dictionaries than any honest file has', async () => {
    const file = pdfOfRevision6(restricted).toString('latin1');
    const [, dictionary = ''] = /\n3 0 obj(<<.*?>>)endobj/s.exec(file) ?? [];
    const withMore = (more: number) => {
      const others = Array.from(
        { length: more },
        (_, at) => `${20 + at} 0 obj${dictionary}endobj\ntrailer<</Encrypt ${20 + at} 0 R>>`,
      );
      return Buffer.from(`${file}${others.join('\n')}`, 'latin1');
    };
    expect(await contentOf('a.pdf', withMore(7))).toBe('fits');
    expect(await contentOf('a.pdf', withMore(8))).toBe('locked');
  });
});

describe('a string of a PDF', () => {
  it.each([
    ['(plain) more', 'plain'],
    ['(a(b)c\\)d\\(e)', 'a(b)c)d(e'],
    ['(\\n\\r\\t\\b\\f\\\\\\x)', '\n\r\t\b\f\\x'],
    ['(\\101\\60\\0001\\377)', 'A0\u00001\u00ff'],
    ['(one\\\r\ntwo\\\nthree\\\rfour)', 'onetwothreefour'],
    ['(one\r\ntwo\rthree\nfour)', 'one\ntwo\nthree\nfour'],
    ['<48 65 6C\n6c6F>', 'Hello'],
    ['<4>', '@'],
    ['<>', ''],
  ])('%j is %j', (text, meant) => {
    expect(stringAt(text)?.toString('latin1')).toBe(meant);
  });

  it.each(['(endless', '(a\\)', '<4g>', '/Name', ''])('is none in %j', (text) => {
    expect(stringAt(text)).toBeUndefined();
  });
});
