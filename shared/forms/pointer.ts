/** JSON Pointers (RFC 6901) over plain JSON. */

const decodePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
const encodePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${encodePart(String(part))}`).join('');

export const partsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(decodePart);

/** The value at a pointer, or undefined where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of partsOf(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}
