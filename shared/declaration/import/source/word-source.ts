import { contentIn, type EmbeddedContent } from '../../../document/embedded-content.ts';
import type { Words } from '../../../values/language.ts';
import { normalText } from '../../../values/text.ts';
import { ImportRefused } from '../refused.ts';
import { partsOfWord } from '../word-parts.ts';
import { demandXmlBounds } from '../xml-bounds.ts';
import type { Block, Paragraph } from './blocks.ts';
import { WordBody } from './word-body.ts';
import { numberedStyles } from './word-styles.ts';
import { attributeOf, readXml, unreadable } from './xml-events.ts';

export interface WordSource {
  readonly blocks: readonly Block[];
  /** Footnotes and endnotes. */
  readonly notes: readonly Paragraph[];
  /** Of our own documents: what they were made of. */
  readonly content: EmbeddedContent | null;
}

const tooMuchText = {
  zh: '文件中的文字过多，不像一份申报',
  en: 'The file holds more text than any declaration',
};
/** All texts of a declaration have 20,000 characters. */
const MOST_CHARACTERS = 2_000_000;

/** Where the document itself stands: `word/document.xml` unless the archive says otherwise. */
function mainPart(parts: Readonly<Record<string, Uint8Array>>): string {
  let target = 'word/document.xml';
  const relations = parts['_rels/.rels'];
  if (relations)
    readXml(relations, {
      open: (_, tag) => {
        if (attributeOf(tag, 'Type')?.endsWith('/officeDocument'))
          target = attributeOf(tag, 'Target')?.replace(/^\//, '') ?? target;
      },
      close: () => {},
      text: () => {},
    });
  return target;
}

/** What the same archive holds where it is another program's. */
const OTHER_PROGRAMS: readonly (readonly [RegExp, Words])[] = [
  [
    /^xl\//,
    {
      zh: '这是 Excel 表格（.xlsx），不能读取：请把内容复制到 Word 或 WPS 文字中，存为 .docx 再导入',
      en: 'An Excel workbook is not read: copy it into a Word document, save that as .docx, and import it',
    },
  ],
  [
    /^ppt\//,
    {
      zh: '这是 PowerPoint 演示文稿（.pptx），不能读取：请存为 .docx 再导入',
      en: 'A PowerPoint presentation is not read: save it as .docx, and import that',
    },
  ],
];

/** The part that holds the document. @throws ImportRefused where the archive is another program's */
function documentIn(parts: Readonly<Record<string, Uint8Array>>, main: string): Uint8Array {
  const other = OTHER_PROGRAMS.find(([folder]) => folder.test(main));
  if (other) throw new ImportRefused(other[1]);
  const document = parts[main];
  if (!document) throw unreadable();
  return document;
}

/** Reads a Word file. @throws ImportRefused where it is none, or larger than any declaration. */
export function readWord(file: Uint8Array): WordSource {
  const parts = partsOfWord(file);
  for (const part of Object.values(parts)) demandXmlBounds(part);
  const main = mainPart(parts);
  const folder = main.replace(/[^/]*$/, '');
  const document = documentIn(parts, main);
  let left = MOST_CHARACTERS;
  const take = (text: string): string => {
    left -= text.length + 1;
    if (left < 0) throw new ImportRefused(tooMuchText);
    return normalText(text);
  };
  const numbered = numberedStyles(parts[`${folder}styles.xml`]);
  const read = (part: Uint8Array): Block[] => {
    const body = new WordBody(take, numbered);
    readXml(part, body);
    // XML of something else has no text that could be taken for a declaration.
    if (!body.isWord) throw unreadable();
    return body.blocks;
  };
  const notes = ['footnotes', 'endnotes'].flatMap((name) => {
    const part = parts[`${folder}${name}.xml`];
    return part ? read(part).filter((block) => block.kind === 'paragraph') : [];
  });
  return { blocks: read(document), notes, content: contentIn(parts) };
}
