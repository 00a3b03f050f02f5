import { intrinsics, noValue, type Resolver } from './intrinsics.ts';
import { isRecord } from './is-record.ts';
import type { Assembly, Stack, TemplateResource } from './read-assembly.ts';

/** What a resource is worth where others refer to it. */
export interface ResourceValues {
  ref(resource: TemplateResource): string;
  attribute(resource: TemplateResource, name: string): string;
}

/** Turns a template's values into concrete ones; an unknown intrinsic is an error. */
export class TemplateResolver implements Resolver {
  private readonly assembly: Assembly;
  private readonly values: ResourceValues;

  constructor(assembly: Assembly, values: ResourceValues) {
    this.assembly = assembly;
    this.values = values;
  }

  resolve(stack: Stack, value: unknown): unknown {
    if (typeof value === 'string') return refuseDynamicReference(value);
    if (Array.isArray(value))
      return value.map((item) => this.resolve(stack, item)).filter((item) => item !== noValue);
    if (!isRecord(value)) return value;

    const [key, ...others] = Object.keys(value);
    if (key !== undefined && others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      if (intrinsic === undefined) throw new Error(`${stack.name} uses ${key}, which is not emulated`);
      return intrinsic(value[key], stack, this);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, item]) => [name, this.resolve(stack, item)])
        .filter(([, item]) => item !== noValue),
    );
  }

  text(stack: Stack, value: unknown): string {
    const resolved = this.resolve(stack, value);
    if (typeof resolved === 'string' || typeof resolved === 'number' || typeof resolved === 'boolean')
      return String(resolved);
    throw new Error(`${stack.name}: ${JSON.stringify(value)} is not a text`);
  }

  list(stack: Stack, value: unknown): readonly unknown[] {
    const resolved = this.resolve(stack, value);
    if (!Array.isArray(resolved)) throw new Error(`${stack.name}: ${JSON.stringify(value)} is not a list`);
    return resolved;
  }

  ref(stack: Stack, name: string): unknown {
    const pseudo = pseudoParameter(stack, name);
    if (pseudo !== undefined) return pseudo;
    if (!stack.parameters.has(name)) return this.values.ref(resourceOf(stack, name));
    const value = stack.parameters.get(name);
    if (value === undefined) throw new Error(`${stack.name}: parameter ${name} has no default`);
    return value;
  }

  attribute(stack: Stack, path: string): string {
    const dot = path.indexOf('.');
    return this.values.attribute(resourceOf(stack, path.slice(0, dot)), path.slice(dot + 1));
  }

  condition(stack: Stack, name: unknown): boolean {
    if (typeof name !== 'string' || !(name in stack.conditions))
      throw new Error(`${stack.name} has no condition ${String(name)}`);
    return this.truth(stack, stack.conditions[name]);
  }

  truth(stack: Stack, value: unknown): boolean {
    if (isRecord(value) && 'Condition' in value) return this.condition(stack, value.Condition);
    const resolved = this.resolve(stack, value);
    return resolved === true || resolved === 'true';
  }

  /** What another stack gives under the name of an export. */
  exported(name: string): unknown {
    const found = this.outputs().find(
      (entry) => entry.exportName !== undefined && this.text(entry.stack, entry.exportName) === name,
    );
    return this.output(found, name);
  }

  /** What a stack gives under the id of an output. */
  outputOf(stack: string, id: string): unknown {
    const found = this.outputs().find((entry) => entry.stack.name === stack && entry.id === id);
    return this.output(found, `${stack}.${id}`);
  }

  /** Whether a resource exists at all: its condition, if it has one, holds. */
  exists(stack: Stack, resource: TemplateResource): boolean {
    if (resource.condition === undefined) return true;
    return this.resolve(stack, { 'Fn::If': [resource.condition, true, false] }) === true;
  }

  private outputs() {
    return this.assembly.stacks.flatMap((stack) => stack.outputs.map((entry) => ({ stack, ...entry })));
  }

  private output(found: { stack: Stack; value: unknown } | undefined, name: string): unknown {
    if (found === undefined) throw new Error(`No stack exports ${name}`);
    return this.resolve(found.stack, found.value);
  }
}

function resourceOf(stack: Stack, id: string): TemplateResource {
  const found = stack.resources.get(id);
  if (found === undefined) throw new Error(`${stack.name} refers to ${id}, which it does not have`);
  return found;
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
