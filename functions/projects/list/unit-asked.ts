import { Problem } from '../../../shared/contract/problem.ts';
import { unitsWith } from '../../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../../shared/store/directory/snapshot.ts';
import { entriesAfter } from '../../../shared/store/piece-map.ts';
import { isUscc } from '../../../shared/values/uscc.ts';
import type { Unit } from '../../../shared/workflow/directory.ts';
import type { Reach } from './reach.ts';

/** As many as one sentence can name. */
const MOST_NAMED = 6;

/** The units whose name has these words; one that is called so and no more alone. */
async function unitsCalled(directory: DirectorySnapshot, words: string): Promise<readonly Unit[]> {
  const found: Unit[] = [];
  for await (const [, { unit }] of entriesAfter(directory.units)) {
    if (unit.name === words) return [unit];
    if (unit.name.includes(words) && found.length <= MOST_NAMED) found.push(unit);
  }
  return found;
}

const wrong = (zh: string, en: string): Problem => new Problem('invalid-parameter', { detail: { zh, en } });

/**
 * The unit (USCC) that is asked for, by its code or by words of its name; whoever sees their own unit alone names no
 * other. @throws Problem `invalid-parameter` where the words mean none, or several
 */
export async function unitAsked(
  directory: DirectorySnapshot,
  { all, serves }: Reach,
  asked: string | undefined,
): Promise<string | undefined> {
  const words = asked?.normalize('NFKC').trim();
  if (words === undefined || words === '') return undefined;
  const isCode = isUscc(words) || (await unitsWith(directory, [words])).has(words);
  if (isCode || (!all && serves.size === 0)) return words;
  const found = await unitsCalled(directory, words);
  const [only] = found;
  if (only && found.length === 1) return only.id;
  if (!only) throw wrong(`没有名称含“${words}”的单位`, `No unit has “${words}” in its name`);
  const names = found.slice(0, MOST_NAMED).map(({ id, name }) => `${name} ${id}`);
  throw wrong(
    `名称含“${words}”的单位不止一个，请写明代码：${names.join('、')}`,
    `Several units have “${words}” in their names. Please give the code: ${names.join(', ')}`,
  );
}
