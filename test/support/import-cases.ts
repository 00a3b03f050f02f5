import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { aRawWordFile, aWordFile, type WordBlock } from '../builders/word-files.ts';

/** The documents of `fixtures/imports` with the facts that each of them says. */

const folder = resolve(import.meta.dirname, '../fixtures/imports');

const fact = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()])]).rest(z.string());
const cases = z.record(
  z.string(),
  z.object({
    layout: z.string(),
    files: z.array(z.string()),
    facts: z.array(fact),
    /** Facts that one of the files does not say. */
    absent: z.record(z.string(), z.array(z.string())).default({}),
  }),
);

export interface ImportCase {
  readonly file: string;
  readonly layout: string;
  /** As `importFile` takes it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Null stands for what must stay empty. */
  readonly facts: readonly {
    readonly path: string;
    readonly want: string | number | null;
    readonly row?: string;
  }[];
}

async function fileOf(file: string): Promise<Pick<ImportCase, 'name' | 'bytes'>> {
  const bytes = await readFile(resolve(folder, file));
  if (file.endsWith('.txt')) return { name: file, bytes };
  const name = file.replace(/\.\w+$/, '.docx');
  if (file.endsWith('.xml')) return { name, bytes: aRawWordFile(bytes.toString('utf8')) };
  return { name, bytes: await aWordFile(JSON.parse(bytes.toString('utf8')) as WordBlock[]) };
}

export async function importCases(): Promise<ImportCase[]> {
  const all = cases.parse(JSON.parse(await readFile(resolve(folder, 'facts.json'), 'utf8')));
  const files = Object.values(all).flatMap(({ files: names, ...rest }) =>
    names.map((file) => ({ file, ...rest })),
  );
  return Promise.all(
    files.map(async ({ file, layout, facts, absent }) => ({
      file,
      layout,
      ...(await fileOf(file)),
      facts: facts
        .filter(([path]) => !absent[file]?.includes(path))
        .map(([path, want, row]) => ({ path, want, ...(row === undefined ? {} : { row }) })),
    })),
  );
}
