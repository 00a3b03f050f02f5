import { gzipSync } from 'node:zlib';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aLargestDeclaration } from '../builders/largest-declaration.ts';
import { budget, check, type Outcome } from './budget.ts';
import type { Running } from './npm-start.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

/** Rounds whose median is quoted, after as many to warm up: the rules run in functions that have run before. */
const ROUNDS = 25;

function rulesMs(declaration: unknown): number {
  const times = Array.from({ length: 2 * ROUNDS }, () => {
    const before = performance.now();
    form.check(declaration);
    return performance.now() - before;
  });
  return round(median(times.slice(ROUNDS)));
}

interface Answer {
  readonly ms: number;
  readonly bytes: number;
  readonly text: string;
}

async function timed(address: string, init: RequestInit): Promise<Answer> {
  const before = performance.now();
  const response = await fetch(address, init);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${address}: ${response.status}`);
  return { ms: performance.now() - before, bytes: bytes.byteLength, text: bytes.toString('utf8') };
}

async function medianOf(
  address: string,
  headers: Record<string, string>,
): Promise<{ ms: number; kib: number }> {
  const answers: Answer[] = [];
  for (let round_ = 0; round_ < 7; round_++) answers.push(await timed(address, { headers }));
  return {
    ms: round(median(answers.map(({ ms }) => ms)), 0),
    kib: round((answers[0]?.bytes ?? 0) / 1024, 1),
  };
}

/** The page of the sample with the style sheet and the script that it names, as they go over the line. */
async function pageKib(product: string, headers: Record<string, string>): Promise<number> {
  const page = await timed(`${product}/forms/project-declaration?sample=1`, { headers });
  const named = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  const files = await Promise.all(named.map((path) => timed(`${product}${path}`, {})));
  const compressed = [page, ...files].map(({ text }) => gzipSync(text).byteLength);
  return round(compressed.reduce((sum, bytes) => sum + bytes, 0) / 1024, 1);
}

/** The largest declaration that the product promises for, and the size of the usual page. */
export async function measureDeclaration(running: Running): Promise<Outcome> {
  const authorization = `Bearer ${await running.token('submitter')}`;
  const html = { authorization, accept: 'text/html' };
  const submitted = await timed(`${running.product}/forms/project-declaration/submissions`, {
    method: 'POST',
    headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(aLargestDeclaration()),
  });
  const { id }: { id: string } = JSON.parse(submitted.text);
  const address = `${running.product}/projects/${id}`;
  const numbers = {
    rulesMs: { sample: rulesMs(aDeclaration()), largest: rulesMs(aLargestDeclaration()) },
    largest: {
      submit: { ms: round(submitted.ms, 0), kib: round(submitted.bytes / 1024, 1) },
      show: await medianOf(address, html),
      print: await medianOf(`${address}/document`, html),
      word: await medianOf(`${address}/document?format=docx`, html),
    },
    formPageKib: await pageKib(running.product, html),
  };
  printTable(
    'The largest declaration (60 bases, 200 lines, 150 indicators, 20,000 characters), answers over HTTP',
    Object.entries(numbers.largest).map(([what, { ms, kib }]) => ({ what, 'ms (median)': ms, KiB: kib })),
  );
  printTable(
    'All rules, warm',
    Object.entries(numbers.rulesMs).map(([declaration, ms]) => ({ declaration, ms })),
  );
  const { rulesMs: mostMs, formPageKib } = budget.declaration;
  return {
    numbers,
    checks: [
      check('all rules on the largest declaration, ms', numbers.rulesMs.largest, 'most', mostMs),
      check('form page with all it needs, compressed KiB', numbers.formPageKib, 'most', formPageKib),
    ],
  };
}
