import { parseNormal } from '../../values/text.ts';
import { importDeclaration } from './from-declaration.ts';
import { importDocument } from './from-document.ts';
import { importExtraction, isExtraction } from './from-extraction.ts';
import { piecesOfWord } from './from-word.ts';
import type { Imported } from './imported.ts';
import { linesOfText } from './pieces.ts';

const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/**
 * Reads a declaration from a file, by the file's name: `.json`, `.txt` in UTF-8, `.docx`.
 * @throws TypeError for a file of another kind; SyntaxError, TypeError, z.ZodError where the content is not what the
 *   name says.
 */
export async function importFile(name: string, bytes: Uint8Array): Promise<Imported> {
  const [, extension = ''] = /\.([^.]+)$/.exec(name.toLowerCase()) ?? [];
  switch (extension) {
    case 'json': {
      const json: unknown = parseNormal(utf8(bytes));
      return isExtraction(json) ? importExtraction(json) : importDeclaration(json);
    }
    case 'txt':
      return importDocument(linesOfText(utf8(bytes)));
    case 'docx':
      return importDocument(await piecesOfWord(bytes));
    default:
      throw new TypeError(`A .json, .txt or .docx file can be imported, not ${name}`);
  }
}
