import type { Finding } from '../../shared/forms/finding.ts';
import { listPeople, listUnits } from '../../shared/store/directory/lists.ts';
import { peopleWith, unitsWith } from '../../shared/store/directory/part.ts';
import type { DirectorySnapshot } from '../../shared/store/directory/snapshot.ts';
import type { PieceField, PieceForm } from './piece-form.ts';
import { directoryWords } from './words/directory.ts';

/** Who and what the fields of a piece name: by a code or account, or by some words of a name. */

type Named = 'unit' | 'person';

const namedBy = ({ kind }: PieceField): Named | undefined => {
  if (kind === 'people') return 'person';
  return kind === 'unit' || kind === 'person' ? kind : undefined;
};

const MOST_CANDIDATES = 6;

async function candidatesFor(stored: DirectorySnapshot, named: Named, text: string) {
  const query = { q: text, limit: MOST_CANDIDATES };
  const { lines } = named === 'unit' ? await listUnits(stored, query) : await listPeople(stored, query);
  const exact = lines.filter(({ name }) => name === text);
  return exact.length === 1 ? exact : lines;
}

const finding = (path: string, word: 'noUnit' | 'noPerson'): Finding => ({
  rule: 'directory',
  severity: 'error',
  path,
  message: { zh: directoryWords.zh[word], en: directoryWords.en[word] },
});

function severalFound(
  path: string,
  found: readonly { readonly id: string; readonly name: string }[],
): Finding {
  const zh = found.map(({ id, name }) => `${name}（${id}）`).join('、');
  const en = found.map(({ id, name }) => `${name} (${id})`).join(', ');
  return {
    rule: 'directory',
    severity: 'error',
    path,
    message: { zh: directoryWords.zh.several(zh), en: directoryWords.en.several(en) },
  };
}

/** The id of one who is named by it or by some words; else what was typed, with what stands against it. */
export async function idFor(
  stored: DirectorySnapshot,
  named: Named,
  text: string,
  path: string,
): Promise<{ readonly id: string; readonly finding?: Finding }> {
  const known = named === 'unit' ? await unitsWith(stored, [text]) : await peopleWith(stored, [text]);
  if (known.has(text)) return { id: text };
  const found = await candidatesFor(stored, named, text);
  const [only] = found;
  if (found.length === 1 && only) return { id: only.id };
  const none = named === 'unit' ? 'noUnit' : 'noPerson';
  return { id: text, finding: found.length === 0 ? finding(path, none) : severalFound(path, found) };
}

interface Resolved {
  readonly value: object;
  readonly findings: readonly Finding[];
}

/** A piece with the ids of those whom it names by words. */
export async function withIds(stored: DirectorySnapshot, form: PieceForm, piece: object): Promise<Resolved> {
  const findings: Finding[] = [];
  const own: unknown = Reflect.get(piece, 'id');
  const idOf = async (named: Named, text: string, path: string): Promise<string> => {
    // It may name itself before the directory knows it.
    if (text === own) return text;
    const { id, finding: found } = await idFor(stored, named, text, path);
    if (found) findings.push(found);
    return id;
  };
  const resolved = async (fields: readonly PieceField[], value: object, at: string): Promise<object> => {
    const changed: Record<string, unknown> = { ...value };
    for (const field of fields) {
      const named = namedBy(field);
      const text: unknown = Reflect.get(value, field.key);
      const path = `${at}/${field.key}`;
      if (!named) continue;
      if (typeof text === 'string') changed[field.key] = await idOf(named, text, path);
      if (Array.isArray(text))
        changed[field.key] = await Promise.all(
          text.map((one, index) => idOf(named, String(one), `${path}/${index}`)),
        );
    }
    return changed;
  };
  const rows: unknown = Reflect.get(piece, form.rows.key);
  const value = await resolved(form.fields, piece, '');
  if (!Array.isArray(rows)) return { value, findings };
  const all = await Promise.all(
    rows.map((row, index) => resolved(form.rows.fields, Object(row), `/${form.rows.key}/${index}`)),
  );
  return { value: { ...value, [form.rows.key]: all }, findings };
}

/** Names by ids, of units and people alike. */
export type Names = ReadonlyMap<string, string>;

function idsIn(fields: readonly PieceField[], value: object): { units: string[]; people: string[] } {
  const of = (named: Named): string[] =>
    fields
      .filter((field) => namedBy(field) === named)
      .flatMap(({ key }): unknown => Reflect.get(value, key) ?? [])
      .filter((id) => typeof id === 'string');
  return { units: of('unit'), people: of('person') };
}

/** What those are called whom some pieces name. */
export async function namesIn(
  stored: DirectorySnapshot,
  form: PieceForm,
  pieces: readonly object[],
): Promise<Names> {
  const ids = pieces.flatMap((piece) => {
    const rows: unknown = Reflect.get(piece, form.rows.key);
    return [
      idsIn(form.fields, piece),
      ...(Array.isArray(rows) ? rows.map((row) => idsIn(form.rows.fields, Object(row))) : []),
    ];
  });
  const [units, people] = await Promise.all([
    unitsWith(
      stored,
      ids.flatMap((one) => one.units),
    ),
    peopleWith(
      stored,
      ids.flatMap((one) => one.people),
    ),
  ]);
  return new Map([...units, ...people].map(([id, { name }]) => [id, name]));
}
