import * as z from 'zod';
import { type AttachedFile, attachedFile } from '../values/attached-file.ts';

/** What the bytes are, held against the name: `locked` is behind a password, so that nobody sees into it. */
export const contents = ['fits', 'differs', 'locked'] as const;
export type Content = (typeof contents)[number];

/** What a scan said: `impossible` where none ever answered, `none` where the office has no scanner. */
export const scans = ['clean', 'malware', 'impossible', 'none'] as const;
export type Scan = (typeof scans)[number];

/**
 * The record of an attachment, in a partition of its project. It is written before any byte can arrive; every fact after
 * that comes by itself and in any order. Times are UTC.
 */
export const attachmentRecord = z.lazy(() =>
  z.object({
    id: z.string(),
    projectId: z.string(),
    ...attachedFile.unwrap().shape,
    by: z.object({ id: z.string(), name: z.string() }),
    at: z.string(),
    /** Of what a decider sends with a decision: the stage. */
    stage: z.string().optional(),
    arrivedAt: z.string().optional(),
    content: z.enum(contents).optional(),
    scan: z.enum(scans).optional(),
    scannedAt: z.string().optional(),
    /** How often a scan that did not answer was asked for again. */
    tries: z.int().min(0).optional(),
    /** When `sweep` found that nothing names it; absent of what a draft names. */
    unnamedAt: z.string().optional(),
    /** When its days in the bucket of uploads began anew. */
    touchedAt: z.string().optional(),
    /** Since when it is kept in the bucket of what was submitted or decided. */
    keptAt: z.string().optional(),
    /** When `sweep` looks at it next; absent of what is kept. */
    due: z.literal('due').optional(),
    dueAt: z.string().optional(),
  }),
);
export type AttachmentRecord = z.infer<typeof attachmentRecord>;

/** A record as a declaration names it. */
export const fileOf = ({ name, type, size, sha256 }: AttachmentRecord): AttachedFile => ({
  name,
  type,
  size,
  sha256,
});

/** What the office chose to do with what cannot be scanned. */
export interface ScanRules {
  readonly unscannedFiles: 'mark' | 'refuse';
  readonly lockedFiles: 'allow' | 'refuse';
}

export type AttachmentStatus = 'awaiting' | 'uploaded' | 'clean' | 'unscannable' | 'refused';
export type AttachmentReason = 'malware' | 'content' | 'locked' | 'unscanned';

/** How an attachment stands: never stored, since it follows from facts that come in any order. */
export interface Standing {
  readonly status: AttachmentStatus;
  /** Of `refused` and `unscannable`: why. */
  readonly reason: AttachmentReason | null;
}

const standing = (status: AttachmentStatus, reason: AttachmentReason | null = null): Standing => ({
  status,
  reason,
});

type Facts = Pick<AttachmentRecord, 'arrivedAt' | 'content' | 'scan'>;

/** Of what nobody can see into, or nobody has looked at. */
function unseen({ content, scan }: Facts, { unscannedFiles, lockedFiles }: ScanRules): Standing | null {
  if (content === 'locked') return standing(lockedFiles === 'refuse' ? 'refused' : 'unscannable', 'locked');
  if (scan !== 'none' && scan !== 'impossible') return null;
  return standing(unscannedFiles === 'refuse' ? 'refused' : 'unscannable', 'unscanned');
}

/** What follows from the facts that are known so far. What is bad is told at once, what is good once all is known. */
export function statusOf(record: Facts, rules: ScanRules): Standing {
  const { arrivedAt, content, scan } = record;
  if (scan === 'malware') return standing('refused', 'malware');
  if (content === 'differs') return standing('refused', 'content');
  const hidden = unseen(record, rules);
  if (hidden?.status === 'refused') return hidden;
  if (arrivedAt === undefined) return standing('awaiting');
  // One into which nothing ever looked is given up with its scan.
  if (scan === undefined || (content === undefined && scan !== 'impossible')) return standing('uploaded');
  return hidden ?? standing('clean');
}

/** Whether it may be read, submitted and decided on. */
export const isUsable = ({ status }: Standing): boolean => status === 'clean' || status === 'unscannable';
