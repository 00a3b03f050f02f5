/** JSON Pointers (RFC 6901) over plain JSON. */

const decodePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
const encodePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${encodePart(String(part))}`).join('');

export function partsOf(pointer: string): string[] {
  const parts = pointer.split('/').slice(1);
  // No field of a form has such a name, and a page asks for hundreds.
  return pointer.includes('~') ? parts.map(decodePart) : parts;
}

/** The value at a pointer, or undefined where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of partsOf(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function put(document: unknown, [first, ...rest]: readonly string[], value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(document)) {
    return document.flatMap((item: unknown, index) => {
      if (String(index) !== first) return [item];
      const next = put(item, rest, value);
      return next === undefined ? [] : [next];
    });
  }
  // A text has nothing below it, and nothing is what it would become.
  if (document !== undefined && !isObject(document)) return document;
  const { [first]: inner, ...others } = document ?? {};
  const next = put(inner, rest, value);
  return next === undefined ? others : { ...document, [first]: next };
}

/**
 * A copy of a document with another value at a pointer; without one the member or the element is gone. Objects on the
 * way that are not there are made. Where the pointer leads through a single value or past the end of a list, nothing
 * is written: no value of a form turns into an object.
 */
export function putAt(
  document: Record<string, unknown>,
  pointer: string,
  value: unknown,
): Record<string, unknown> {
  const changed = put(document, partsOf(pointer), value);
  return isObject(changed) ? changed : document;
}
