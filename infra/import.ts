/**
 * `npm run import -- file.json|.docx|.txt`: makes a draft of a declaration in a file, by the product's own address, and
 * says what of the file was understood, what was inferred and what found no place.
 *
 *   COUNTERSIGN_URL      the product; http://localhost:3000 unless told
 *   COUNTERSIGN_TOKEN    an access token of a submitter; on this machine the sample account's is asked for
 */
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { definition } from '../shared/declaration/definition.ts';
import { demandImportable, importFile } from '../shared/declaration/import/import-file.ts';
import { listingOf } from '../shared/declaration/import/listing.ts';
import { ImportRefused } from '../shared/declaration/import/refused.ts';
import { accessToken, productAddress } from './commands/access.ts';
import { readArguments } from './commands/command-line.ts';
import { patiently, refusalOf } from './commands/follow-pages.ts';
import { wordsOf } from './commands/telling.ts';

const usage = 'npm run import -- [--dry-run] [--lang en] [--account name] file.json|.docx|.txt';
const { values: options, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: {
    /** Only says what would be imported. */
    'dry-run': { type: 'boolean', default: false },
    /** The sample account, on this machine. */
    account: { type: 'string', default: 'submitter' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';

const finding = z.object({ rule: z.string(), severity: z.string(), message: z.string() });
const project = z.object({ id: z.string(), findings: z.array(finding) });

async function createDraft(base: string, declaration: object): Promise<z.infer<typeof project>> {
  const token = await accessToken(base, options.account);
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    // Where an answer was lost on its way the draft is there: asked again, it is told, and no second one is made.
    'idempotency-key': randomUUID(),
  };
  const body = JSON.stringify({ form: definition.id, declaration });
  return patiently(async () => {
    const answer = await fetch(`${base}/projects?lang=${lang}`, { method: 'POST', headers, body });
    if (answer.status !== 201) throw await refusalOf(answer);
    return project.parse(await answer.json());
  });
}

const words = {
  zh: { made: (id: string) => `已建立草稿 ${id}`, findings: (n: number) => `待补正和提示 ${n} 项` },
  en: { made: (id: string) => `Made the draft ${id}`, findings: (n: number) => `Findings: ${n}` },
} as const;

async function main(): Promise<void> {
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new Error(`Usage: ${usage}`);
  }
  demandImportable(path, (await stat(path)).size);
  const imported = await importFile(path, await readFile(path));
  console.log(listingOf(definition, imported, lang));
  if (options['dry-run']) return;
  const base = productAddress(undefined);
  const { id, findings } = await createDraft(base, imported.declaration);
  console.log(`${words[lang].findings(findings.length)}`);
  for (const { rule, severity, message } of findings) console.log(`  ${severity} ${rule}: ${message}`);
  console.log(`${words[lang].made(id)} ${base}/projects/${id}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof ImportRefused ? error.words[lang] : wordsOf(error));
  process.exitCode = 1;
}
