const hasMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/**
 * The one byte form of a JSON value that is hashed: RFC 8785 (JSON Canonicalization Scheme). Keys are sorted by
 * UTF-16 code units; strings and numbers are written as ECMAScript writes them, which is what the standard demands.
 * @throws TypeError for what JSON cannot say (undefined, NaN, functions): it must not be hashed as something else.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw new TypeError('A string with half a surrogate pair has no canonical form');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('A number that is not finite has no canonical form');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (hasMembers(value)) {
    // In one text, and sorted without a comparison of ours: every event of an export and of a verification goes through.
    let members = '';
    for (const key of Object.keys(value).sort())
      members += `${members === '' ? '' : ','}${canonical(key)}:${canonical(value[key])}`;
    return `{${members}}`;
  }
  throw new TypeError(`A value of type ${typeof value} has no canonical form`);
}
