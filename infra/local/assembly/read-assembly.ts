import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** One resource as the template states it: intrinsics are still unresolved. */
export interface TemplateResource {
  readonly id: string;
  readonly stack: string;
  readonly type: string;
  /** The construct's path, such as `CountersignService/projects/Resource`. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly condition: string | undefined;
}

export interface Stack {
  readonly name: string;
  readonly environment: { readonly account: string; readonly region: string };
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Parameters by name, with their defaults. */
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly outputs: readonly { readonly id: string; readonly value: unknown; readonly exportName: unknown }[];
}

export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder or file of each asset, by the object key under which a deployment would store it. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      metadata: z.unknown().optional(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
        })
        .optional(),
      additionalMetadataFile: z.string().optional(),
    }),
  ),
});

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.unknown()).default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() }))
    .default({}),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const metadataSchema = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })));

/** Reads the stacks and assets of a synthesized cloud assembly (`cdk.out`). */
export function readAssembly(directory: string): Assembly {
  const read = <T>(file: string, schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(JSON.parse(readFileSync(join(directory, file), 'utf8')));
    if (!parsed.success) throw new Error(`${join(directory, file)}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  };

  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, artifact] of Object.entries(read('manifest.json', manifestSchema).artifacts)) {
    const { templateFile, stackName, file } = artifact.properties ?? {};
    if (artifact.type === 'cdk:asset-manifest' && file !== undefined)
      for (const { source, destinations } of Object.values(read(file, assetsSchema).files))
        for (const { objectKey } of Object.values(destinations))
          if (source.path !== undefined) assets.set(objectKey, join(directory, source.path));

    if (artifact.type === 'aws:cloudformation:stack' && templateFile !== undefined) {
      const metadata = artifact.additionalMetadataFile
        ? read(artifact.additionalMetadataFile, metadataSchema)
        : metadataSchema.parse(artifact.metadata ?? {});
      stacks.push(
        toStack(
          stackName ?? id,
          artifact.environment ?? '',
          read(templateFile, templateSchema),
          pathsById(metadata),
        ),
      );
    }
  }
  return { stacks, assets };
}

function toStack(
  name: string,
  environment: string,
  template: z.infer<typeof templateSchema>,
  paths: ReadonlyMap<string, string>,
): Stack {
  return {
    name,
    environment: parseEnvironment(environment),
    resources: new Map(
      Object.entries(template.Resources).map(([id, { Type, Properties, Condition }]) => [
        id,
        {
          id,
          stack: name,
          type: Type,
          path: paths.get(id) ?? id,
          properties: Properties,
          condition: Condition,
        },
      ]),
    ),
    parameters: new Map(Object.entries(template.Parameters).map(([id, { Default }]) => [id, Default])),
    conditions: template.Conditions,
    mappings: template.Mappings,
    outputs: Object.entries(template.Outputs).map(([id, { Value, Export }]) => ({
      id,
      value: Value,
      exportName: Export?.Name,
    })),
  };
}

/** `aws://123456789012/eu-central-1`; a stack without environment gets an account and a region of its own. */
function parseEnvironment(environment: string): { account: string; region: string } {
  const [, account, region] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(environment) ?? [];
  return { account: account ?? '000000000000', region: region ?? 'us-east-1' };
}

function pathsById(metadata: z.infer<typeof metadataSchema>): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata))
    for (const { type, data } of entries)
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths.set(data, path.replace(/^\//, ''));
  return paths;
}
