// Reads what `node infra/app.ts` writes: the tests speak about the same files that are deployed and that the local
// host runs. CDK's validations are left out here; synthesis.infra.test.ts runs with them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';

export const root = resolve(import.meta.dirname, '../..');

const json = z.record(z.string(), z.unknown());
const resourceSchema = z.object({
  Type: z.string(),
  Properties: json.default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
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
}

export interface Assembly {
  readonly outdir: string;
  readonly storage: readonly Resource[];
  readonly service: readonly Resource[];
}

/** Synthesizes with these settings and reads both stacks, imports put in place of their exports. */
export function synthesize(settings: Readonly<Record<string, string>> = {}, checks = false): Assembly {
  const outdir = mkdtempSync(join(tmpdir(), 'countersign-infra-'));
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  runApp(outdir, settings, checks);
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
  };
}

/** Runs the app as a developer would, with nothing of this machine's account; returns what it printed. */
export function runApp(
  outdir: string,
  settings: Readonly<Record<string, string>> = {},
  checks = false,
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
