import type { FormDefinition, Section } from '../forms/definition.ts';
import { numberedFiles } from '../forms/files-in.ts';
import { putAt } from '../forms/pointer.ts';
import { fileText } from '../values/file-text.ts';
import type { Layout } from './layout.ts';
import { type DocumentSection, paragraph } from './model.ts';

/**
 * Attachments in a document: named by number where they belong, and with size and hash below the text, as official
 * documents name theirs (GB/T 9704, 7.3.4: 附件：1.…; a single one has no number).
 */

type Numbered = ReturnType<typeof numberedFiles>;

const isOne = (files: Numbered): boolean => files.every(({ number }) => number === 1);

/** `2.` under the `1.` of the first line. */
const BELOW = '\u3000\u3000\u3000';

function attachmentLines(files: Numbered): string[] {
  if (isOne(files)) return files.slice(0, 1).map(({ file }) => `附件：${fileText(file, 'zh')}`);
  const each = [...new Map(files.map((one) => [one.number, one])).values()];
  return each.map(
    ({ number, file }) => `${number === 1 ? '附件：' : BELOW}${number}.${fileText(file, 'zh')}`,
  );
}

const holdsFilesAlone = ({ fields }: Section): boolean => fields.every(({ kind }) => kind === 'files');

/** What a declaration prints: its title, its sections, and below them its attachments. */
export function printedContent(
  definition: FormDefinition,
  layout: Layout,
  declaration: Record<string, unknown>,
): { readonly title: string; readonly sections: readonly DocumentSection[] } {
  const files = numberedFiles(definition, declaration);
  const named = files.reduce(
    (changed, { pointer, file, number }) =>
      putAt(changed, pointer, isOne(files) ? file.name : `${number}.${file.name}`),
    declaration,
  );
  const { title, blocksOf } = layout(definition, named);
  const sections = definition.sections
    .filter((section) => !holdsFilesAlone(section))
    .map((section) => ({
      number: section.number,
      title: section.title.zh,
      blocks: blocksOf(section),
    }));
  const lines = attachmentLines(files);
  return {
    title,
    sections: [
      ...sections,
      ...(lines.length === 0 ? [] : [{ number: null, title: null, blocks: lines.map(paragraph) }]),
    ],
  };
}
