import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { demandImportable, importFile } from '../../../../shared/declaration/import/import-file.ts';
import { ImportRefused } from '../../../../shared/declaration/import/refused.ts';
import { partsOfWord } from '../../../../shared/declaration/import/word-parts.ts';
import { demandXmlBounds } from '../../../../shared/declaration/import/xml-bounds.ts';
import { makeDocument } from '../../../../shared/document/make-document.ts';
import { makeWordFile } from '../../../../shared/document/word-file.ts';
import { aDocumentSource } from '../../../builders/document.ts';
import { aLargestDeclaration } from '../../../builders/largest-declaration.ts';
import { FAR_FROM_LINEAR, growthOf, type Part } from '../../../support/growth.ts';
import { entriesOf } from '../../../support/zip.ts';

const MB = 1024 * 1024;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const parts = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
};

/** A Word file with this body. */
const word = (body: string, more: Record<string, string> = {}, level: 0 | 6 = 6): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        ...parts,
        'word/document.xml': `<w:document ${W}><w:body>${body}</w:body></w:document>`,
        ...more,
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
    { level },
  );

/** An archive whose main part is another program's. */
const otherProgram = (part: string, xml: string): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries({
        ...parts,
        '_rels/.rels': parts['_rels/.rels'].replace('word/document.xml', part),
        [part]: xml,
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
  );
const OLE = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const cell = (text: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
const table = (...rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`;
const span = (columns: string) => `<w:gridSpan w:val="${columns}"/>`;

/** Letters that hardly pack. */
const noise = (length: number): string => randomBytes(Math.floor(length / 2)).toString('hex');

/** A megabyte that packs as well as a text can: blanks, with something new every 25 KB. */
const blanks = (): string => Array.from({ length: 40 }, () => noise(1_000) + ' '.repeat(25_000)).join('');

const imported = (name: string, bytes: Uint8Array): Promise<unknown> =>
  importFile(name, bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

/** The words in which a file is refused, in English. */
async function refusedBy(name: string, bytes: Uint8Array): Promise<string> {
  const error = await imported(name, bytes);
  if (!(error instanceof ImportRefused)) throw new Error(`Not refused: ${String(error)}`);
  expect(error.words.zh).toMatch(/\p{Script=Han}/u);
  expect(error.message).toBe(error.words.en);
  return error.words.en;
}

describe('each bound', () => {
  const bounds: readonly (readonly [string, number, (n: number) => unknown, RegExp])[] = [
    [
      'parts',
      500,
      (n) =>
        importFile(
          'a.docx',
          word(paragraph('安全'), Object.fromEntries(Array.from({ length: n - 3 }, (_, x) => [`x${x}`, '']))),
        ),
      /parts/,
    ],
    [
      'bytes unpacked',
      20 * MB,
      (n) => partsOfWord(zipSync({ 'a.xml': new Uint8Array(n) }, { level: 0 })),
      /Unpacked/,
    ],
    [
      'bytes unpacked of all parts',
      20 * MB,
      (n) =>
        partsOfWord(zipSync({ 'a.xml': new Uint8Array(n - MB), 'b.xml': new Uint8Array(MB) }, { level: 0 })),
      /Unpacked/,
    ],
    [
      'bytes of a part that packs as well as none does',
      8 * MB,
      (n) => partsOfWord(zipSync({ 'a.xml': new Uint8Array(n) })),
      /Unpacked/,
    ],
    ['tags of a part', 400_000, (n) => demandXmlBounds(strToU8('<a/>'.repeat(n))), /holds more/],
    ['levels', 100, (n) => demandXmlBounds(strToU8('<a>'.repeat(n))), /nested too deep/],
    [
      'characters of a tag',
      64 * 1024,
      (n) => demandXmlBounds(strToU8(`<${'a'.repeat(n - 1)}>`)),
      /broken off/,
    ],
    [
      'columns that a cell spans',
      63,
      (n) => importFile('a.docx', word(table(row(cell('甲', span(String(n))))))),
      /63 columns/,
    ],
    [
      'columns of a row',
      63,
      (n) => importFile('a.docx', word(table(row(...Array(n).fill(cell('甲')))))),
      /63 columns/,
    ],
    [
      'rows of a table',
      2_000,
      (n) => importFile('a.docx', word(table(...Array(n).fill(row(cell('甲')))), {}, 0)),
      /2000 rows/,
    ],
    [
      'characters',
      2_000_000,
      (n) => importFile('a.docx', word(paragraph('a'.repeat(n - 1)), {}, 0)),
      /more text/,
    ],
    ['lines of a text', 20_000, (n) => importFile('a.txt', strToU8('甲\n'.repeat(n))), /lines/],
    [
      'lines of a Word file',
      20_000,
      (n) => importFile('a.docx', word(paragraph('甲').repeat(n), {}, 0)),
      /lines/,
    ],
  ];

  it.each(bounds)('of %s is %d: so many are read, one more is refused', async (_, most, take, why) => {
    const taken = async (n: number) => take(n);
    await taken(most);
    const refused = await taken(most + 1).catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(ImportRefused);
    expect(String(refused)).toMatch(why);
  });
});

/** An archive in which the same part stands so many times, and is there once. */
function overlapping(part: Uint8Array, times: number): Uint8Array {
  const archive = Buffer.from(zipSync({ 'a.xml': part }, { level: 0 }));
  const end = archive.subarray(archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06])));
  const entry = archive.subarray(end.readUInt32LE(16), archive.length - end.length);
  end.writeUInt16LE(times, 10);
  return Buffer.concat([
    archive.subarray(0, archive.length - end.length),
    ...Array<Buffer>(times - 1).fill(entry),
    end,
  ]);
}

describe('a Word file', () => {
  // Each as long as it takes to be refused; a sixteenth of some is read.
  const refused: readonly (readonly [string, (part: Part) => Uint8Array, RegExp])[] = [
    ['of more than 10 MB', () => new Uint8Array(10 * MB + 1), /larger than 10 MB/],
    ['that is none', () => strToU8('PK, but no archive'), /no Word file/],
    ['cut off', () => word(paragraph('甲')).subarray(0, 400), /no Word file/],
    ['without a document', () => zipSync({ 'a.xml': strToU8('<a/>') }), /cannot be read/],
    ['that unpacks to a thousand times its size', (part) => word(' '.repeat(15 * MB * part)), /Unpacked/],
    [
      'of many parts that unpack to much',
      (part) =>
        word(
          paragraph('安全'),
          Object.fromEntries(Array.from({ length: 40 * part }, (_, n) => [`word/x${n}.xml`, blanks()])),
        ),
      /Unpacked/,
    ],
    [
      'of more than 500 parts',
      (part) =>
        word(
          paragraph('安全'),
          Object.fromEntries(Array.from({ length: 600 * part }, (_, n) => [`x${n}`, ''])),
        ),
      /parts/,
    ],
    [
      'of one part that stands in it many times',
      (part) => overlapping(new Uint8Array(9 * MB * part), 3),
      /Unpacked/,
    ],
    [
      'with a cell over 300 million columns',
      () => word(table(row(cell('甲', span('300000000'))))),
      /63 columns/,
    ],
    [
      'with a row of many wide cells',
      () => word(table(row(cell('甲', span('60')), cell('乙', span('60'))))),
      /63 columns/,
    ],
    [
      'with 3,000 rows',
      (part) => word(table(...Array(Math.floor(3_000 * part)).fill(row(cell('甲')))), {}, 0),
      /2000 rows/,
    ],
    ['with a text of 3 MB', (part) => word(paragraph(noise(3 * MB * part)), {}, 0), /more text/],
    ['of a million paragraphs', (part) => word('<w:p/>'.repeat(1_000_000 * part), {}, 0), /holds more/],
    ['nested without end', (part) => word('<w:ins>'.repeat(100_000 * part), {}, 0), /nested too deep/],
    [
      'that declares entities',
      () => word(paragraph('安全'), { 'word/styles.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' }),
      /DOCTYPE/,
    ],
    ['of tags that never end', (part) => word('<w:p '.repeat(500_000 * part), {}, 0), /broken off/],
    ['of comments that never end', (part) => word('<!--'.repeat(500_000 * part), {}, 0), /broken off/],
    [
      'of one tag with attributes without end',
      (part) => word(`<w:p ${noise(MB * part)}=""/>`, {}, 0),
      /broken off/,
    ],
  ];
  it.each(refused)('%s is refused in words, and costs no more than it is long', async (_, file, why) => {
    const whole = file(1);
    expect(await refusedBy('申报.docx', whole)).toMatch(why);
    const growth = await growthOf(
      (part) => (part === 1 ? whole : file(part)),
      (bytes) => imported('申报.docx', bytes),
    );
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });

  it('whose archive lies about sizes is unpacked no further than it may be', async () => {
    const archive = Buffer.from(word(' '.repeat(15 * MB)));
    const entry = archive.indexOf(
      Buffer.from([0x50, 0x4b, 0x01, 0x02]),
      archive.indexOf('word/document.xml') + 40,
    );
    for (let at = entry; at >= 0; at = archive.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 4))
      archive.writeUInt32LE(10, at + 24);
    expect(await refusedBy('申报.docx', archive)).toMatch(/Unpacked/);
  });

  it('of the largest declaration is read, and what is not said of a cell counts as nothing', async () => {
    const file = await makeWordFile(makeDocument(aDocumentSource({ declaration: aLargestDeclaration() })));
    expect((await importFile('申报.docx', file)).declaration.plan?.length).toBeGreaterThan(100);
    expect(entriesOf(file).size).toBeLessThan(50);
    for (const columns of ['0', '-3', 'x', ''])
      await expect(
        importFile('申报.docx', word(table(row(cell('甲', span(columns)))))),
      ).resolves.toBeDefined();
  });
});

describe('other files', () => {
  it.each([
    ['a.txt', new Uint8Array(5 * MB + 1), /larger than 5 MB/],
    ['a.json', new Uint8Array(5 * MB + 1), /larger than 5 MB/],
    ['a.txt', new Uint8Array([0xff, 0xfe, 0x31]), /UTF-8/],
    ['a.json', strToU8('{"title":'), /not valid JSON/],
    ['a.json', strToU8('{"title":"\\ud800"}'), /surrogate/],
    ['a.txt', strToU8('一、项目名称\n安全\n'.repeat(10_001)), /lines/],
    ['a.pdf', new Uint8Array(1), /\.docx/],
    // What a picture of a page leaves.
    ['a.docx', word('<w:p><w:r><w:drawing/></w:r></w:p>'), /no text/],
    ['a.docx', otherProgram('xl/workbook.xml', '<workbook><sheets/></workbook>'), /Excel/],
    ['a.docx', otherProgram('ppt/presentation.xml', '<p:presentation/>'), /PowerPoint/],
    ['a.docx', otherProgram('word/document.xml', '<html><p>安全</p></html>'), /cannot be read/],
    ['a.docx', Buffer.concat([OLE, Buffer.from('EncryptedPackage', 'utf16le')]), /password/],
    ['a.docx', Buffer.concat([OLE, new Uint8Array(100)]), /old kind/],
    ['noname', new Uint8Array(1), /\.docx/],
    ['a.constructor', new Uint8Array(1), /\.docx/],
  ])('%s is refused by size, kind or content', async (name, bytes, why) => {
    expect(await refusedBy(name, bytes)).toMatch(why);
  });

  const endless: readonly (readonly [string, (part: Part) => string, RegExp])[] = [
    [
      'levels',
      (part) => `{"title":${'['.repeat(1_000_000 * part)}${']'.repeat(1_000_000 * part)}}`,
      /levels deep/,
    ],
    ['values', (part) => `[${'1,'.repeat(500_000 * part)}1]`, /values/],
  ];
  it.each(endless)(
    'of JSON with %s without end are refused and cost no more than they are long',
    async (_, text, why) => {
      const file = (part: Part) => strToU8(text(part));
      expect(await refusedBy('a.json', file(1))).toMatch(why);
      expect(await growthOf(file, (bytes) => imported('a.json', bytes))).toBeLessThan(FAR_FROM_LINEAR);
    },
  );

  it.each(['title', 'basis'])('costs no more than it is long where it is blank: %s', async (field) => {
    const growth = await growthOf(
      (part) => {
        const text = `安${' '.repeat(80_000 * part)}全`;
        return strToU8(
          JSON.stringify({ [field]: field === 'basis' ? [{ title: text, number: text }] : text }),
        );
      },
      (bytes) => importFile('a.json', bytes),
    );
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });

  it('are refused by their size before they are read', () => {
    expect(() => demandImportable('a.txt', 114 * MB)).toThrow(ImportRefused);
    expect(() => demandImportable('a.txt', 5 * MB)).not.toThrow();
  });

  it.each([
    '一、项目名称',
    '安全',
    '九、项目绩效目标表',
    '产出指标 数量指标 次数 = 8 次 定量指标',
    '1.安全经费共5万元。',
  ])('of 20,000 lines cost no more than they are long: %s', async (line) => {
    const heading = line.startsWith('产出') ? '九、项目绩效目标表\n' : '';
    const growth = await growthOf(
      (part) => strToU8(heading + `${line}\n`.repeat(Math.floor(19_999 * part))),
      (bytes) => importFile('a.txt', bytes),
    );
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });

  it.each(['共5万元，', '100元×3人，', '区财政承担5万元，'])(
    'with a line of many amounts about the money cost no more than they are long: %s',
    async (unit) => {
      const growth = await growthOf(
        (part) => strToU8(`六、资金安排情况\n${unit.repeat(Math.floor((19_000 * part) / unit.length))}`),
        (bytes) => importFile('a.txt', bytes),
      );
      expect(growth).toBeLessThan(FAR_FROM_LINEAR);
    },
  );

  const shapes: readonly (readonly [string, string])[] = [
    ['one line', '安全生产'],
    ['blanks', ' '],
    ['blanks within a line', `安全${' '.repeat(30_000)}`],
    ['marks', '安\u0315\u0300'.repeat(2) + '\u0315\u0300'.repeat(5_000)],
    ['line ends', '\n'],
    ['open brackets', '（'],
    ['titles', '《安全生产法》（'],
    ['numbers', '1.'],
    ['amounts', '5000元/个×45个=22.50万元。'],
    ['indicators', '产出指标 数量指标 演练次数 = 8 次 定量指标 '],
  ];
  it.each(shapes)('of 5 MB cost no more than they are long: %s', async (_, unit) => {
    const growth = await growthOf(
      (part) => strToU8(unit.repeat(Math.floor((5 * MB * part) / strToU8(unit).length))),
      (bytes) => importFile('a.txt', bytes),
    );
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });
});
