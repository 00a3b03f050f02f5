import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';

/** One function of the template, as the host runs it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly concurrency: number | undefined;
  /** File and export. Asked for at the first invocation: what is never used may be of any kind. */
  code(): { readonly module: string; readonly handler: string };
}

const schema = z.object({
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  Handler: z.string().optional(),
  Runtime: z.string().optional(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  Layers: z.array(z.unknown()).default([]),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
});

// Lambda's limit for all names and values together.
const largestEnvironment = 4096;

/** Reads every `AWS::Lambda::Function` of the template. */
export function readFunctions(resources: Resources): readonly FunctionDefinition[] {
  return resources.ofType('AWS::Lambda::Function').map((resource) => readFunction(resource, resources));
}

function readFunction(resource: Resource, resources: Resources): FunctionDefinition {
  const properties = resource.read(schema);
  const environment = properties.Environment?.Variables ?? {};
  const size = Object.entries(environment).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key + value),
    0,
  );
  if (size > largestEnvironment)
    throw new Error(`${resource.name}: its environment is ${size} bytes, Lambda takes ${largestEnvironment}`);

  return {
    name: resource.name,
    arn: resource.attribute('Arn'),
    timeoutMs: properties.Timeout * 1000,
    memoryMb: properties.MemorySize,
    environment,
    concurrency: properties.ReservedConcurrentExecutions,
    code: () => locate(resource.name, properties, resources),
  };
}

function locate(name: string, properties: z.infer<typeof schema>, resources: Resources) {
  const { Code, Handler = '', Runtime = '', Layers } = properties;
  if (!Runtime.startsWith('nodejs')) throw new Error(`${name}: runtime ${Runtime} is not emulated`);
  if (Layers.length > 0) throw new Error(`${name}: layers are not emulated`);
  if (Code.S3Key === undefined) throw new Error(`${name}: code outside an asset is not emulated`);

  const folder = resources.asset(Code.S3Key);
  if (!statSync(folder).isDirectory()) throw new Error(`${name}: its asset is not a folder`);
  const dot = Handler.lastIndexOf('.');
  const file = Handler.slice(0, dot);
  const module = [`${file}.mjs`, `${file}.js`].map((it) => join(folder, it)).find((it) => existsSync(it));
  if (module === undefined) throw new Error(`${name}: ${folder} has no ${file}.mjs`);
  return { module, handler: Handler.slice(dot + 1) };
}
