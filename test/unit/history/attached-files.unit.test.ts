import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { verifyCommand } from '../../../shared/evidence/verifier/command.ts';
import { givenFile } from '../../../shared/evidence/verifier/given-files.ts';
import { verifyBundleBytes } from '../../../shared/evidence/verifier/verify-file.ts';
import { jsonText } from '../../../shared/history/verification/archive-files.ts';
import {
  type AttachmentIndex,
  filesNamedIn,
  indexOf,
  pathOf,
} from '../../../shared/history/verification/attachment-index.ts';
import type { GivenFile } from '../../../shared/history/verification/attachments.ts';
import type { Found } from '../../../shared/history/verification/finding.ts';
import { revisionFile } from '../../../shared/history/verification/manifest.ts';
import {
  attachedTo,
  bareBundle,
  contentsOf,
  declarationWithFiles,
  fullBundle,
  named,
  packedParts,
  pathOfFile,
} from '../../builders/attached.ts';
import { type Files, fitted, packed, unpacked } from '../../builders/evidence.ts';

const full = unpacked(fullBundle.zip);
const bare = unpacked(bareBundle.zip);
const INDEX = 'attachments.json';

const verdict = (files: Files, given: readonly GivenFile[] = []) =>
  verifyBundleBytes(packed(files), { checkpoints: [] }, given);
const found = (files: Files, given: readonly GivenFile[] = []): readonly Found[] =>
  verdict(files, given).findings.list;
const saidEn = (list: readonly Found[]): string => list.map(({ message }) => message.en).join('\n');

const without = (files: Files, ...names: string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
const swapped = (files: Files, one: string, other: string): Files => ({
  ...files,
  [one]: files[other] ?? '',
  [other]: files[one] ?? '',
});
const renamed = (files: Files, from: string, to: string): Files => ({
  ...without(files, from),
  [to]: files[from] ?? '',
});
const indexed = (files: Files, how: (index: AttachmentIndex) => unknown): Files => ({
  ...files,
  [INDEX]: jsonText(how(JSON.parse(files[INDEX] ?? ''))),
});

const quote = pathOfFile('quote');
const otherQuote = pathOfFile('otherQuote');
const part = (number: number): Files => unpacked(packedParts[number - 1] ?? new Uint8Array());
const asPart = (files: Files, name = 'evidence-files-1-of-2.zip'): GivenFile =>
  givenFile(name, packed(files));
const parts = packedParts.map((zip, at) => givenFile(`evidence-files-${at + 1}-of-2.zip`, zip));
const loose = (name: string, content: string): GivenFile => givenFile(name, strToU8(content));
const all = [
  loose('实施方案.pdf', contentsOf.plan),
  loose('报价单.pdf', contentsOf.quote),
  loose('甲/报价单.pdf', contentsOf.otherQuote),
  loose('会议纪要.docx', contentsOf.minutes),
];

describe('files that a declaration names', () => {
  it('are found by their shape wherever they stand, with where', () => {
    expect(filesNamedIn(declarationWithFiles)).toEqual([
      { at: '/plan/0/files/0', file: named.quote },
      { at: '/plan/0/files/1', file: named.otherQuote },
      { at: '/attachments/0', file: named.plan },
    ]);
    expect(filesNamedIn({ 'a/b': [{ '~': named.plan }] })).toEqual([{ at: '/a~1b/0/~0', file: named.plan }]);
    expect(filesNamedIn({ ...named.plan, more: 1 })).toEqual([]);
    expect(filesNamedIn(null)).toEqual([]);
  });

  it('are one where a project names the same bytes twice, and two where two projects do', () => {
    const other = { ...named.plan, name: '方案.pdf' };
    const files = indexOf([
      ['revisions/A/1.json', [named.plan]],
      ['revisions/A/2.json', [other]],
      ['revisions/B/1.json', [named.plan]],
    ]);
    expect(files.map(({ named: list }) => list)).toEqual([
      [
        { in: 'revisions/A/1.json', at: '/0', name: '实施方案.pdf' },
        { in: 'revisions/A/2.json', at: '/0', name: '方案.pdf' },
      ],
      [{ in: 'revisions/B/1.json', at: '/0', name: '实施方案.pdf' }],
    ]);
  });

  it('lie under names that Windows takes, and that lead nowhere else', () => {
    const sha256 = 'a'.repeat(64);
    expect(pathOf('P', { name: '../价:格?.pdf', sha256 })).toBe('attachments/P/aaaaaaaaaaaa-.._价_格_.pdf');
    const long = pathOf('P', { name: `${'长'.repeat(250)}.docx`, sha256 });
    expect(long).toMatch(/长\.docx$/);
    expect([...(long.split('/').at(-1) ?? '')].length).toBe(113);
  });
});

describe('a bundle with its files', () => {
  it('holds, and says how many files were held against what', () => {
    const { holds, facts, notes, findings } = verdict(full);
    expect([holds, findings.list]).toEqual([true, []]);
    expect(facts.map(({ en }) => en).join()).toMatch(/4 attached files .*each held against the hash/);
    expect(notes.map(({ en }) => en).join()).not.toContain('attached');
  });

  const cases: readonly [string, () => Files, Partial<Found>, RegExp][] = [
    [
      'a changed byte',
      () => ({ ...full, [quote]: contentsOf.quote.replace('315000', '316000') }),
      { kind: 'other-content', file: quote },
      /“报价单\.pdf” was changed: its SHA-256 is [0-9a-f]{64}, and revisions\/.*\/1\.json \/plan\/0\/files\/0 binds/,
    ],
    [
      'a file that was made longer',
      () => ({ ...full, [quote]: `${contentsOf.quote}。` }),
      { kind: 'other-content', file: quote },
      /bytes in place of \d+/,
    ],
    [
      'two swapped files',
      () => swapped(full, quote, otherQuote),
      { kind: 'swapped', file: quote },
      /holds the bytes of “报价单\.pdf” \(.*files\/1\)/,
    ],
    [
      'a renamed file',
      () => renamed(full, quote, 'attachments/quote.pdf'),
      { kind: 'swapped', file: 'attachments/quote.pdf' },
      /holds the bytes of “报价单\.pdf”.*under another name/,
    ],
    [
      'a missing file',
      () => without(full, pathOfFile('minutes')),
      { kind: 'missing-file', file: pathOfFile('minutes') },
      /“会议纪要\.docx” is missing \(details\//,
    ],
    [
      'an additional file',
      () => ({ ...full, 'attachments/more.pdf': 'x' }),
      { kind: 'unknown-file', file: 'attachments/more.pdf' },
      /no declaration and no decision names this file/,
    ],
    [
      'an index without one of them',
      () => indexed(full, (index) => ({ ...index, files: index.files.slice(1) })),
      { kind: 'other-content', file: INDEX },
      /it lacks “实施方案\.pdf”/,
    ],
    [
      'an index with another name',
      () => ({ ...full, [INDEX]: (full[INDEX] ?? '').replace('"name": "报价单.pdf"', '"name": "合同.pdf"') }),
      { kind: 'other-content', file: INDEX },
      /tells of “报价单\.pdf” otherwise/,
    ],
    [
      'an index with one more',
      () =>
        indexed(full, (index) => ({
          ...index,
          files: [...index.files, { ...index.files[0], path: 'attachments/x.pdf' }],
        })),
      { kind: 'put-in', file: INDEX },
      /which no declaration and no decision does/,
    ],
    ['no index', () => without(full, INDEX), { kind: 'missing-file', file: INDEX }, /this file is missing/],
    [
      'an index that is none',
      () => indexed(full, () => ({ files: [] })),
      { kind: 'malformed', file: INDEX },
      /no index of files/,
    ],
    [
      'an index that claims no files where they are, and lacks one',
      () =>
        without(
          indexed(full, (index) => ({ ...index, included: false })),
          quote,
        ),
      { kind: 'missing-file', file: quote },
      /“报价单\.pdf” is missing/,
    ],
    [
      'a declaration that was changed together with its file',
      () => {
        const other = { ...named.quote, size: 3, sha256: '2'.repeat(64) };
        const revision = (full[revisionFile(attachedTo, 1)] ?? '').replace(
          JSON.stringify({
            name: named.quote.name,
            sha256: named.quote.sha256,
            size: named.quote.size,
          }).slice(1, -1),
          JSON.stringify({ name: other.name, sha256: other.sha256, size: other.size }).slice(1, -1),
        );
        return { ...full, [revisionFile(attachedTo, 1)]: revision };
      },
      { kind: 'other-content', file: revisionFile(attachedTo, 1), field: 'contentHash' },
      /its hash is not the event's contentHash/,
    ],
  ];
  it.each(cases)('%s is named, although the manifest was made to fit', (_, files, expected, said) => {
    const list = found(fitted(files()));
    expect(list).toContainEqual(expect.objectContaining(expected));
    expect(saidEn(list.filter(({ file }) => file === expected.file))).toMatch(said);
  });

  it('that names a size which its file has not, is told', () => {
    const files = indexOf([['revisions/A/1.json', [{ ...named.quote, size: 7 }]]]);
    expect(files[0]?.size).toBe(7);
    const changed = (full[revisionFile(attachedTo, 1)] ?? '').replace(
      `"size":${named.quote.size}`,
      '"size":7',
    );
    expect(saidEn(found(fitted({ ...full, [revisionFile(attachedTo, 1)]: changed })))).toMatch(
      /“报价单\.pdf” has \d+ bytes, and .* says 7/,
    );
  });
});

describe('a bundle without its files', () => {
  it('holds, and says that only their hashes were checked', () => {
    const { holds, notes } = verdict(bare);
    expect(holds).toBe(true);
    expect(notes.map(({ en }) => en).join()).toMatch(
      /4 attached files .* are not here, and only their hashes/,
    );
    expect(notes.map(({ zh }) => zh).join()).toContain('只核对了其哈希');
  });

  it.each([
    ['in two parts', parts],
    ['in two parts, the other way round', parts.toReversed()],
    ['one by one', all],
    ['partly so and partly so', [parts[0] as GivenFile, ...all]],
  ])('holds with all of them given %s', (_, given) => {
    const { holds, facts, notes, findings } = verdict(bare, given);
    expect([holds, findings.list]).toEqual([true, []]);
    expect(facts.map(({ en }) => en).join()).toContain('4 attached files');
    expect(notes.map(({ en }) => en).join()).not.toContain('only their hashes');
  });

  const cases: readonly [string, () => readonly GivenFile[], Partial<Found>, RegExp][] = [
    [
      'one part alone',
      () => parts.slice(0, 1),
      { kind: 'missing-file' },
      /is missing \(.*, which is in part 2\)/,
    ],
    [
      'one part twice',
      () => [parts[0], parts[0]] as GivenFile[],
      { kind: 'missing-file' },
      /which is in part 2/,
    ],
    [
      'the parts of another project',
      () => [asPart({ 'attachments/2021-XXXX-XXXX/0123456789ab-x.pdf': 'x' })],
      { kind: 'unknown-file', file: 'attachments/2021-XXXX-XXXX/0123456789ab-x.pdf' },
      /no declaration/,
    ],
    [
      'a part with a changed file',
      () => [asPart({ ...part(1), [quote]: '甲公司' }), parts[1] as GivenFile],
      { kind: 'other-content', file: quote },
      /“报价单\.pdf” was changed/,
    ],
    [
      'a part with two files in the place of each other',
      () => [asPart(swapped(part(1), quote, pathOfFile('plan'))), parts[1] as GivenFile],
      { kind: 'swapped', file: quote },
      /holds the bytes of/,
    ],
    [
      'a part of which half is there',
      () => [givenFile('evidence-files-1-of-2 (1).zip', (packedParts[0] as Uint8Array).subarray(0, 100))],
      { kind: 'malformed', file: 'evidence-files-1-of-2 (1).zip' },
      /its end is missing/,
    ],
    [
      'a changed file by itself',
      () => [...all.slice(0, 3), loose('会议纪要.docx', '会议纪要：不同意')],
      { kind: 'other-content', file: '会议纪要.docx' },
      /“会议纪要\.docx” was changed/,
    ],
    [
      'a file by itself under the name of another',
      () => [...all.slice(1), loose('会议纪要.docx', contentsOf.plan)],
      { kind: 'swapped', file: '会议纪要.docx' },
      /called as “会议纪要\.docx” and holds the bytes of “实施方案\.pdf”/,
    ],
    [
      'a changed file of which another one has the name, given before its part',
      () => [loose('报价单.pdf', '丙公司报价'), parts[0] as GivenFile, all[3] as GivenFile],
      { kind: 'other-content', file: '报价单.pdf' },
      /^the file “报价单\.pdf” was changed: .* \/plan\/0\/files\/1 binds.*$/,
    ],
    [
      'a file more',
      () => [...all, loose('多余.pdf', 'x')],
      { kind: 'unknown-file', file: '多余.pdf' },
      /no declaration and no decision names this file/,
    ],
  ];
  it.each(cases)('%s is told', (_, given, expected, said) => {
    const list = found(bare, given());
    expect(list).toContainEqual(expect.objectContaining(expected));
    expect(saidEn(list)).toMatch(said);
  });

  it('takes a file under the name that a browser gave it, and says so', () => {
    const { holds, notes } = verdict(bare, [...all.slice(1), loose('实施方案 (1).pdf', contentsOf.plan)]);
    expect(holds).toBe(true);
    expect(notes.map(({ en }) => en).join()).toContain('实施方案 (1).pdf is “实施方案.pdf”');
  });

  it('does not take an attached archive for a part', () => {
    const zip = zipSync({ 'attachments/a.txt': strToU8('x') });
    expect(found(bare, [...all, givenFile('图纸.zip', zip)])).toEqual([
      expect.objectContaining({ kind: 'unknown-file', file: 'attachments/a.txt' }),
    ]);
    expect(givenFile('图纸.docx', zipSync({ 'word/document.xml': strToU8('x') }))).not.toHaveProperty(
      'inside',
    );
  });
});

describe('the verifier at the terminal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'attached-'));
  const at = (...names: string[]): string => join(folder, ...names);
  beforeAll(() => {
    mkdirSync(at('附件', '报价'), { recursive: true });
    writeFileSync(at('附件', 'evidence.zip'), bareBundle.zip);
    writeFileSync(at('附件', 'evidence-files-1-of-2.zip'), packedParts[0] as Uint8Array);
    writeFileSync(at('附件', '报价', '会议纪要.docx'), contentsOf.minutes);
    writeFileSync(at('附件', '报价', '报价单 (1).pdf'), contentsOf.otherQuote);
    writeFileSync(at('附件', '.DS_Store'), 'x');
    writeFileSync(at('附件', 'verify.mjs'), 'x');
    // A bundle that was unpacked beside itself.
    writeFileSync(at('附件', 'manifest.json'), bare['manifest.json'] ?? '');
    writeFileSync(at('附件', 'events.ndjson'), bare['events.ndjson'] ?? '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes a folder with the bundle, its parts and single files, and passes over what machines put there', () => {
    const { code, out } = verifyCommand([at('附件', 'evidence.zip'), at('附件')]);
    expect(out).toContain('4 attached files');
    expect(code).toBe(0);
  });

  it('names what is missing in the folder', () => {
    const { code, out } = verifyCommand([at('附件', 'evidence.zip'), at('附件', '报价')]);
    expect(code).toBe(1);
    expect(out).toMatch(/Missing file\][\s\S]*“实施方案\.pdf” is missing/);
  });

  it('takes none with an export', () => {
    const golden = new URL('../../fixtures/golden/events/export.ndjson', import.meta.url).pathname;
    expect(verifyCommand([golden, at('附件')])).toMatchObject({ code: 2 });
  });
});
