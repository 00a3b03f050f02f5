import * as z from 'zod';
import type { Words } from '../../values/language.ts';
import { type Checkpoint, checkpoint, hashOfCheckpoint, NO_CHECKPOINT } from '../checkpoint.ts';
import { isSignedBy, type PublicKey } from '../signature.ts';
import type { Report } from './finding.ts';

/** What a reader got in another way than with the bundle: with it the bundle is held against the world. */
export interface Anchors {
  /** The fingerprint of the key that must have signed. */
  readonly key?: string;
  /** Checkpoints as they were mailed. */
  readonly checkpoints: readonly { readonly number?: number; readonly hash: string }[];
}

const LINE = /^countersign checkpoint (\d{1,15}) \S+ \d+ events ([0-9a-f]{64})$/;

/** Reads a mailed line, or a checkpoint's hash alone. @returns null where it is neither */
export function anchorOf(text: string): Anchors['checkpoints'][number] | null {
  const clean = text.trim().replace(/\s+/g, ' ');
  const [, number, hash] = LINE.exec(clean) ?? [];
  if (number && hash) return { number: Number(number), hash };
  return /^[0-9a-f]{64}$/.test(clean) ? { hash: clean } : null;
}

function flawsOf(one: Checkpoint, before: Checkpoint | undefined): Words[] {
  const flaws: Words[] = [];
  if (hashOfCheckpoint(one) !== one.hash)
    flaws.push({ zh: '内容与其哈希不符', en: 'its content does not match its hash' });
  const previous = before?.hash ?? (one.number === 1 ? NO_CHECKPOINT : one.previous);
  if (one.previous !== previous)
    flaws.push({ zh: '没有接上前一个检查点的哈希', en: 'it does not carry the hash of the one before' });
  if (before === undefined) return flaws;
  if (one.number !== before.number + 1)
    flaws.push({ zh: `排在第 ${before.number} 号之后`, en: `it follows number ${before.number}` });
  if (one.at < before.at) flaws.push({ zh: '时间早于前一个', en: 'it is older than the one before' });
  if (one.events < before.events || one.chains < before.chains)
    flaws.push({ zh: '事件或链少于前一个', en: 'it has fewer events or chains than the one before' });
  return flaws;
}

const foreign: Words = {
  zh: '不是用 key.pem 中的公钥所签',
  en: 'it was not signed with a key in key.pem',
};

/** Checkpoints that follow one another, each signed by the key. */
export function checkCheckpoints(value: unknown, keys: readonly PublicKey[], report: Report): Checkpoint[] {
  const file = 'checkpoints.json';
  const parsed = z.array(checkpoint).min(1).safeParse(value);
  if (!parsed.success) {
    report({
      kind: 'malformed',
      file,
      message: { zh: '不是检查点的列表', en: 'this is no list of checkpoints' },
    });
    return [];
  }
  let before: Checkpoint | undefined;
  for (const one of parsed.data) {
    for (const message of flawsOf(one, before))
      report({ kind: 'checkpoint', file, checkpoint: one.number, message });
    // What was changed after it was signed has been told; its signature would only say so again.
    if (hashOfCheckpoint(one) === one.hash && !isSignedBy(one, keys))
      report({ kind: 'foreign-signature', file, checkpoint: one.number, message: foreign });
    before = one;
  }
  return parsed.data;
}

/** Holds the checkpoints and their key against what the reader brought along. */
export function checkAnchors(checkpoints: readonly Checkpoint[], anchors: Anchors, report: Report): void {
  // The last one holds the hashes of all before: whoever signed it answers for them.
  const last = checkpoints.at(-1);
  if (last && anchors.key !== undefined && anchors.key !== last.key) {
    const message = {
      zh: `签名公钥的指纹为 ${last.key}，不是您给出的 ${anchors.key}`,
      en: `the signing key's fingerprint is ${last.key}, not ${anchors.key} as you gave it`,
    };
    report({ kind: 'foreign-signature', file: 'key.pem', checkpoint: last.number, message });
  }
  for (const { number, hash } of anchors.checkpoints) {
    const same = checkpoints.find((one) => one.hash === hash && (number ?? one.number) === one.number);
    if (same) continue;
    const other = checkpoints.find((one) => one.number === number);
    const message = other
      ? {
          zh: `此处第 ${other.number} 号检查点的哈希为 ${other.hash}，与寄给您的不同`,
          en: `checkpoint ${other.number} has the hash ${other.hash} here, another than the one mailed to you`,
        }
      : {
          zh: `没有您给出的检查点 ${number ?? ''} ${hash}`,
          en: `the checkpoint that you gave is not here: ${number ?? ''} ${hash}`,
        };
    report({
      kind: 'anchor',
      file: 'checkpoints.json',
      ...(other ? { checkpoint: other.number } : {}),
      message,
    });
  }
}
