import * as z from 'zod';
import type { Words } from '../../values/language.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { byChain, type Leaf, rootFrom, rootOf } from '../merkle.ts';
import type { Found, Report } from './finding.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const leaf = z.strictObject({ chain: z.string().min(1), seq: z.int().min(1), hash });

/** That one chain's head is under a checkpoint. */
export const inclusion = z.strictObject({
  /** The checkpoint's number. */
  checkpoint: z.int().min(1),
  leaf,
  /** The leaf's place among the `size` leaves, from 0. */
  index: z.int().min(0),
  size: z.int().min(1),
  /** The hashes on the way to the root, the nearest first. */
  path: z.array(hash).max(64),
});
export type Inclusion = z.infer<typeof inclusion>;

const tree = (message: Words, number: number, file: string, more: Partial<Found> = {}): Found => ({
  kind: 'tree',
  file,
  checkpoint: number,
  message,
  ...more,
});

/** The heads of all chains at a checkpoint, held against what was signed. */
export function checkLeaves(value: unknown, under: Checkpoint, file: string, report: Report): Leaf[] {
  const { number } = under;
  const parsed = z.array(leaf).safeParse(value);
  if (!parsed.success) {
    report({
      kind: 'malformed',
      file,
      checkpoint: number,
      message: { zh: '不是链首的列表', en: 'this is no list of heads' },
    });
    return [];
  }
  const leaves = parsed.data;
  leaves.forEach((one, index) => {
    const before = leaves[index - 1];
    if (before && byChain(before, one) >= 0) {
      const message = { zh: '未按链的次序排列，或重复', en: 'not in the order of chains, or twice' };
      report(tree(message, number, file, { chain: one.chain }));
    }
  });
  const events = leaves.reduce((sum, { seq }) => sum + seq, 0);
  if (leaves.length !== under.chains || events !== under.events) {
    const message = {
      zh: `列有 ${leaves.length} 条链、${events} 条事件，检查点为 ${under.chains} 条链、${under.events} 条事件`,
      en: `it lists ${leaves.length} chains with ${events} events, the checkpoint ${under.chains} with ${under.events}`,
    };
    report(tree(message, number, file));
  }
  if (rootOf(leaves) !== under.root) {
    const message = {
      zh: '不能得出检查点所签的根：有链被删去、加入或改动',
      en: 'it does not lead to the root that was signed: a chain was taken out, put in or changed',
    };
    report(tree(message, number, file));
  }
  return leaves;
}

/** Between two checkpoints chains only grow. */
export function checkGrowth(
  earlier: readonly Leaf[],
  later: readonly Leaf[],
  number: number,
  report: Report,
): void {
  const heads = new Map(later.map((one) => [one.chain, one]));
  for (const { chain, seq, hash: own } of earlier) {
    const now = heads.get(chain);
    const place = { chain, checkpoint: number };
    if (!now) {
      const message = {
        zh: '较早的检查点有这条链，此检查点没有',
        en: 'an earlier checkpoint has this chain, this one has not',
      };
      report({ kind: 'omitted', ...place, message });
    } else if (now.seq < seq) {
      const message = {
        zh: `较早的检查点已到第 ${seq} 号，此检查点只到第 ${now.seq} 号`,
        en: `an earlier checkpoint has it up to number ${seq}, this one up to ${now.seq}`,
      };
      report({ kind: 'cut-off', ...place, seq: now.seq + 1, message });
    } else if (now.seq === seq && now.hash !== own) {
      const message = {
        zh: '编号未变，哈希却与较早的检查点不同',
        en: 'its number is the same and its hash another than in an earlier checkpoint',
      };
      report({ kind: 're-hashed', ...place, seq, message });
    }
  }
}

/** Proofs that one chain was under checkpoints; those that hold are handed back, oldest first. */
export function checkInclusions(
  value: unknown,
  chain: string,
  checkpoints: readonly Checkpoint[],
  file: string,
  report: Report,
): Inclusion[] {
  const parsed = z.array(inclusion).min(1).safeParse(value);
  if (!parsed.success) {
    report({
      kind: 'malformed',
      file,
      message: { zh: '不是包含证明的列表', en: 'this is no list of inclusion proofs' },
    });
    return [];
  }
  const numbers = new Map(checkpoints.map((one) => [one.number, one]));
  const held = parsed.data.filter((one) => {
    const under = numbers.get(one.checkpoint);
    const leads =
      under !== undefined &&
      one.leaf.chain === chain &&
      one.size === under.chains &&
      rootFrom(one.leaf, one.index, one.size, one.path) === under.root;
    if (!leads) {
      const message = {
        zh: '包含证明不能得出检查点所签的根',
        en: 'the inclusion proof does not lead to the root that was signed',
      };
      report(tree(message, one.checkpoint, file, { chain: one.leaf.chain, seq: one.leaf.seq }));
    }
    return leads;
  });
  return held.sort((a, b) => a.checkpoint - b.checkpoint);
}
