import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folders = ['shared', 'infra/constructs'];
/** What forms hold: schemas are compiled from it; and how items are packed. */
const wholly =
  /^shared\/(declaration\/(definition|forms)\/|project\/stored\.ts|store\/(content|carried-event)\.ts)/;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const SCHEMA = /\bz\s*\./;
/** A list of words, which schemas are made of; */
const WORDS = /\bas const\b/;
/** but not of these, which show, read or judge. */
const wordless = /^shared\/(pages|document|effects|declaration\/(document|import|rules))\//;

/** What gives a function its rights: both versions have one role, and what the new one needs no more the old one lacks. */
const RIGHTS = /\ballow\w*\(/;

/** The statements of a file at its outermost level: they begin at the margin, which the formatter sees to. */
const statementsOf = (text: string): string[] => text.replaceAll(COMMENT, '').split(/\n(?=[a-z])/);

const isShape = (file: string, statement: string): boolean =>
  file.startsWith('infra/')
    ? RIGHTS.test(statement)
    : wholly.test(file) || SCHEMA.test(statement) || (WORDS.test(statement) && !wordless.test(file));

const shapesIn = (file: string, text: string): string[] =>
  statementsOf(text)
    .filter((statement) => isShape(file, statement))
    // Layout means nothing.
    .map((statement) => statement.replaceAll(/\s+/g, ''));

/**
 * Stands for what records, events and calls look like, and for the rights of functions: 16 hex digits that are others as
 * soon as a schema, a list of words or what gives a right is. Whoever reads a record refuses, or forgets, what its own release does not know of; so two releases may work
 * side by side, and the newer one go back, where they agree in this. What is only written otherwise counts as another
 * shape: that release goes over with one step, which is always right.
 *
 * @param files path and text of each source file that counts; read from the disk unless given
 */
export function shapes(files: Iterable<readonly [path: string, text: string]> = sources()): string {
  const hash = createHash('sha256');
  for (const [path, text] of files) {
    const found = shapesIn(path, text);
    if (found.length > 0) hash.update(`${path}\0${found.join('\0')}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

const sources = (): [string, string][] =>
  [...folders.flatMap(filesIn), 'infra/service-stack.ts']
    .sort()
    .map((file) => [file, readFileSync(join(root, file), 'utf8')]);

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
