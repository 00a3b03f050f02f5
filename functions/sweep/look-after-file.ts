import { giveUpAttachment } from '../../shared/attachments/give-up.ts';
import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { AttachmentRecord } from '../../shared/attachments/record.ts';
import {
  loadAttachment,
  recordArrival,
  recordKept,
  recordLook,
  recordScan,
  restartAttachment,
} from '../../shared/attachments/record-store.ts';
import { FIRST_LOOK_MS } from '../../shared/attachments/rules.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { DueOfFile } from '../../shared/project/due.ts';
import { loadProject } from '../../shared/project/load.ts';
import { namedIn, namedInHistory } from '../../shared/project/seen-files.ts';
import { log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import type { Database } from '../../shared/store/database.ts';

/** What looking after attachments works with. */
export interface FileDeps {
  readonly database: Database;
  readonly store: Pick<ObjectStore, 'touch' | 'keep' | 'remove'>;
  readonly now: () => Date;
}

const DAY_MS = 24 * 60 * 60_000;
/** Uploads go 30 days after they were stored: what is still wanted is stored anew before that, with room for an outage. */
const TOUCH_MS = 25 * DAY_MS;
/** How long what nothing names any more is kept: a row that was taken out by mistake is put back within days. */
const ORPHAN_MS = 30 * DAY_MS;
/** Of a project that has ended: only a decision that was taken back could name it still. */
const ENDED_ORPHAN_MS = DAY_MS;
/** A policy to upload by holds 15 minutes: what is not there after that does not come any more. */
const LATE_MS = 2 * FIRST_LOOK_MS;
/** After 10 minutes, then 20, 40 and so on: a scanner that is down for half a day loses nothing. */
const MOST_TRIES = 5;

const isOver = (state: string): boolean => ['approved', 'rejected', 'withdrawn', 'lapsed'].includes(state);

const about = ({ projectId, id }: AttachmentRecord) => ({ projectId, attachment: id });

/** What a look comes to, but for what names the file. */
type Look = Pick<AttachmentRecord, 'tries' | 'touchedAt'> & { readonly dueAt: string };

const after = (from: Date | string, milliseconds: number): string =>
  new Date(new Date(from).getTime() + milliseconds).toISOString();

const earliest = (...times: readonly string[]): string => times.toSorted()[0] ?? '';

const isRefused = ({ content, scan }: AttachmentRecord): boolean =>
  content === 'differs' || scan === 'malware';

/** Whether all is known that will be. */
const isLookedInto = (record: AttachmentRecord): boolean =>
  isRefused(record) ||
  (record.arrivedAt !== undefined &&
    record.scan !== undefined &&
    (record.content !== undefined || record.scan === 'impossible'));

/**
 * In what was handed in or decided: it is where it stays, and nothing more is due of it.
 * @throws Error where it is in no bucket: somebody has to bring it back
 */
async function keep({ database, store, now }: FileDeps, record: AttachmentRecord): Promise<void> {
  const { projectId, id } = record;
  if (!(await store.keep(record))) throw new Error(`Attachment ${id} of ${projectId} is in no bucket`);
  await recordKept(database, record, now().toISOString());
}

/** Its bytes are gone from the bucket: it waits for them again, and a draft that names it says so. */
async function askForIt({ database, now }: FileDeps, record: AttachmentRecord): Promise<void> {
  log.warn('FILE_LOST', about(record));
  await restartAttachment(database, record, { ...record, dueAt: after(now(), TOUCH_MS) });
}

/** The scanner, or what looks into files, never answered. */
async function giveUpScan({ database, now }: FileDeps, record: AttachmentRecord): Promise<void> {
  log.warn('FILE_UNSCANNABLE', { ...about(record), reason: 'unanswered' });
  countMetric('FilesUnscanned', 1);
  // What was told of its arrival may be what was lost.
  await recordArrival(database, record, now().toISOString());
  await recordScan(database, record, 'impossible', now().toISOString());
}

/**
 * Of one that is not looked into: has it announced again.
 * @returns null where it had arrived and is gone
 */
async function seeToScan({ store, now }: FileDeps, record: AttachmentRecord): Promise<Look | null> {
  const { at, arrivedAt, tries = 0 } = record;
  const time = now();
  if (await store.touch(record)) {
    const touchedAt = time.toISOString();
    return { tries: tries + 1, touchedAt, dueAt: after(time, FIRST_LOOK_MS * 2 ** tries) };
  }
  if (arrivedAt !== undefined) return null;
  const late = after(at, LATE_MS);
  return { dueAt: late > time.toISOString() ? late : after(time, TOUCH_MS) };
}

/**
 * Of one that is looked into: begins its days in the bucket anew, in time.
 * @returns null where it is gone
 */
async function seeToStay({ store, now }: FileDeps, record: AttachmentRecord): Promise<Look | null> {
  const { at, arrivedAt = at, touchedAt = arrivedAt } = record;
  const time = now();
  const due = after(touchedAt, TOUCH_MS);
  if (due > time.toISOString()) return { dueAt: due };
  // What is refused may go: nobody reads it any more.
  if (isRefused(record)) return { dueAt: after(time, TOUCH_MS) };
  if (!(await store.touch(record))) return null;
  return { touchedAt: time.toISOString(), dueAt: after(time, TOUCH_MS) };
}

/** When one that nothing names goes, and since when nothing does. */
function orphaned(
  record: AttachmentRecord,
  { isNamed, isEnded, now }: { readonly isNamed: boolean; readonly isEnded: boolean; readonly now: Date },
): { readonly unnamedAt?: string; readonly goesAt?: string } {
  if (isNamed) return {};
  const unnamedAt = record.unnamedAt ?? now.toISOString();
  return { unnamedAt, goesAt: after(unnamedAt, isEnded ? ENDED_ORPHAN_MS : ORPHAN_MS) };
}

/**
 * Looks after an attachment: what was not scanned is announced again, some times; what a draft names stays in the bucket
 * of uploads; what nothing names goes after a month; what was handed in or decided is kept.
 * @throws Problem `files-unavailable`
 * @throws Error where what was handed in or decided is in no bucket
 */
export async function lookAfterFile(deps: FileDeps, due: DueOfFile): Promise<void> {
  const { database, now } = deps;
  const { projectId, attachment } = due;
  const record = await loadAttachment(database, { projectId, id: attachment });
  // The index lags a moment behind.
  if (!record || record.keptAt !== undefined || record.dueAt !== due.dueAt) return;
  const loaded = await loadProject(database, projectId);
  const isIn = async (names: typeof namedIn) =>
    loaded !== null && (await names(database, await formOfRecord(loaded.record), loaded)).has(attachment);
  const isNamed = await isIn(namedIn);
  if (isNamed && (await isIn(namedInHistory))) return keep(deps, record);
  const { unnamedAt, goesAt } = orphaned(record, {
    isNamed,
    isEnded: !loaded || isOver(loaded.record.flow.state),
    now: now(),
  });
  if (goesAt !== undefined && goesAt <= now().toISOString()) {
    if (await giveUpAttachment(deps, record, record.dueAt)) log.info('FILE_GIVEN_UP', about(record));
    return;
  }
  const isGivenUp = !isLookedInto(record) && (record.tries ?? 0) >= MOST_TRIES;
  if (isGivenUp) await giveUpScan(deps, record);
  const look =
    isGivenUp || isLookedInto(record) ? await seeToStay(deps, record) : await seeToScan(deps, record);
  if (!look) return askForIt(deps, record);
  await recordLook(database, record, {
    ...look,
    ...(unnamedAt === undefined ? {} : { unnamedAt }),
    dueAt: earliest(look.dueAt, ...(goesAt === undefined ? [] : [goesAt])),
  });
}
