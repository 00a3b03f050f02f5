import { describe, expect, it } from '@jest/globals';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { aWordFile } from '../../../builders/word-files.ts';
import { type Group, groups } from '../../../support/import-wordings.ts';

/** What each wording must give, and what it must leave open: a wrong value is worse than none. */

async function read({ around }: Group, words: string | readonly string[]) {
  const document = around(typeof words === 'string' ? [words] : words);
  return typeof document === 'string'
    ? importFile('a.txt', Buffer.from(document))
    : importFile('a.docx', await aWordFile(document));
}

describe.each(groups)('$name', (group) => {
  it.each(group.wordings)('%s', async (words, wanted) => {
    const { declaration } = await read(group, words);
    const found = Object.keys(wanted).map((path) => [path, valueAt(declaration, path) ?? null]);
    expect(Object.fromEntries(found)).toEqual(wanted);
  });
});
