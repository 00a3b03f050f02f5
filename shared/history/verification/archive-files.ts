import { createHash } from 'node:crypto';
import type { Report } from './finding.ts';
import { files, type Manifest } from './manifest.ts';
import { utf8Of } from './utf8.ts';

/** The files of a bundle, wherever they come from. */
export interface Archive {
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  /** The content, piece by piece: a history may be larger than memory. */
  readonly pieces: (name: string) => Iterable<Uint8Array>;
}

function bytesOf(archive: Archive, name: string): Uint8Array {
  const pieces = [...archive.pieces(name)];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

export function fileHash(archive: Archive, name: string): string {
  const hash = createHash('sha256');
  for (const piece of archive.pieces(name)) hash.update(piece);
  return hash.digest('hex');
}

export function readText(archive: Archive, file: string, report: Report): string | undefined {
  if (!archive.has(file)) {
    report({ kind: 'missing-file', file, message: { zh: '缺少此文件', en: 'this file is missing' } });
    return undefined;
  }
  const text = utf8Of(bytesOf(archive, file));
  if (text !== null) return text;
  report({ kind: 'malformed', file, message: { zh: '不是 UTF-8 文本', en: 'this is no UTF-8 text' } });
  return undefined;
}

/** The one way in which a bundle writes a JSON file that people shall read. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A JSON file, written in that one way: nothing in it can then be read in two ways, as a member that stands twice. */
export function readJson(archive: Archive, file: string, report: Report): unknown {
  const text = readText(archive, file, report);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (jsonText(value) === text) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
  }
  report({
    kind: 'malformed',
    file,
    message: { zh: '不是规定写法的 JSON', en: 'this is no JSON, or not written as in a bundle' },
  });
  return undefined;
}

/** Every file is one that the manifest names, and is as it says. */
export function checkFiles(archive: Archive, manifest: Manifest, report: Report): void {
  const claimed = new Map(Object.entries(manifest.files));
  for (const file of archive.names) {
    if (file === files.manifest) continue;
    const hash = claimed.get(file);
    if (hash === undefined) {
      const message = { zh: '清单中没有此文件', en: 'the manifest does not name this file' };
      report({ kind: 'unknown-file', file, message });
    } else if (hash !== fileHash(archive, file)) {
      const message = { zh: '与清单中的哈希不符', en: 'it is not as the manifest says' };
      report({ kind: 'manifest', file, message });
    }
  }
  for (const file of claimed.keys()) {
    if (archive.has(file)) continue;
    const message = { zh: '清单中有此文件，包中没有', en: 'the manifest names it, and it is not here' };
    report({ kind: 'missing-file', file, message });
  }
}
