import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { historyQuery, MOST_EVENTS } from '../../shared/contract/routes/history.ts';
import { unfinishedName } from '../local/unfinished.ts';
import { accessToken, productAddress } from './access.ts';
import { openCheck } from './check-export.ts';
import { followPages } from './follow-pages.ts';
import { openProgress } from './progress.ts';
import { UsageError } from './usage-error.ts';

/** The filters are those of `GET /history`, by the same names. */
const { cursor: _c, format: _f, ...filters } = historyQuery.unwrap().shape;
const filterNames = Object.keys(filters);

export const exportUsage = `npm run history -- export --out file [--format csv|ndjson] [--url address] [--token token] [--force] [filters]

  --out file       where the events go; it appears when all of them are there and checked
  --format         csv for a spreadsheet (UTF-8 with BOM), ndjson for programs; csv unless told
  --url            the product; COUNTERSIGN_URL, else http://localhost:3000
  --token          an auditor's access token; better in COUNTERSIGN_TOKEN, which no list of processes shows
  --force          replaces the file
  filters          as in the address of /history: ${filterNames.map((name) => `--${name}`).join(' ')}

The export is recorded in the auditor's own chain.`;

const texts = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));

const given = z.object({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  out: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }).optional(),
  token: z.string().optional(),
  force: z.boolean().default(false),
});

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...texts(['format', 'out', 'url', 'token', ...filterNames]), force: { type: 'boolean' } },
    });
    // The product says itself what is wrong with a filter.
    const asked = new Map(
      Object.entries(values).flatMap(([name, value]) =>
        filterNames.includes(name) && value !== undefined ? [[name, String(value)] as const] : [],
      ),
    );
    return { ...given.parse(values), asked };
  } catch (error) {
    const words = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`${words}\n\n${exportUsage}`, { cause: error });
  }
}

/** Takes events away as one file. @throws UsageError; Error where the file could not be had whole */
export async function exportHistory(args: readonly string[]): Promise<void> {
  const { format, out, force, asked, ...options } = readArguments(args);
  const demandFree = (): void => {
    if (!force && existsSync(out)) throw new UsageError(`${out} is there already; --force replaces it`);
  };
  demandFree();
  const base = productAddress(options.url);
  const token = await accessToken(base, 'auditor', options.token);
  const address = new URL(`${base}/history`);
  const parameters = new Map([['limit', String(MOST_EVENTS)], ...asked, ['format', format]]);
  address.search = new URLSearchParams([...parameters]).toString();

  const partial = unfinishedName(resolve(out));
  const check = openCheck(format);
  const progress = openProgress(process.stderr);
  const file = await open(partial, 'w');
  try {
    for await (const page of followPages(address, token)) {
      await file.appendFile(page);
      check.add(page);
      progress.show(check.found.count);
    }
    check.finish();
    await file.sync();
    await file.close();
    // Another that was taken meanwhile.
    demandFree();
    await rename(partial, out);
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  } finally {
    progress.clear();
  }
  console.log(`${out}: ${check.found.count} events, complete`);
}
