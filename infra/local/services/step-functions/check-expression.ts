/** What an expression may read of `$states` in the field it stands in, beside `input` and `context`. */
export type Readable = 'result' | 'errorOutput';

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !(value instanceof RegExp);
}

// Inside these, JSONata has a context item to look names up in: `$` and bare names have a meaning there.
const withContext = new Set(['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']);

/**
 * Says what the service would refuse in an expression when the machine is created: `$eval`, a bare name, `$` or
 * `$$` where no context item exists, and parts of `$states` that the field cannot see.
 */
export function refusalOf(ast: unknown, readable: ReadonlySet<Readable>): string | undefined {
  return inspect(ast, false);

  function inspect(value: unknown, hasContext: boolean): string | undefined {
    if (Array.isArray(value)) return first(value, (item) => inspect(item, hasContext));
    if (!isNode(value)) return undefined;
    if (value.type === 'path' && Array.isArray(value.steps))
      return inspectPath(value, value.steps, hasContext);
    if (value.type === 'variable') {
      if (value.value === 'eval') return '$eval is not available';
      if (value.value === '$') return '$$ is not available';
      if (value.value === '' && !hasContext) return '$ has no meaning outside a step or predicate';
    }
    if ((value.type === 'wildcard' || value.type === 'descendant') && !hasContext) {
      return 'a wildcard has no meaning outside a step or predicate';
    }
    if (value.type === 'name' && !hasContext)
      return `the name "${String(value.value)}" stands alone; write $states.input.…`;
    return inspectFields(value, hasContext);
  }

  function inspectPath(path: Node, steps: readonly unknown[], hasContext: boolean): string | undefined {
    return (
      hiddenPart(steps) ??
      first(steps, (step, index) => inspect(step, hasContext || index > 0)) ??
      inspectFields({ ...path, steps: undefined }, hasContext)
    );
  }

  function inspectFields(node: Node, hasContext: boolean): string | undefined {
    return first(Object.entries(node), ([field, child]) =>
      typeof child === 'object' ? inspect(child, hasContext || withContext.has(field)) : undefined,
    );
  }

  function hiddenPart(steps: readonly unknown[]): string | undefined {
    const [head, member] = steps;
    if (!isNode(head) || head.type !== 'variable' || head.value !== 'states' || !isNode(member))
      return undefined;
    const part = member.value;
    if (part === 'input' || part === 'context' || member.type !== 'name') return undefined;
    if ((part === 'result' || part === 'errorOutput') && readable.has(part)) return undefined;
    return `$states.${String(part)} is not available here`;
  }
}

function first<T>(
  items: readonly T[],
  find: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
