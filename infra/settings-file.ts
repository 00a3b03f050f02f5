import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { fields, type SettingsFile } from './config.ts';
import { replaceDurably } from './local/durable-file.ts';
import { serverSection } from './local/serve/settings.ts';

/**
 * What the file may hold beside the settings of a deployment: the address of its schema, by which editors complete and
 * check it, and what only the host on one server reads.
 */
const beside = {
  $schema: z.string().optional(),
  server: serverSection
    .optional()
    .meta({ description: 'For `npm run serve` on one server; a deployment to AWS does not read it.' }),
};

/** `countersign.json`, or that of a named environment: `countersign.test.json`. */
export const settingsFileOf = (path: string, environment: string | undefined): string =>
  environment === undefined ? path : path.replace(/\.json$/, `.${environment}.json`);

/**
 * The settings that a file holds. No file is a file without settings, unless an environment was named: a name that was
 * typed wrongly must not deploy the defaults.
 * @throws Error where it cannot be read
 */
export function readSettingsFile(path: string, environment: string | undefined): SettingsFile {
  const chosen = settingsFileOf(path, environment);
  const name = basename(chosen);
  if (!existsSync(chosen)) {
    if (environment === undefined) return { name, settings: {} };
    throw new Error(`There is no ${name}: \`npm run setup -- --env ${environment}\` writes it`);
  }
  const { $schema, server, ...settings } = z.record(z.string(), z.unknown()).parse(parseJson(name, chosen));
  return { name, settings };
}

/** Whether a file is there and has the section of one server. */
export const holdsServer = (path: string): boolean =>
  existsSync(path) &&
  z.object({ server: z.unknown() }).parse(parseJson(basename(path), path)).server !== undefined;

function parseJson(name: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${name} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** The JSON Schema of the file, for editors: every setting with its default and its reason. */
export function settingsFileSchema(): object {
  const { environment, ...inFile } = fields;
  return z.toJSONSchema(z.strictObject({ ...beside, ...inFile }), {
    io: 'input',
    override: ({ jsonSchema }) => {
      // A whole number without a bound of ours has JavaScript's.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // Two regular expressions of half a page, which no editor tells anybody.
      if (jsonSchema.format === 'ipv4' || jsonSchema.format === 'ipv6') delete jsonSchema.pattern;
      const { change } = jsonSchema;
      if (typeof change !== 'string') return;
      jsonSchema.description = `${jsonSchema.description} [${change}]`;
      delete jsonSchema.change;
    },
  });
}

/**
 * Changes some settings of a file, or makes it. What it holds beside stays; `undefined` takes a setting away. Killed, or on a
 * full disk, it leaves the file as it was, which nobody may have twice.
 */
export function changeSettingsFile(path: string, changes: Readonly<Record<string, unknown>>): void {
  const before = existsSync(path)
    ? z.record(z.string(), z.unknown()).parse(parseJson(basename(path), path))
    : { $schema: './infra/countersign.schema.json' };
  replaceDurably(path, `${JSON.stringify({ ...before, ...changes }, null, 2)}\n`);
}
