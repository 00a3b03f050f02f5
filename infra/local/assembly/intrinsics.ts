import { isRecord } from './is-record.ts';
import type { Stack } from './read-assembly.ts';

/** What an intrinsic asks to have its arguments resolved. */
export interface Resolver {
  resolve(stack: Stack, value: unknown): unknown;
  text(stack: Stack, value: unknown): string;
  list(stack: Stack, value: unknown): readonly unknown[];
  ref(stack: Stack, name: string): unknown;
  attribute(stack: Stack, path: string): string;
  condition(stack: Stack, name: unknown): boolean;
  truth(stack: Stack, value: unknown): boolean;
  exported(name: string): unknown;
  outputOf(stack: string, id: string): unknown;
}

type Intrinsic = (argument: unknown, stack: Stack, resolver: Resolver) => unknown;

/** `Fn::If` chose `AWS::NoValue`: the property or list item is as if it had not been written. */
export const noValue = Symbol('AWS::NoValue');

export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, stack, resolver) => resolver.ref(stack, resolver.text(stack, name)),
  'Fn::GetAtt': (path, stack, resolver) =>
    resolver.attribute(
      stack,
      Array.isArray(path) ? resolver.list(stack, path).join('.') : resolver.text(stack, path),
    ),
  'Fn::Join': (argument, stack, resolver) => {
    const [separator, items] = pair(argument);
    return resolver
      .list(stack, items)
      .map((item) => resolver.text(stack, item))
      .join(resolver.text(stack, separator));
  },
  'Fn::Split': (argument, stack, resolver) => {
    const [separator, whole] = pair(argument);
    return resolver.text(stack, whole).split(resolver.text(stack, separator));
  },
  'Fn::Select': (argument, stack, resolver) => {
    const [index, items] = pair(argument);
    const item = resolver.list(stack, items)[Number(resolver.text(stack, index))];
    if (item === undefined) throw new Error(`${stack.name}: nothing at ${JSON.stringify(argument)}`);
    return item;
  },
  'Fn::Sub': (argument, stack, resolver) => {
    const [template, own] = Array.isArray(argument) ? pair(argument) : [argument, {}];
    const variables = isRecord(own) ? own : {};
    return resolver.text(stack, template).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return resolver.text(stack, variables[name]);
      return String(
        name.includes('.') && !name.startsWith('AWS::')
          ? resolver.attribute(stack, name)
          : resolver.ref(stack, name),
      );
    });
  },
  'Fn::ImportValue': (name, stack, resolver) => resolver.exported(resolver.text(stack, name)),
  // How CDK's weak references between stacks are written.
  'Fn::GetStackOutput': (argument, stack, resolver) => {
    const { StackName, OutputName } = isRecord(argument) ? argument : {};
    return resolver.outputOf(resolver.text(stack, StackName), resolver.text(stack, OutputName));
  },
  'Fn::FindInMap': (argument, stack, resolver) => {
    const [map, top, second] = resolver.list(stack, argument).map(String);
    const level = map === undefined ? undefined : stack.mappings[map];
    const entry = isRecord(level) && top !== undefined ? level[top] : undefined;
    const found = isRecord(entry) && second !== undefined ? entry[second] : undefined;
    if (found === undefined) throw new Error(`${stack.name} has no mapping ${map}.${top}.${second}`);
    return resolver.resolve(stack, found);
  },
  'Fn::If': (argument, stack, resolver) => {
    const [name, yes, no] = Array.isArray(argument) ? argument : [];
    return resolver.resolve(stack, resolver.condition(stack, name) ? yes : no);
  },
  'Fn::Equals': (argument, stack, resolver) => {
    const [one, other] = pair(argument);
    return JSON.stringify(resolver.resolve(stack, one)) === JSON.stringify(resolver.resolve(stack, other));
  },
  'Fn::And': (argument, stack, resolver) => items(argument).every((item) => resolver.truth(stack, item)),
  'Fn::Or': (argument, stack, resolver) => items(argument).some((item) => resolver.truth(stack, item)),
  'Fn::Not': (argument, stack, resolver) => !items(argument).every((item) => resolver.truth(stack, item)),
  'Fn::Base64': (argument, stack, resolver) => Buffer.from(resolver.text(stack, argument)).toString('base64'),
  'Fn::ToJsonString': (argument, stack, resolver) => JSON.stringify(resolver.resolve(stack, argument)),
};

function pair(argument: unknown): [unknown, unknown] {
  const [first, second] = items(argument);
  return [first, second];
}

function items(argument: unknown): readonly unknown[] {
  if (!Array.isArray(argument)) throw new Error(`${JSON.stringify(argument)} should be a list`);
  return argument;
}
