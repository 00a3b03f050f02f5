import type * as z from 'zod';
import { prettifyError } from 'zod';
import { type Assembly, readAssembly, type Stack, type TemplateResource } from './read-assembly.ts';
import { TemplateResolver } from './resolver.ts';
import { createResourceValues, type Places } from './resource-values.ts';

/** One resource that exists, under the name that people, logs and data use for it. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** What `Ref` gives. */
  ref(): string;
  /** What `Fn::GetAtt` gives. */
  attribute(name: string): string;
  /** The properties that an emulation reads, resolved and checked. */
  read<T>(schema: z.ZodType<T>): T;
}

/** The synthesized template with every reference resolved to a place on this machine. */
export interface Resources {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  ofType(...types: readonly string[]): readonly Resource[];
  /** Folder of an asset, by the object key that the template names. */
  asset(objectKey: string): string;
  /** Types in the template that the host does not act on, with how many there are. */
  notEmulated(emulated: ReadonlySet<string>): ReadonlyMap<string, number>;
}

/** Reads `cdk.out` and resolves it. */
export function openResources(directory: string, places: Places): Resources {
  return resolveAssembly(readAssembly(directory), places);
}

/** @internal */
export function resolveAssembly(assembly: Assembly, places: Places): Resources {
  const [first] = assembly.stacks;
  if (first === undefined) throw new Error('The assembly has no stack; does `npm run synth` work?');
  const { account, region } = first.environment;
  const stacks = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  const stackOf = (resource: TemplateResource): Stack => {
    const stack = stacks.get(resource.stack);
    if (stack === undefined) throw new Error(`No stack ${resource.stack}`);
    return stack;
  };

  const names = new Map<TemplateResource, string>();
  const property = (resource: TemplateResource, name: string) =>
    resolver.resolve(stackOf(resource), resource.properties[name]);
  const partition = region.startsWith('cn-') ? 'aws-cn' : 'aws';
  const values = createResourceValues({
    places,
    account,
    region,
    partition,
    nameOf: (resource) => names.get(resource) ?? resource.id,
    property,
  });
  const resolver = new TemplateResolver(assembly, values);
  const all = assembly.stacks.flatMap((stack) =>
    [...stack.resources.values()].filter((resource) => resolver.exists(stack, resource)),
  );
  giveNames(all, property, names);

  return {
    partition,
    account,
    region,
    ofType: (...types) =>
      all
        .filter((resource) => types.includes(resource.type))
        .map((resource) => ({
          id: resource.id,
          type: resource.type,
          name: names.get(resource) ?? resource.id,
          ref: () => values.ref(resource),
          attribute: (name) => values.attribute(resource, name),
          read: (schema) => {
            const parsed = schema.safeParse(resolver.resolve(stackOf(resource), resource.properties));
            if (parsed.success) return parsed.data;
            throw new Error(`${resource.type} ${resource.path}: ${prettifyError(parsed.error)}`);
          },
        })),
    asset: (objectKey) => {
      const path = assembly.assets.get(objectKey);
      if (path === undefined) throw new Error(`The assembly has no asset ${objectKey}`);
      return path;
    },
    notEmulated: (emulated) => {
      const counts = new Map<string, number>();
      for (const { type } of all) if (!emulated.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
      return counts;
    },
  };
}

// What a template may call a resource of these types.
const nameProperties = ['FunctionName', 'TableName', 'QueueName', 'StateMachineName', 'Name'];
const named = new Set([
  'AWS::Lambda::Function',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::SES::ConfigurationSet',
]);
// Segments of a construct's path that say what it is made of, not what it is.
const partNames = new Set([
  'Resource',
  'Default',
  'Function',
  'Table',
  'Queue',
  'StateMachine',
  'Rule',
  'Schedule',
]);

/**
 * The name of a resource: the one its template gives, or the last telling part of its path, so that a function is
 * `send-mail` in logs and metrics. Where two of a type would share it, the logical id.
 */
function giveNames(
  resources: readonly TemplateResource[],
  property: (resource: TemplateResource, name: string) => unknown,
  names: Map<TemplateResource, string>,
): void {
  const taken = new Set<string>();
  for (const resource of resources) {
    if (!named.has(resource.type)) continue;
    const given = nameProperties
      .filter((name) => name in resource.properties)
      .map((name) => property(resource, name))
      .find((name) => typeof name === 'string');
    const telling = resource.path.split('/').findLast((part) => !partNames.has(part));
    const wanted = typeof given === 'string' ? given : (telling ?? resource.id);
    const name = taken.has(`${resource.type} ${wanted}`) ? resource.id : wanted;
    taken.add(`${resource.type} ${name}`);
    names.set(resource, name);
  }
}
