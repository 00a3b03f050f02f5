import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byChain, inclusionOf, type Leaf, rootFrom, rootOf } from '../../shared/history/merkle.ts';

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const leaf: fc.Arbitrary<Leaf> = fc.record({ chain: fc.string(), seq: fc.nat(), hash });
const leaves = fc
  .uniqueArray(leaf, { selector: ({ chain }) => chain, minLength: 1, maxLength: 70 })
  .map((all) => all.toSorted(byChain));
const oneOf = leaves.chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length - 1)));

describe('a Merkle tree', () => {
  it('proves every leaf', () => {
    fc.assert(
      fc.property(oneOf, ([all, index]) => {
        const own = all[index] as Leaf;
        expect(rootFrom(own, index, all.length, inclusionOf(all, index))).toBe(rootOf(all));
      }),
    );
  });

  it('proves no other leaf, at no other place, in no other size', () => {
    fc.assert(
      fc.property(oneOf, fc.nat(80), fc.nat(80), ([all, index], place, size) => {
        const own = all[index] as Leaf;
        const proof = inclusionOf(all, index);
        expect(rootFrom({ ...own, seq: own.seq + 1 }, index, all.length, proof)).not.toBe(rootOf(all));
        if (place !== index) expect(rootFrom(own, place, all.length, proof)).not.toBe(rootOf(all));
        if (rootFrom(own, index, size, proof) === rootOf(all)) {
          // Sizes with the same path to this leaf cannot be told apart by the path: the checkpoint signs the size.
          expect(size).toBeGreaterThan(index);
        }
      }),
    );
  });

  it('has the roots of RFC 6962 for no leaf, and hashes that were committed', () => {
    expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const three = ['2021-AAAA-AAAA', 'reader:auditor', 'rules'].map((chain, at) => ({
      chain,
      seq: at + 1,
      hash: String(at).repeat(64),
    }));
    expect(rootOf(three)).toBe('621ddbe9120264286d41b45f99e3ee1d59b5ffd6e8672f9ae50fe71217a87b84');
  });
});
