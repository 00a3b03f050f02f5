import { afterAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { importCases } from '../../../support/import-cases.ts';

/** Forms and documents of many offices: each fact that they say is one test. */

const cases = await importCases();
const imported = new Map(
  await Promise.all(
    cases.map(async ({ file, name, bytes }) => [file, await importFile(name, bytes)] as const),
  ),
);

const INDICATOR = /^\/performance\/indicators\/\*\/(\w+)$/;
const score = new Map<string, { right: number; all: number }>();

function found(file: string, path: string, row: string | undefined): unknown {
  const declaration = imported.get(file)?.declaration;
  const [, key] = INDICATOR.exec(path) ?? [];
  if (key === undefined) return valueAt(declaration, path);
  const indicator = declaration?.performance?.indicators?.find(({ name }) => name === row);
  return valueAt(indicator, `/${key}`);
}

afterAll(() => {
  const lines = [...score].map(([file, { right, all }]) => `  ${file}: ${right} of ${all}`);
  process.stdout.write(`Facts of the imported documents that arrive:\n${lines.join('\n')}\n`);
});

describe.each(cases)('$file ($layout)', ({ file, facts }) => {
  it.each(facts)('says $want at $path $row', ({ path, want, row }) => {
    const counted = score.get(file) ?? { right: 0, all: 0 };
    const value = found(file, path, row);
    const isRight = value === (want ?? undefined);
    score.set(file, { right: counted.right + (isRight ? 1 : 0), all: counted.all + 1 });
    expect(value).toBe(want ?? undefined);
  });
});
