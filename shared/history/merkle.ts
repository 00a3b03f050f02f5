import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import { bytesOfHex, hexOf } from './hex.ts';

/**
 * A Merkle tree over the heads of all chains, hashed as RFC 6962 §2.1 and RFC 9162 §2.1 say: leaves and nodes are told
 * apart by a first byte, and a tree of n leaves splits at the largest power of two below n. With it one chain's head
 * is proved to be under a checkpoint by some twenty hashes, without the other chains.
 */

/** The head of a chain when a checkpoint was made. */
export interface Leaf {
  readonly chain: string;
  readonly seq: number;
  /** Lowercase hex. */
  readonly hash: string;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const leafHash = ({ chain, seq, hash }: Leaf): Uint8Array => sha256(LEAF, canonical({ chain, seq, hash }));
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE, left, right);

/** The order of leaves in a tree: by chain, as `<` compares strings. */
export const byChain = (a: Leaf, b: Leaf): number => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : 0);

/** The largest power of two below n (n ≥ 2). */
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

function treeHash(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) return sha256();
  if (hashes.length === 1) return only;
  const split = splitOf(hashes.length);
  return nodeHash(treeHash(hashes.slice(0, split)), treeHash(hashes.slice(split)));
}

function path(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...path(left, index), treeHash(right)]
    : [...path(right, index - split), treeHash(left)];
}

/** The root over leaves that are sorted by chain; lowercase hex. */
export const rootOf = (leaves: readonly Leaf[]): string => hexOf(treeHash(leaves.map(leafHash)));

/** The hashes that lead from a leaf to the root, the nearest first; lowercase hex. */
export const inclusionOf = (leaves: readonly Leaf[], index: number): string[] =>
  path(leaves.map(leafHash), index).map(hexOf);

/**
 * The root that a leaf and its inclusion proof lead to (RFC 9162 §2.1.3.2), or null where the proof does not fit a
 * tree of that size.
 */
export function rootFrom(leaf: Leaf, index: number, size: number, proof: readonly string[]): string | null {
  if (index < 0 || index >= size) return null;
  let at = index;
  let last = size - 1;
  let hash = leafHash(leaf);
  for (const sibling of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(bytesOfHex(sibling), hash);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, bytesOfHex(sibling));
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hexOf(hash) : null;
}
