import type { FileAt } from '../forms/files-in.ts';
import type { Finding } from '../forms/finding.ts';
import { attachmentIdOf } from '../values/attached-file.ts';
import type { Words } from '../values/language.ts';
import { findingWords, whyNot, whyNotFile } from './finding-words.ts';
import { type AttachmentRecord, statusOf } from './record.ts';
import type { AttachmentRules } from './rules.ts';

/** The files that a content names, with the records of the project that they are in. */
export interface NamedFiles {
  readonly files: readonly FileAt[];
  /** By id; null where there is no project yet. */
  readonly records: ReadonlyMap<string, AttachmentRecord> | null;
}

export const attachmentFinding = (path: string, message: Words): Finding => ({
  rule: 'attachment',
  severity: 'error',
  path,
  message,
});

/** The record of a file: names may differ, bytes and kind may not. */
export function recordOf({ records }: NamedFiles, { file }: FileAt): AttachmentRecord | undefined {
  const record = records?.get(attachmentIdOf(file));
  const isSame = record?.sha256 === file.sha256 && record.size === file.size && record.type === file.type;
  return isSame ? record : undefined;
}

/** Files that nobody attached to the project: what a draft may hold no less than a submission. */
export const unknownFiles = (named: NamedFiles): Finding[] =>
  named.files
    .filter((at) => !recordOf(named, at))
    .map(({ pointer, file }) =>
      attachmentFinding(
        pointer,
        named.records === null ? findingWords.noProject : findingWords.unknown(file.name),
      ),
    );

/** Bytes of all files, each counted once. */
const bytesOf = (files: readonly FileAt[]): number =>
  [...new Map(files.map(({ file }) => [file.sha256, file.size])).values()].reduce((a, b) => a + b, 0);

/** What stands against submitting these files, or deciding with them. */
export function attachmentFindings(named: NamedFiles, rules: AttachmentRules): Finding[] {
  const unusable = named.files.flatMap((at): Finding[] => {
    const record = recordOf(named, at);
    const why = record && whyNot(statusOf(record, rules));
    return why ? [attachmentFinding(at.pointer, whyNotFile(at.file.name, why))] : [];
  });
  const total = bytesOf(named.files);
  const last = named.files.at(-1);
  const over =
    last && total > rules.mostBytesInAll
      ? [attachmentFinding(last.pointer, findingWords.overTotal(total, rules.mostBytesInAll))]
      : [];
  return [...unknownFiles(named), ...unusable, ...over];
}
