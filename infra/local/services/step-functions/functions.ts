import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';

// Step Functions adds these to JSONata. `$random(seed)` is left out: with an argument it fails by JSONata's own signature.
const digests: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(content: string, algorithm: string): string {
  const digest = digests[algorithm];
  if (digest === undefined) throw new Error(`$hash does not know the algorithm ${algorithm}`);
  return createHash(digest).update(content).digest('hex');
}

function partition(items: readonly unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error('$partition needs a size of at least 1');
  const parts: unknown[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

function range(first: number, last: number, by: number): number[] {
  if (by === 0) throw new Error('$range needs a step other than 0');
  const numbers: number[] = [];
  for (let value = first; by > 0 ? value <= last : value >= last; value += by) numbers.push(value);
  return numbers;
}

/** Gives an expression the functions that Step Functions has beyond JSONata. */
export function registerFunctions(expression: Expression): void {
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('parse', (text: string): unknown => JSON.parse(text), '<s:x>');
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
}
