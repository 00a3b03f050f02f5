import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import * as z from 'zod';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import { makeDocument } from '../../shared/document/make-document.ts';
import { makeWordFile } from '../../shared/document/word-file.ts';
import { aDocumentSource } from '../builders/document.ts';
import { numbers } from '../builders/history-events.ts';
import { aLargestDeclaration } from '../builders/largest-declaration.ts';
import { aRawWordFile } from '../builders/word-files.ts';
import { processorTime } from '../support/processor-time.ts';
import { budget, check, type Outcome } from './budget.ts';
import { temporaryFolder } from './npm-start.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

const ROUNDS = 5;
const MB = 1024 * 1024;
const random = numbers(12);

const writeLargest = (): Promise<Uint8Array> =>
  makeWordFile(makeDocument(aDocumentSource({ declaration: aLargestDeclaration() })));

/** What a file of this size usually is: the largest declaration as others print it, with pictures beside it. */
async function withPictures(bytes: number): Promise<Uint8Array> {
  const all = Object.entries(unzipSync(await writeLargest()));
  // Without the content that our own files carry along, so that tables and paragraphs have to be understood.
  const parts = Object.fromEntries(all.filter(([name]) => !name.startsWith('customXml/')));
  const picture = Uint8Array.from({ length: bytes }, () => random(256));
  return zipSync({ ...parts, 'word/media/image1.png': [picture, { level: 0 }] });
}

const IN_PARAGRAPH = 130;
/** Just below the two million that the importer reads at most: packed they are some 4 MB. */
const MOST_PARAGRAPHS = 15_000;

/** The most that a file can hold: text alone, of which nothing repeats. */
function ofText(paragraphs: number): Uint8Array {
  const character = () => String.fromCharCode(0x4e00 + random(20_000));
  const paragraph = () =>
    `<w:p><w:r><w:t>${Array.from({ length: IN_PARAGRAPH }, character).join('')}</w:t></w:r></w:p>`;
  const text = Array.from({ length: paragraphs }, paragraph).join('');
  return aRawWordFile(`<w:document xmlns:w="w"><w:body>${text}</w:body></w:document>`);
}

const measured = z.object({ pieces: z.int(), cpuSeconds: z.number(), peakMb: z.number() });

/** Imports a file in processes of its own, one after the other. */
function importIn(file: string) {
  const runs = Array.from({ length: ROUNDS }, () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'import-once.ts'), file],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    if (stderr !== '') throw new Error(stderr);
    return measured.parse(JSON.parse(stdout));
  });
  return {
    pieces: runs[0]?.pieces ?? 0,
    'seconds of processor': round(median(runs.map(({ cpuSeconds }) => cpuSeconds))),
    'peak MB': round(median(runs.map(({ peakMb }) => peakMb)), 1),
  };
}

/** What reading a file costs, whether cost and memory follow its size, and the way out and back of the largest. */
export async function measureFiles(): Promise<Outcome> {
  const folder = await temporaryFolder();
  try {
    const files = {
      'with pictures, 5 MB': await withPictures(5 * MB),
      'a tenth of the most text': ofText(MOST_PARAGRAPHS / 10),
      'the most text': ofText(MOST_PARAGRAPHS),
    };
    const rows = Object.entries(files).map(([file, bytes]) => {
      const path = join(folder.path, 'file.docx');
      writeFileSync(path, bytes);
      return { file, MB: round(bytes.byteLength / MB), ...importIn(path) };
    });
    printTable(`Importing a .docx in a process just started, median of ${ROUNDS}`, rows);
    const times = { write: [] as number[], read: [] as number[] };
    for (let count = 0; count < ROUNDS; count++) {
      const [file, writeMs] = await processorTime(writeLargest);
      const [, readMs] = await processorTime(() => importFile('file.docx', file));
      times.write.push(writeMs);
      times.read.push(readMs);
    }
    const write = round(median(times.write) / 1_000);
    const read = round(median(times.read) / 1_000);
    printTable('The largest declaration out and back, seconds of processor', [{ write, read }]);
    const [pictures, small, large] = rows;
    const slowest = Math.max(...rows.map((row) => row['seconds of processor']));
    const growth = round((large?.['seconds of processor'] ?? 0) / (small?.['seconds of processor'] ?? 1));
    const limits = budget.files;
    return {
      numbers: { rows, growth, roundTrip: { write, read } },
      checks: [
        check(
          'import of a .docx of 5 MB or of the most text, seconds of processor',
          slowest,
          'most',
          limits.importSecondsAim,
          'aim',
        ),
        check('import of ten times the text, ratio', growth, 'most', limits.importRatio),
        check(
          'import of a 5 MB .docx with pictures, peak MB',
          pictures?.['peak MB'] ?? 0,
          'most',
          limits.picturesMb,
        ),
        check('import of the most text, peak MB', large?.['peak MB'] ?? 0, 'most', limits.textMb),
        check(
          'the largest declaration, reading to writing, ratio',
          round(read / write),
          'most',
          limits.readRatio,
        ),
      ],
    };
  } finally {
    await folder.remove();
  }
}
