import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import mammoth from 'mammoth';
import { DocumentPage } from '../../../shared/document/document-page.tsx';
import { type DocumentSource, makeDocument } from '../../../shared/document/make-document.ts';
import { footerOf } from '../../../shared/document/model.ts';
import { makePdfFile } from '../../../shared/document/pdf/pdf-file.ts';
import { withoutContent } from '../../../shared/document/text-content.ts';
import { makeTextFile } from '../../../shared/document/text-file.ts';
import { makeWordFile } from '../../../shared/document/word-file.ts';
import { renderPage } from '../../../shared/pages/render.tsx';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';
import { aLargestDeclaration } from '../../builders/largest-declaration.ts';
import { faces } from '../../support/faces.ts';
import { readPdf, textOfPages } from '../../support/pdf.ts';
import { entriesOf } from '../../support/zip.ts';
import { tagsOf, textOf } from '../pages/markup.ts';

const at = '2021-03-05T08:09:10.000Z';
const approve = { outcome: 'approve', at } as const;
const cuts = [{ line: 1, amountFen: 3_000_000, reason: '编印数量减少' }];

const sources: Readonly<Record<string, DocumentSource>> = {
  'in review': aDocumentSource(),
  approved: aDocumentSource({
    project: { state: 'approved', stage: null, approvedFen: 30_500_000 },
    decisions: [
      {
        ...approve,
        stage: 'finance-review',
        by: { name: '审核人丙（示例）' },
        comment: '按市场价核定',
        cuts,
      },
      { ...approve, stage: 'approval', by: { name: '审批人己（示例）', onBehalfOf: '审批人戊（示例）' } },
    ],
  }),
  'an empty draft': aDocumentSource({
    declaration: {},
    contentHash: null,
    submitted: null,
    project: { state: 'draft', stage: null, requestedFen: null },
  }),
  'with files': aDocumentSource({
    declaration: {
      ...aDeclaration(),
      attachments: [aFile('项目可行性报告.pdf'), aFile(`${'长'.repeat(120)}.docx`)],
      activities: aDeclaration().activities.map((one) => ({ ...one, files: [aFile('方案.pdf')] })),
    },
    decisions: [
      {
        ...approve,
        stage: 'approval',
        by: { name: '审批人戊（示例）' },
        supplied: { minutes: [aFile('局务会议纪要.pdf')] },
      },
    ],
  }),
  'the largest': aDocumentSource({ declaration: aLargestDeclaration() }),
  'hostile and rare characters': aDocumentSource({
    declaration: aDeclaration({
      title: '<b>&amp;"\'</b>',
      overview: '第一段𠮷野家㛃龘\n第二段 “引号”……—— ①②③ ㎡ ℃',
      results: ']]>&lt; \u0001\u000b\u001f\uffff 之后',
    }),
  }),
};

const htmlOf = (source: DocumentSource): string => {
  const document = makeDocument(source);
  const page = <DocumentPage lang="zh" document={document} projectHref="/projects/x" />;
  return renderPage(page, {
    lang: 'zh',
    title: document.title,
    style: 'document',
    path: '/projects/x/document',
  });
};
/** The sheet itself, without what stands around it on the screen. */
const sheetOf = (html: string): string => /<div class="sheet">(.*)<footer/s.exec(html)?.[1] ?? '';
const footOf = (html: string): string => /<footer class="foot">(.*)<\/footer>/s.exec(html)?.[1] ?? '';

/** Line ends and the room between cells differ; every character does not. */
const characters = (text: string): string => text.replace(/\s+/g, '');

const plainTextOf = (file: Uint8Array): string => withoutContent(Buffer.from(file).toString('utf8')).text;

const wordTextOf = async (file: Uint8Array): Promise<string> =>
  (await mammoth.extractRawText({ buffer: Buffer.from(file) })).value;

describe.each(Object.entries(sources))('the document of a project: %s', (_, source) => {
  it('says the same on the page, in the Word file, in the text and in the PDF, character by character', async () => {
    const word = await wordTextOf(await makeWordFile(makeDocument(source)));
    const page = textOf(sheetOf(htmlOf(source)));
    expect(characters(word).length).toBeGreaterThan(100);
    expect(characters(word)).toBe(characters(page));
    const text = plainTextOf(makeTextFile(makeDocument(source)));
    expect(characters(text)).toBe(characters(page).replace('扫描二维码', '打开下面的网址'));
    const pdf = textOfPages(await readPdf(await makePdfFile(makeDocument(source), faces)));
    // What the font has not, and that it has not.
    const shown = word.replaceAll('𠮷', '〔U+20BB7〕');
    expect(characters(pdf).replace(/本文件的字体没有.*$/, '')).toBe(characters(shown));
  });

  it('has its number, revision and hash in the footer of either', async () => {
    const document = makeDocument(source);
    const foot = footerOf(document.identity);
    expect(foot).toContain('2021-7K3M-9QXD · 第 1 次申报');
    expect(foot.includes('SHA-256')).toBe(source.contentHash !== null);
    expect(textOf(footOf(htmlOf(source)))).toContain(foot);
    const footers = [...entriesOf(await makeWordFile(document))].filter(([name]) =>
      /footer\d*\.xml$/.test(name),
    );
    expect(footers.map(([, xml]) => textOf(xml.toString('utf8'))).join()).toContain(foot);
  });

  it('holds no style of its own on the page, as the content security policy demands', () => {
    const tags = tagsOf(htmlOf(source));
    expect(tags.filter(({ name, attributes }) => name === 'style' || 'style' in attributes)).toEqual([]);
    expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
  });
});

it('the sheet looks as its own styles say: what a class of it is called, no class of the pages is', () => {
  const classes = Object.values(sources)
    .flatMap((source) => tagsOf(sheetOf(htmlOf(source))))
    .flatMap(({ attributes }) => attributes.class ?? []);
  expect(classes).toContain('letterhead');
  const folder = new URL('../../../shared/pages/styles/', import.meta.url);
  const styles = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const ofPages = styles.flatMap((style) =>
    [...style.matchAll(/^\s*[.]([\w-]+)[ ,]/gm)].map(([, name]) => name),
  );
  expect(ofPages).toContain('office');
  expect(classes.filter((name) => ofPages.includes(name))).toEqual([]);
});

describe('the Word file', () => {
  it('repeats the heading of the indicator table on every page, and merges the cells of a level', async () => {
    const file = await makeWordFile(makeDocument(aDocumentSource()));
    const xml = entriesOf(file).get('word/document.xml')?.toString('utf8') ?? '';
    expect(xml).toContain('<w:tblHeader/>');
    expect(xml).toMatch(/<w:vMerge w:val="restart"\/>/);
    expect(xml).toMatch(/<w:vMerge w:val="continue"\/>/);
  });

  it('carries the QR code as a picture, and says where it leads', async () => {
    const source = aDocumentSource();
    const entries = entriesOf(await makeWordFile(makeDocument(source)));
    expect([...entries.keys()].filter((name) => name.endsWith('.png'))).toHaveLength(1);
    const address = `https://countersign.example/projects/2021-7K3M-9QXD/document?hash=${source.contentHash}`;
    expect(entries.get('word/document.xml')?.toString('utf8')).toContain(`descr="${address}"`);
  });
});
