import { openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { GivenFile } from '../../history/verification/attachments.ts';
import { type Anchors, anchorOf } from '../../history/verification/checkpoints.ts';
import type { Verdict } from '../../history/verification/verdict.ts';
import { verifyExport } from '../../history/verification/verify-export.ts';
import { looksLikeArchive } from './archive.ts';
import { givenFile, isBeside } from './given-files.ts';
import { reportText } from './report.ts';
import { verifyBundleBytes } from './verify-file.ts';

/** `node verify.mjs <file>`: the verifier at the terminal. */

const USAGE = `用法 Usage:  node verify.mjs <bundle.zip | export.ndjson> [<附件 files>…] [--key <指纹 fingerprint>] [--checkpoint <一行 line>]… [--filtered]

  附件 files    证据包之外的附件：各部分（ZIP）、单个文件，或放有它们的文件夹
                the attached files, where they are not in the bundle: parts (ZIP), single files, or a folder of them
  --key         签名公钥的指纹（SHA-256），从别处得到
                the fingerprint of the signing key, as you got it in another way
  --checkpoint  邮箱中收到的检查点一行，或其哈希；可重复
                a checkpoint's line from your mailbox, or its hash; may be given several times
  --filtered    导出文件是按筛选导出的：允许缺号
                the export was made with filters: numbers may be missing

  退出码 Exit: 0 全部成立 all holds · 1 发现问题 findings · 2 用法有误或文件无法读取 usage, or not readable
`;

export interface CommandResult {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

const unusable = (zh: string, en: string): CommandResult => ({
  code: 2,
  out: '',
  error: `${zh}\n${en}\n\n${USAGE}`,
});

interface Arguments {
  readonly file: string;
  /** Files and folders beside it. */
  readonly others: readonly string[];
  readonly anchors: Anchors;
  readonly filtered: boolean;
}

function readArguments(args: readonly string[]): Arguments | CommandResult {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      checkpoint: { type: 'string', multiple: true, default: [] },
      filtered: { type: 'boolean', default: false },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined) return unusable('请给出一个文件', 'Name a file');
  const key = values.key?.trim().toLowerCase().replaceAll(':', '');
  if (key !== undefined && !/^[0-9a-f]{64}$/.test(key))
    return unusable('--key 不是 SHA-256 指纹', '--key is no SHA-256 fingerprint');
  const checkpoints: Anchors['checkpoints'][number][] = [];
  for (const text of values.checkpoint) {
    const anchor = anchorOf(text);
    if (!anchor)
      return unusable('--checkpoint 不是检查点的一行或哈希', '--checkpoint is no line and no hash of one');
    checkpoints.push(anchor);
  }
  return { file, others, anchors: { ...(key ? { key } : {}), checkpoints }, filtered: values.filtered };
}

const PIECE = 64 * 1024;

/** Reads a file of lines piece by piece: it may be larger than memory. */
function verifyLines(file: string, filtered: boolean): Verdict {
  const check = verifyExport(basename(file), { filtered });
  const opened = openSync(file, 'r');
  const piece = new Uint8Array(PIECE);
  for (let read = readSync(opened, piece); read > 0; read = readSync(opened, piece))
    check.push(piece.subarray(0, read));
  return check.end();
}

function firstBytes(file: string): Uint8Array {
  const bytes = new Uint8Array(4);
  readSync(openSync(file, 'r'), bytes);
  return bytes;
}

/** Every file below a folder, or the file itself. */
const filesBelow = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => !isBeside(name))
        .sort()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];

/** What was given beside a bundle, each file read and let go again: together they may be larger than memory. */
function* givenAt(paths: readonly string[], bundle: string): Generator<GivenFile> {
  const own = realpathSync(bundle);
  for (const path of paths)
    for (const file of filesBelow(path))
      if (realpathSync(file) !== own)
        yield givenFile(file === path ? basename(file) : relative(path, file), readFileSync(file));
}

/** An exported table begins with a byte order mark and the name of its first column, `chain`. */
const isTable = (first: Uint8Array): boolean => Buffer.from(first).toString() === '\ufeffc';

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error;

/** What the command answers; it throws only where the verifier itself is wrong. */
export function verifyCommand(args: readonly string[]): CommandResult {
  try {
    const asked = readArguments(args);
    if ('code' in asked) return asked;
    const { file, others, anchors, filtered } = asked;
    const first = firstBytes(file);
    if (isTable(first))
      return unusable(
        'CSV 是给表格软件看的，不能核验：请导出 NDJSON（--format ndjson）或证据包',
        'A CSV file is for spreadsheets and cannot be verified: export NDJSON (--format ndjson) or a bundle',
      );
    const isArchive = looksLikeArchive(first);
    if (!isArchive && (anchors.key !== undefined || anchors.checkpoints.length > 0))
      return unusable(
        '导出文件没有签名：--key 与 --checkpoint 只用于证据包',
        'An export is not signed: --key and --checkpoint are for bundles',
      );
    if (!isArchive && others.length > 0)
      return unusable(
        '导出文件不含附件：附件只与证据包一起核对',
        'An export names no files: they are verified with a bundle',
      );
    const verdict = isArchive
      ? verifyBundleBytes(readFileSync(file), anchors, [...givenAt(others, file)])
      : verifyLines(file, filtered);
    return { code: verdict.holds ? 0 : 1, out: reportText(verdict), error: '' };
  } catch (error) {
    // An unknown option, a file that is not there.
    if (isSystemError(error)) return unusable('无法执行', `It cannot be done: ${error.message}`);
    throw error;
  }
}
