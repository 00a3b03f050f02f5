import { contentIn, type EmbeddedContent } from '../../../document/embedded-content.ts';
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

/** Reads a Word file. @throws ImportRefused where it is none, or larger than any declaration. */
export function readWord(file: Uint8Array): WordSource {
  const parts = partsOfWord(file);
  for (const part of Object.values(parts)) demandXmlBounds(part);
  const main = mainPart(parts);
  const folder = main.replace(/[^/]*$/, '');
  const document = parts[main];
  if (!document) throw unreadable();
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
    return body.blocks;
  };
  const notes = ['footnotes', 'endnotes'].flatMap((name) => {
    const part = parts[`${folder}${name}.xml`];
    return part ? read(part).filter((block) => block.kind === 'paragraph') : [];
  });
  return { blocks: read(document), notes, content: contentIn(parts) };
}
