import { describe, expect, it } from '@jest/globals';
import { contentOf } from '../../../functions/scan-file/content/content-of.ts';
import { fileKinds } from '../../../shared/values/file-kinds.ts';
import {
  bomb,
  compoundFile,
  doc,
  heic,
  jpeg,
  lockedOffice,
  lockedZip,
  ofd,
  office,
  pdf,
  png,
  ppt,
  rawNamedZip,
  tiff,
  webp,
  xls,
  zip,
} from '../../builders/file-bytes.ts';

const text = (words: string) => Buffer.from(words);
/** What an honest file holds, and the names that are right for it. */
const honest = [
  [pdf(), 'a.pdf'],
  [jpeg(), 'a.jpg', 'a.jpeg'],
  [png(), 'a.png'],
  [webp(), 'a.webp'],
  [heic(), 'a.heic', 'a.heif'],
  [tiff(), 'a.tif', 'a.tiff'],
  // WPS writes and opens both families of documents under its own names.
  [office('docx'), 'a.docx', 'a.wps'],
  [office('xlsx'), 'a.xlsx', 'a.et'],
  [office('pptx'), 'a.pptx', 'a.dps'],
  [doc(), 'a.doc', 'a.wps'],
  [xls(), 'a.xls', 'a.et'],
  [ppt(), 'a.ppt', 'a.dps'],
  [ofd(), 'a.ofd'],
  [zip({ '报价/a.pdf': pdf(), 'b.png': png() }), 'a.zip'],
] as const;
const names = fileKinds.flatMap(({ ends }) => ends.map((end) => `a.${end}`));

describe('what a file is, held against its name', () => {
  it.each(honest.map(([bytes, ...right]) => ({ right, bytes })))(
    '$right is right for it, and no other name',
    async ({ bytes, right }) => {
      const fitting: string[] = [];
      for (const name of names) if ((await contentOf(name, bytes)) === 'fits') fitting.push(name);
      expect(fitting.toSorted()).toEqual(right.toSorted());
    },
  );

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a script', '#!/bin/sh\nrm -rf /\n'],
    ['a program', `MZ${'\0'.repeat(200)}PE`],
    ['a rich text', '{\\rtf1 a}'],
    ['nothing', ''],
  ])('%s is none of what is taken', async (_, words) => {
    for (const name of names) expect(await contentOf(name, text(words))).toBe('differs');
  });

  it('is no PDF behind something else, but behind a mark or an empty line', async () => {
    expect(await contentOf('a.pdf', Buffer.concat([text('<html>'), pdf()]))).toBe('differs');
    // A tag of music, which readers of types skip.
    expect(await contentOf('a.pdf', Buffer.concat([text('ID3\u0003\0\0\0\0\0\u0001a'), pdf()]))).toBe(
      'differs',
    );
    expect(await contentOf('a.pdf', Buffer.concat([text('\ufeff'), pdf()]))).toBe('fits');
    expect(await contentOf('a.pdf', Buffer.concat([text('\r\n'), pdf()]))).toBe('fits');
  });

  it.each([
    ['a.pdf', pdf()],
    ['a.jpg', jpeg()],
    ['a.png', png()],
  ])('%s with an archive behind it is refused', async (name, bytes) => {
    expect(await contentOf(name, Buffer.concat([bytes, zip({ 'a.exe': text('MZ') })]))).toBe('differs');
    // One that is embedded, with something behind it, opens as nothing else.
    expect(await contentOf(name, Buffer.concat([bytes, zip({ 'a.xml': text('a') }), bytes]))).toBe('fits');
  });

  it('takes no macros, whatever they are called', async () => {
    const types = text(
      '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>' +
        '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    );
    expect(await contentOf('a.docx', office('docx', { 'word/vbaProject.bin': text('a') }))).toBe('differs');
    expect(await contentOf('a.docx', office('docx', { '[Content_Types].xml': types }))).toBe('differs');
  });

  it('takes a list of types that knows of macros where there are none, as programs write it', async () => {
    const types = text(
      '<Types><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>' +
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    );
    expect(await contentOf('a.xlsx', office('xlsx', { '[Content_Types].xml': types }))).toBe('fits');
  });

  it('asks what stands in the root of a compound file, not deeper', async () => {
    const program = compoundFile({ Installer: Buffer.alloc(5000) });
    for (const name of ['a.doc', 'a.xls', 'a.ppt', 'a.wps', 'a.et', 'a.dps'])
      expect(await contentOf(name, program)).toBe('differs');
  });
});

describe('a file with a password', () => {
  it.each([
    ['a.pdf', pdf('/Encrypt 9 0 R')],
    ['a.pdf', pdf('/Encrypt<</Filter/Standard>>')],
    ['a.doc', doc(true)],
    ['a.wps', doc(true)],
    ['a.xls', xls(true)],
    ['a.et', xls(true)],
    ['a.ppt', ppt(true)],
    ['a.docx', lockedOffice()],
    ['a.xlsx', lockedOffice()],
    ['a.pptx', lockedOffice()],
    ['a.docx', lockedZip(office('docx'))],
    ['a.ofd', lockedZip(ofd())],
    ['a.ofd', ofd({ 'Encryptions.xml': text('<a/>') })],
    ['a.zip', lockedZip(zip({ 'a.pdf': pdf() }))],
    ['a.zip', zip({ 'a.pdf': pdf('/Encrypt 9 0 R'), 'b.png': png() })],
  ])('%s is locked', async (name, bytes) => {
    expect(await contentOf(name, bytes)).toBe('locked');
  });

  it('is none for what only speaks of it', async () => {
    expect(await contentOf('a.pdf', pdf('/EncryptMetadata false'))).toBe('fits');
  });

  it('is no way around the names that are taken', async () => {
    expect(await contentOf('a.zip', lockedZip(zip({ 'a.exe': text('MZ') })))).toBe('differs');
    expect(await contentOf('a.pdf', lockedOffice())).toBe('differs');
    expect(await contentOf('a.jpg', lockedZip(zip({ 'a.pdf': pdf() })))).toBe('differs');
  });
});

describe('an archive', () => {
  it('holds what is taken by name and by content, in folders too, and an archive once', async () => {
    const inner = zip({ '内.pdf': pdf() });
    expect(await contentOf('a.zip', zip({ 报价: { '一.pdf': pdf() }, 'b.docx': office('docx') }))).toBe(
      'fits',
    );
    expect(await contentOf('a.zip', zip({ 'b.zip': inner }))).toBe('fits');
    expect(await contentOf('a.zip', zip({ 'b.zip': zip({ 'c.zip': inner }) }))).toBe('differs');
    expect(await contentOf('a.zip', zip({ 'b.exe': text('MZ') }))).toBe('differs');
    expect(await contentOf('a.zip', zip({ 'b.pdf': text('MZ') }))).toBe('differs');
    expect(await contentOf('a.zip', zip({ 'b.pdf': pdf(), 'c.html': text('<html>') }))).toBe('differs');
  });

  it('has names in UTF-8 or in the code page of Chinese Windows', async () => {
    const gbk = Buffer.from('b1a8bcdb2e706466', 'hex');
    expect(await contentOf('a.zip', rawNamedZip(gbk, pdf()))).toBe('fits');
    expect(await contentOf('a.zip', rawNamedZip(text('报价.pdf'), pdf()))).toBe('fits');
    // The second byte of a character may be a backslash: this is a folder 乗.. and leads nowhere.
    const folder = Buffer.from('815c2e2e2f612e706466', 'hex');
    expect(await contentOf('a.zip', rawNamedZip(folder, pdf()))).toBe('fits');
  });

  it.each(['../a.pdf', '/a.pdf', 'C:\\a.pdf', '..\\a.pdf', 'a.exe\0.pdf', 'b/../../a.pdf'])(
    'leads nowhere: %j',
    async (name) => {
      expect(await contentOf('a.zip', rawNamedZip(text(name), pdf()))).toBe('differs');
    },
  );

  it('may come from a Mac, but hides nothing as such', async () => {
    const ofMac = {
      '__MACOSX/._a.pdf': Buffer.from('0005160700', 'hex'),
      '.DS_Store': text('\0\0\0\u0001Bud1'),
    };
    expect(await contentOf('a.zip', zip({ 'a.pdf': pdf(), ...ofMac }))).toBe('fits');
    expect(await contentOf('a.zip', zip({ '__MACOSX/._a.exe': text('MZ') }))).toBe('differs');
    expect(await contentOf('a.zip', zip({ 'a.exe': Buffer.from('0005160700', 'hex') }))).toBe('differs');
  });

  it('is not unpacked beyond what an honest one holds', async () => {
    expect(await contentOf('a.zip', bomb())).toBe('differs');
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, at) => [`${at}.pdf`, pdf()]));
    expect(await contentOf('a.zip', zip(many))).toBe('differs');
  });

  it('says the same at both places, and shares no bytes', async () => {
    const honest = rawNamedZip(text('a.pdf'), pdf());
    const renamed = Buffer.from(honest);
    renamed.write('a.exe', 30);
    expect(await contentOf('a.zip', renamed)).toBe('differs');
    const lies = Buffer.from(honest);
    const directory = lies.readUInt32LE(lies.length - 22 + 16);
    lies.writeUInt32LE(pdf().length + 40, directory + 20);
    expect(await contentOf('a.zip', lies)).toBe('differs');
    expect(await contentOf('a.zip', Buffer.concat([text('MZ'), honest]))).toBe('differs');
  });
});
