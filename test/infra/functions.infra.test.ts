import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { functionOf, ofType, read, root, synthesize } from './template.ts';

/** What Lambda takes of an environment in all, keys and values together. */
const environmentLimitBytes = 4096;

const { outdir, service } = synthesize();
const functions = ofType(service, 'AWS::Lambda::Function');
const folders = readdirSync(join(root, 'functions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const folderOf = (fn: (typeof functions)[number]) =>
  z.array(z.object({ Key: z.string(), Value: z.string() })).parse(fn.properties.Tags)[0]?.Value ?? '';

describe('every function', () => {
  it('is a folder of functions/, and every folder is a function', () => {
    expect(functions.map(folderOf).sort()).toEqual(folders.sort());
  });

  it.each(functions.map((fn) => [fn.id, fn] as const))(
    '%s runs Node 24 on arm64 from one ES module',
    (_, fn) => {
      expect(fn.properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        // Our own log has a level; Lambda's filter would also leave out what alarms count.
        LoggingConfig: { ApplicationLogLevel: 'TRACE' },
      });
    },
  );

  it.each(functions.map((fn) => [fn.id, fn] as const))('%s states its time-out and its memory', (_, fn) => {
    expect(fn.properties.Timeout).toBeGreaterThan(0);
    // Beyond a minute a run would meet the next run of the schedule; answers have 30 s at most.
    expect(fn.properties.Timeout).toBeLessThanOrEqual(60);
    expect(fn.properties.MemorySize).toBeGreaterThanOrEqual(512);
  });

  it.each(functions.map((fn) => [fn.id, fn] as const))('%s logs JSON to a group that ends', (_, fn) => {
    expect(fn.properties.LoggingConfig).toMatchObject({
      LogFormat: 'JSON',
      LogGroup: { Ref: `${fn.id}Logs` },
    });
    const group = service.find((resource) => resource.id === `${fn.id}Logs`);
    expect(group?.properties.RetentionInDays).toBeGreaterThan(0);
  });

  it('has a role that no other has', () => {
    const roles = functions.map((fn) => JSON.stringify(fn.properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
  });

  it('has the alias `live`, and nothing calls a function but by it', () => {
    const aliases = ofType(service, 'AWS::Lambda::Alias');
    expect(aliases.map((alias) => functionOf(alias.properties.FunctionName)).sort()).toEqual(
      functions.map((fn) => fn.id).sort(),
    );
    expect(new Set(aliases.map((alias) => alias.properties.Name))).toEqual(new Set(['live']));

    const callers = service.filter(
      (resource) =>
        ![
          ...['AWS::Lambda::Version', 'AWS::Lambda::Alias'],
          ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard'],
        ].includes(resource.type) &&
        // It moves the alias, for which it needs a right on the function.
        resource.id !== 'ReleaseRole',
    );
    const ids = new Set(functions.map((fn) => fn.id));
    const direct = callers.flatMap((resource) =>
      referencesIn(resource.properties)
        .filter((id) => ids.has(id))
        // An asynchronous configuration names the function and, cut out of the alias's ARN, its qualifier.
        .filter(() => !JSON.stringify(resource.properties.Qualifier ?? '').includes('Live"'))
        .map((id) => `${resource.id} → ${id}`),
    );
    expect(direct).toEqual([]);
  });

  it.each(functions.map((fn) => [fn.id, fn] as const))(
    '%s gets what its config.ts asks for, within 4 KB',
    async (_, fn) => {
      const { configSchema } = await import(`../../functions/${folderOf(fn)}/config.ts`);
      const variables = z.record(z.string(), z.unknown()).parse(fn.properties.Environment.Variables);
      // What is known at deployment only is longer then: an ARN or an address has 200 characters at most.
      const values = Object.entries(variables).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : stands(key),
      ]);
      const environment = Object.fromEntries(values);

      expect(Object.keys(environment).sort()).toEqual(Object.keys(configSchema.shape).sort());
      expect(configSchema.safeParse(environment).error).toBeUndefined();
      expect(Buffer.byteLength(values.flat().join(''))).toBeLessThan(environmentLimitBytes);
    },
  );
});

describe('every log group', () => {
  it.each(ofType(service, 'AWS::Logs::LogGroup').map((group) => [group.id, group] as const))(
    '%s ends',
    (_, group) => {
      expect(group.properties.RetentionInDays).toBeGreaterThanOrEqual(30);
    },
  );
});

describe('the bundles', () => {
  const meta = z
    .object({
      inputs: z.record(z.string(), z.unknown()),
      outputs: z.record(
        z.string(),
        z.object({
          inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
          imports: z.array(z.object({ path: z.string(), kind: z.string() })),
        }),
      ),
    })
    .parse(JSON.parse(read(join(outdir, 'metafile.json'))));

  it('have their sizes in bundles.json, one per function', () => {
    const sizes = z
      .record(z.string(), z.number().positive())
      .parse(JSON.parse(read(join(outdir, 'bundles.json'))));
    expect(Object.keys(sizes).sort()).toEqual(folders.sort());
  });

  it.each(folders)('%s needs no `require`, which an ES module does not have', (name) => {
    // What esbuild puts in for a CommonJS package that asks for one of Node's modules; it fails when it is reached.
    expect(read(join(outdir, 'bundles', name, 'index.mjs'))).not.toContain('Dynamic require of');
  });

  it.each(folders)('%s reads nothing at a cold start that few of its calls need', (name) => {
    const inputs = readAtStart(meta.outputs, name);
    const packages = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
    const own = OWN_WORK[name] ?? [];
    const rare = packages.filter((one) => !AT_EVERY_START.test(one) && !own.includes(one));
    expect([...new Set(rare)]).toEqual([]);
    expect(inputs.filter((input) => RARE.test(input))).toEqual([]);
  });

  it('hold the font of the document beside it, and what sets it apart from what every call reads', () => {
    const folder = join(outdir, 'bundles', 'document');
    const fonts = readdirSync(folder).filter((file) => file.endsWith('.ttf'));
    expect(fonts).toHaveLength(2);
    // What Lambda takes of code, unpacked, is 250 MB.
    expect(fonts.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThan(40_000_000);
    expect(read(join(folder, 'index.mjs'))).not.toContain('CIDFontType2');
    const others = folders.filter((name) =>
      readdirSync(join(outdir, 'bundles', name)).some((file) => file.endsWith('.ttf')),
    );
    expect(others).toEqual(['document']);
  });

  // package.json holds the version that the API description names.
  it('hold functions, what is shared, and packages: nothing of infra or test', () => {
    const foreign = Object.keys(meta.inputs).filter(
      (input) =>
        !/^(functions|shared|node_modules|browser-code:|verifier-text:|quiet:|built-in(?:-names)?:|<define:|package\.json$)/.test(
          input,
        ),
    );
    expect(foreign).toEqual([]);
  });
});

/** What a function is made of, tables and pages. Of the SDK this is the client of the tables with what it stands on. */
const AT_EVERY_START =
  /^(zod|@middy\/core|preact(-render-to-string)?|@smithy\/.*|@aws\/.*|@aws-sdk\/(?!client-(?!dynamodb$)|s3-).*|mnemonist|obliterator)$/;
/** What is no rare thing where it is the function's own work. */
const OWN_WORK: Readonly<Record<string, readonly string[]>> = {
  'advance-flow': ['@aws-sdk/client-sfn'],
  document: ['qrcode-generator'],
  'scan-file': [
    'file-type',
    ...[
      '@borewit/text-codec',
      '@tokenizer/inflate',
      'ieee754',
      'strtok3',
      'token-types',
      'uint8array-extras',
    ],
  ],
  'send-mail': ['@aws-sdk/client-sesv2'],
};
/** What of the house itself few calls need: schemas of answers, forms with their rules, import of files, Word, PDF. */
const RARE =
  /^shared\/(contract\/views\.ts|declaration\/(definition|forms|import|rules)\/|document\/(pdf\/|word-file))/;

type Outputs = Readonly<
  Record<
    string,
    {
      readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
      readonly imports: readonly { readonly path: string; readonly kind: string }[];
    }
  >
>;

/** The sources of all that a cold start of a function reads: of its entry, and of what that imports at once. */
function readAtStart(outputs: Outputs, name: string): string[] {
  const read = new Set(Object.keys(outputs).filter((path) => path.endsWith(`bundles/${name}/index.mjs`)));
  for (const path of read)
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && next in outputs) read.add(next);
  return [...read].flatMap((path) =>
    Object.entries(outputs[path]?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [input] : [],
    ),
  );
}

function stands(key: string): string {
  if (key === 'STATE_MACHINES')
    return JSON.stringify({ 'project-declaration': `arn:aws:states:::${'x'.repeat(180)}` });
  return /URL|ISSUER/.test(key) ? `https://${'x'.repeat(180)}.example` : 'x'.repeat(200);
}

/** The logical ids that `Ref` and `Fn::GetAtt` name below a value, roles of functions excepted. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    return referencesIn(inner);
  });
}
