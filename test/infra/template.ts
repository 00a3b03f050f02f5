// Reads what `node infra/app.ts` writes: the tests speak about the same files that are deployed and that the local
// host runs. CDK's validations are left out here; synthesis.infra.test.ts runs with them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { keptBundles } from '../support/kept-bundles.ts';

/** Lasts as long as the run (`shared-folder.mjs`). */
export const sharedFolder = z.string().parse(process.env.SHARED_TEST_FOLDER);

export const root = resolve(import.meta.dirname, '../..');

const json = z.record(z.string(), z.unknown());
const resourceSchema = z.object({
  Type: z.string(),
  Properties: json.default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  UpdatePolicy: json.optional(),
});
const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});

export type Json = z.infer<typeof json>;
export type Template = z.infer<typeof templateSchema>;

export interface Resource {
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are asserted on, not computed with
  readonly properties: Record<string, any>;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
  readonly updatePolicy: Json | undefined;
}

export interface Assembly {
  readonly outdir: string;
  readonly storage: readonly Resource[];
  readonly service: readonly Resource[];
  /** What storage exports, by name, and which of that the service imports. */
  readonly exports: ReadonlyMap<string, unknown>;
  readonly imports: ReadonlySet<string>;
  /** The outputs of both stacks, without exports. */
  readonly outputs: ReadonlyMap<string, unknown>;
}

/** A new folder with what the app makes of these settings. */
function freshly(
  settings: Readonly<Record<string, string>>,
  checks: boolean,
  environment: Readonly<Record<string, string>> = {},
): string {
  const outdir = mkdtempSync(join(sharedFolder, 'new-'));
  runApp(outdir, settings, checks, environment);
  return outdir;
}

/** The same for all test files of a run that ask for the same: the first of them makes it. */
function once(settings: Readonly<Record<string, string>>, checks: boolean): string {
  const key = createHash('sha256')
    .update(JSON.stringify([settings, checks]))
    .digest('hex')
    .slice(0, 16);
  const outdir = join(sharedFolder, key);
  const making = `${outdir}.making`;
  while (!existsSync(outdir)) {
    if (isTaken(making)) continue;
    try {
      if (!existsSync(outdir)) renameSync(freshly(settings, checks, keptBundles), outdir);
    } finally {
      rmdirSync(making);
    }
  }
  return outdir;
}

/** Takes what only one worker at a time may have, or waits a moment. @returns whether another has it */
function isTaken(folder: string): boolean {
  try {
    mkdirSync(folder);
    return false;
  } catch {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    return true;
  }
}

/**
 * Synthesizes with these settings, as whoever deploys does.
 * @param anew with bundles of its own, for whoever compares it with what was made before
 */
export function synthesize(
  settings: Readonly<Record<string, string>> = {},
  { checks = false, anew = false } = {},
): Assembly {
  return assemblyOf(anew ? freshly(settings, checks) : once(settings, checks));
}

/** Reads both stacks, imports put in place of their exports. */
export function assemblyOf(outdir: string): Assembly {
  const storage = templateSchema.parse(JSON.parse(read(join(outdir, 'CountersignStorage.template.json'))));
  const service = templateSchema.parse(JSON.parse(read(join(outdir, 'CountersignService.template.json'))));
  const exports = new Map(
    Object.values(storage.Outputs).flatMap((output) =>
      output.Export === undefined ? [] : [[output.Export.Name, inStorage(output.Value)] as const],
    ),
  );
  return {
    outdir,
    storage: resourcesOf(storage, (x) => x),
    service: resourcesOf(service, (x) => importing(x, exports)),
    exports,
    imports: new Set(
      [...JSON.stringify(service).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name = '']) => name),
    ),
    outputs: new Map(
      [storage, service].flatMap(({ Outputs }) =>
        Object.entries(Outputs).flatMap(([id, { Value, Export }]) => (Export ? [] : [[id, Value] as const])),
      ),
    ),
  };
}

/** Runs the app as a developer would, with nothing of this machine's account; returns what it printed. */
export function runApp(
  outdir: string,
  settings: Readonly<Record<string, string>> = {},
  checks = false,
  environment: Readonly<Record<string, string>> = {},
): string {
  return execFileSync(process.execPath, ['infra/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(settings),
      CDK_VALIDATION: checks ? 'true' : 'false',
      ...environment,
    },
  });
}

export function read(path: string): string {
  return readFileSync(path, 'utf8');
}

export function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The function that an alias's `Ref` or a function's id stands for: SendMailLive → SendMail. */
export function functionOf(reference: unknown): string {
  return z.object({ Ref: z.string() }).parse(reference).Ref.replace(/Live$/, '');
}

function resourcesOf(template: Template, resolveImports: (value: unknown) => unknown): Resource[] {
  return Object.entries(template.Resources).map(([id, resource]) => ({
    id,
    type: resource.Type,
    properties: json.parse(resolveImports(resource.Properties)),
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
    updatePolicy: resource.UpdatePolicy,
  }));
}

function importing(value: unknown, exports: ReadonlyMap<string, unknown>): unknown {
  return mapJson(value, (object) => {
    const name = object['Fn::ImportValue'];
    if (name === undefined) return undefined;
    const exported = exports.get(z.string().parse(name));
    if (exported === undefined) throw new Error(`Nothing exports ${name}`);
    return exported;
  });
}

/** Says of a reference inside the storage stack where it belongs: History → storage.History. */
function inStorage(value: unknown): unknown {
  return mapJson(value, (object) => {
    if (typeof object.Ref === 'string') return { Ref: `storage.${object.Ref}` };
    const attribute = object['Fn::GetAtt'];
    if (Array.isArray(attribute)) return { 'Fn::GetAtt': [`storage.${attribute[0]}`, ...attribute.slice(1)] };
    return undefined;
  });
}

/** Copies a JSON value; where `replace` answers for an object, its answer stands instead. */
function mapJson(value: unknown, replace: (object: Json) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapJson(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  const object = json.parse(value);
  return (
    replace(object) ?? Object.fromEntries(Object.entries(object).map(([k, v]) => [k, mapJson(v, replace)]))
  );
}
