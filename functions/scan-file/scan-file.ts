import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { AttachmentRecord, Scan } from '../../shared/attachments/record.ts';
import {
  loadAttachment,
  recordArrival,
  recordContent,
  recordScan,
} from '../../shared/attachments/record-store.ts';
import { log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import type { Database } from '../../shared/store/database.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import type { Scanned } from './clamd.ts';
import { contentOf } from './content/content-of.ts';
import type { FileEvent } from './file-event.ts';

export interface Deps {
  readonly database: Database;
  readonly store: Pick<ObjectStore, 'read'>;
  readonly now: () => Date;
  readonly scanner: 'none' | 'clamd' | 'guardduty';
  /** @throws ScannerUnavailable */
  readonly clamd: (bytes: Uint8Array) => Promise<Scanned>;
}

/** A project's id, and the hash of the bytes. Other objects are not ours: GuardDuty tries its rights with one. */
const KEY = /^([^/]+)\/([0-9a-f]{64})$/;

/** The attachment that an event is about; undefined of none, or of one that was given up meanwhile. */
async function attachmentOf(database: Database, key: string): Promise<AttachmentRecord | undefined> {
  const [, projectId, sha256] = KEY.exec(key) ?? [];
  const isOurs = projectId !== undefined && sha256 !== undefined;
  const record = isOurs
    ? await loadAttachment(database, { projectId, id: attachmentIdOf({ sha256 }) })
    : undefined;
  if (record?.sha256 === sha256) return record;
  log.warn('FILE_UNKNOWN', isOurs ? { projectId, attachment: attachmentIdOf({ sha256 }) } : {});
  return undefined;
}

const about = ({ projectId, id }: AttachmentRecord) => ({ projectId, attachment: id });

/** The bytes of an upload; null where it is gone, or they are not those that were announced. */
async function bytesOf({ store }: Deps, record: AttachmentRecord): Promise<Buffer | null> {
  const stream = await store.read('uploads', record);
  if (!stream) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > record.size) return null;
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  const isWhole = size === record.size && createHash('sha256').update(bytes).digest('hex') === record.sha256;
  return isWhole ? bytes : null;
}

/** Keeps what a scan said. Whoever is told of alarms is told of malware in what was handed in already. */
async function keepScan({ database, now }: Deps, record: AttachmentRecord, scan: Scan, found?: string) {
  const isNews = await recordScan(database, record, scan, now().toISOString());
  if (scan === 'impossible') log.warn('FILE_UNSCANNABLE', { ...about(record), reason: found });
  if (scan !== 'malware') return;
  const isKept = record.keptAt !== undefined;
  log.warn('MALWARE_FOUND', { ...about(record), signature: found, isKept });
  if (isKept && isNews) countMetric('MalwareKept', 1);
}

/** Looks into what has arrived: what it is, and where the scanner is asked and does not tell by itself, whether it is clean. */
async function lookInto(deps: Deps, record: AttachmentRecord): Promise<void> {
  const { database, scanner, now } = deps;
  const bytes = await bytesOf(deps, record);
  if (!bytes) {
    // The bucket takes no other bytes under this name: it was removed meanwhile, or somebody went around it.
    log.error('FILE_NOT_AS_ANNOUNCED', about(record));
    return;
  }
  await recordArrival(database, record, now().toISOString());
  await recordContent(database, record, await contentOf(record.name, bytes));
  if (scanner === 'none') return keepScan(deps, record, 'none');
  if (scanner === 'guardduty') return;
  const scanned = await deps.clamd(bytes);
  const found =
    scanned.scan === 'malware'
      ? scanned.signature
      : scanned.scan === 'impossible'
        ? scanned.reason
        : undefined;
  await keepScan(deps, record, scanned.scan, found);
}

/** What GuardDuty said. Where it found out nothing, nothing is kept: the sweep asks again. */
async function takeResult(
  deps: Deps,
  record: AttachmentRecord,
  {
    scanResultStatus,
    threats,
  }: Extract<FileEvent, { source: 'aws.guardduty' }>['detail']['scanResultDetails'],
): Promise<void> {
  switch (scanResultStatus) {
    case 'NO_THREATS_FOUND':
      return keepScan(deps, record, 'clean');
    case 'THREATS_FOUND':
      return keepScan(deps, record, 'malware', threats?.map(({ name }) => name).join(', '));
    case 'UNSUPPORTED':
      return keepScan(deps, record, 'impossible', scanResultStatus);
    default:
      log.error('SCAN_FAILED', { ...about(record), reason: scanResultStatus });
  }
}

/**
 * Keeps what is found out about an upload, as it is told: in any order, and twice where it is told twice.
 * @throws ScannerUnavailable, and whatever the stores throw: the same event is delivered again
 */
export async function scanFile(deps: Deps, event: FileEvent): Promise<void> {
  if (event.source === 'aws.s3') {
    const record = await attachmentOf(deps.database, event.detail.object.key);
    if (record) await lookInto(deps, record);
    return;
  }
  const { s3ObjectDetails, scanResultDetails } = event.detail;
  const record = await attachmentOf(deps.database, s3ObjectDetails.objectKey);
  if (!record) return;
  // What it is, is known before what is in it: between the two nothing is taken for usable.
  if (record.content === undefined) await lookInto(deps, record);
  await takeResult(deps, record, scanResultDetails);
}
