import { printedContent } from '../../document/attachments.ts';
import type { EmbeddedContent } from '../../document/embedded-content.ts';
import { headingOf, type Block as PrintedBlock } from '../../document/model.ts';
import { fitting } from '../../forms/fitting.ts';
import { excessIn } from '../../values/json-bounds.ts';
import { withoutFaults } from '../../values/text.ts';
import { definition } from '../definition.ts';
import { declarationLayout } from '../document/layout.ts';
import { importDeclaration } from './from-declaration.ts';
import type { Imported } from './imported.ts';
import { allCells, type Block } from './source/blocks.ts';

/**
 * Our own files bear what they were made of. That is taken as it is where the file still shows what it says, to
 * the letter: what punctuation and order on paper leave open is certain then. A file that somebody has edited is read
 * like any other.
 */

/** What is left out goes first: a mark joins whatever stands before it then, on paper as in the file. */
const bare = (text: string): string => withoutFaults(text.replace(/\s/g, '')).normalize('NFC');

const textsOf = (block: PrintedBlock): string[] =>
  block.kind === 'paragraph'
    ? [block.text]
    : [...block.head, ...block.body].flatMap((row) => row.map(({ text }) => text));

/** What a declaration prints, without blanks. */
function printed(declaration: Readonly<Record<string, unknown>>): string {
  const fitted = fitting(definition, { ...declaration });
  const { title, sections } = printedContent(definition, declarationLayout, fitted);
  const texts = sections.flatMap((section) => [headingOf(section) ?? '', ...section.blocks.flatMap(textsOf)]);
  return bare([title, ...texts].join(''));
}

/** What the blocks of a file show. */
export const shownBy = (blocks: readonly Block[]): string =>
  blocks
    .flatMap((block) =>
      block.kind === 'table' ? allCells(block).map(({ piece }) => piece.text) : [block.span.text],
    )
    .join('');

/**
 * The declaration of one of our own files, null where it is none or shows something else.
 * @param shown all that the file shows, in its order
 */
export function importOwn(content: EmbeddedContent | null, shown: string): Imported | null {
  if (content?.form !== definition.id || excessIn(content.declaration)) return null;
  return bare(shown).includes(printed(content.declaration)) ? importDeclaration(content.declaration) : null;
}
