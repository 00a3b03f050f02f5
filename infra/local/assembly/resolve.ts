import type { Assembly, Stack, TemplateResource } from './read-assembly.ts';

/** What a resource is worth where others refer to it. */
export interface ResourceValues {
  ref(resource: TemplateResource): string;
  attribute(resource: TemplateResource, name: string): string;
}

export type Resolve = (stack: Stack, value: unknown) => unknown;

type Intrinsic = (argument: unknown, stack: Stack) => unknown;

/** `Fn::If` chose `AWS::NoValue`: the property or list item is as if it had not been written. */
const noValue = Symbol('AWS::NoValue');

/** Makes the function that turns a template's values into concrete ones; an unknown intrinsic is an error. */
export function createResolver(assembly: Assembly, values: ResourceValues): Resolve {
  const resolve: Resolve = (stack, value) => {
    if (typeof value === 'string') return refuseDynamicReference(value);
    if (Array.isArray(value))
      return value.map((item) => resolve(stack, item)).filter((item) => item !== noValue);
    if (!isRecord(value)) return value;

    const [key, ...others] = Object.keys(value);
    if (key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      if (intrinsic === undefined) throw new Error(`${stack.name} uses ${key}, which is not emulated`);
      return intrinsic(value[key], stack);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, item]) => [name, resolve(stack, item)])
        .filter(([, item]) => item !== noValue),
    );
  };

  const text = (stack: Stack, value: unknown): string => {
    const resolved = resolve(stack, value);
    if (typeof resolved === 'string' || typeof resolved === 'number' || typeof resolved === 'boolean')
      return String(resolved);
    throw new Error(`${stack.name}: ${JSON.stringify(value)} is not a text`);
  };
  const list = (stack: Stack, value: unknown): readonly unknown[] => {
    const resolved = resolve(stack, value);
    if (!Array.isArray(resolved)) throw new Error(`${stack.name}: ${JSON.stringify(value)} is not a list`);
    return resolved;
  };
  const resource = (stack: Stack, id: string): TemplateResource => {
    const found = stack.resources.get(id);
    if (found === undefined) throw new Error(`${stack.name} refers to ${id}, which it does not have`);
    return found;
  };

  const ref = (stack: Stack, name: string): unknown => {
    const pseudo = pseudoParameter(stack, name);
    if (pseudo !== undefined) return pseudo;
    if (!stack.parameters.has(name)) return values.ref(resource(stack, name));
    const value = stack.parameters.get(name);
    if (value === undefined) throw new Error(`${stack.name}: parameter ${name} has no default`);
    return value;
  };
  const attribute = (stack: Stack, path: string): string => {
    const dot = path.indexOf('.');
    return values.attribute(resource(stack, path.slice(0, dot)), path.slice(dot + 1));
  };
  const condition = (stack: Stack, name: unknown): boolean => {
    if (typeof name !== 'string' || !(name in stack.conditions))
      throw new Error(`${stack.name} has no condition ${String(name)}`);
    return truth(stack, stack.conditions[name]);
  };
  const truth = (stack: Stack, value: unknown): boolean => {
    if (isRecord(value) && 'Condition' in value) return condition(stack, value.Condition);
    const resolved = resolve(stack, value);
    return resolved === true || resolved === 'true';
  };
  const output = (found: { stack: Stack; value: unknown } | undefined, name: string): unknown => {
    if (found === undefined) throw new Error(`No stack exports ${name}`);
    return resolve(found.stack, found.value);
  };
  const allOutputs = () =>
    assembly.stacks.flatMap((stack) => stack.outputs.map((entry) => ({ stack, ...entry })));

  const intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (name, stack) => ref(stack, text(stack, name)),
    'Fn::GetAtt': (path, stack) =>
      attribute(stack, Array.isArray(path) ? list(stack, path).join('.') : text(stack, path)),
    'Fn::Join': (argument, stack) => {
      const [separator, items] = pair(argument);
      return list(stack, items)
        .map((item) => text(stack, item))
        .join(text(stack, separator));
    },
    'Fn::Split': (argument, stack) => {
      const [separator, whole] = pair(argument);
      return text(stack, whole).split(text(stack, separator));
    },
    'Fn::Select': (argument, stack) => {
      const [index, items] = pair(argument);
      const item = list(stack, items)[Number(text(stack, index))];
      if (item === undefined) throw new Error(`${stack.name}: nothing at ${JSON.stringify(argument)}`);
      return item;
    },
    'Fn::Sub': (argument, stack) => {
      const [template, own] = Array.isArray(argument) ? pair(argument) : [argument, {}];
      const variables = isRecord(own) ? own : {};
      return text(stack, template).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
        if (name.startsWith('!')) return `\${${name.slice(1)}}`;
        if (name in variables) return text(stack, variables[name]);
        return String(
          name.includes('.') && !name.startsWith('AWS::') ? attribute(stack, name) : ref(stack, name),
        );
      });
    },
    'Fn::ImportValue': (name, stack) => {
      const wanted = text(stack, name);
      const exporter = allOutputs().find(
        (entry) => entry.exportName !== undefined && text(entry.stack, entry.exportName) === wanted,
      );
      return output(exporter, wanted);
    },
    // How CDK's weak references between stacks are written.
    'Fn::GetStackOutput': (argument, stack) => {
      const { StackName, OutputName } = isRecord(argument) ? argument : {};
      const [from, id] = [text(stack, StackName), text(stack, OutputName)];
      return output(
        allOutputs().find((entry) => entry.stack.name === from && entry.id === id),
        `${from}.${id}`,
      );
    },
    'Fn::FindInMap': (argument, stack) => {
      const [map, top, second] = list(stack, argument).map(String);
      const level = map === undefined ? undefined : stack.mappings[map];
      const entry = isRecord(level) && top !== undefined ? level[top] : undefined;
      const found = isRecord(entry) && second !== undefined ? entry[second] : undefined;
      if (found === undefined) throw new Error(`${stack.name} has no mapping ${map}.${top}.${second}`);
      return resolve(stack, found);
    },
    'Fn::If': (argument, stack) => {
      const [name, yes, no] = Array.isArray(argument) ? argument : [];
      return resolve(stack, condition(stack, name) ? yes : no);
    },
    'Fn::Equals': (argument, stack) => {
      const [one, other] = pair(argument);
      return JSON.stringify(resolve(stack, one)) === JSON.stringify(resolve(stack, other));
    },
    'Fn::And': (argument, stack) => items(argument).every((item) => truth(stack, item)),
    'Fn::Or': (argument, stack) => items(argument).some((item) => truth(stack, item)),
    'Fn::Not': (argument, stack) => !items(argument).every((item) => truth(stack, item)),
    'Fn::Base64': (argument, stack) => Buffer.from(text(stack, argument)).toString('base64'),
    'Fn::ToJsonString': (argument, stack) => JSON.stringify(resolve(stack, argument)),
  };

  return resolve;
}

/** Whether a resource exists at all: its condition, if it has one, holds. */
export function exists(resolve: Resolve, stack: Stack, resource: TemplateResource): boolean {
  if (resource.condition === undefined) return true;
  return resolve(stack, { 'Fn::If': [resource.condition, true, false] }) === true;
}

function pseudoParameter(stack: Stack, name: string): unknown {
  const { account, region } = stack.environment;
  const china = region.startsWith('cn-');
  switch (name) {
    case 'AWS::NoValue':
      return noValue;
    case 'AWS::AccountId':
      return account;
    case 'AWS::Region':
      return region;
    case 'AWS::Partition':
      return china ? 'aws-cn' : 'aws';
    case 'AWS::URLSuffix':
      return china ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${account}:stack/${stack.name}/local`;
    default:
      return undefined;
  }
}

/** `{{resolve:secretsmanager:…}}` asks an account for a value, and there is no account here. */
function refuseDynamicReference(value: string): string {
  if (value.includes('{{resolve:')) throw new Error(`${value} needs an account and is not emulated`);
  return value;
}

function pair(argument: unknown): [unknown, unknown] {
  const [first, second] = items(argument);
  return [first, second];
}

function items(argument: unknown): readonly unknown[] {
  if (!Array.isArray(argument)) throw new Error(`${JSON.stringify(argument)} should be a list`);
  return argument;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
