/** What S3 and GuardDuty tell of a file, in any order and twice: the same is known at the end. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileEvent } from '../../functions/scan-file/file-event.ts';
import { type Deps, scanFile } from '../../functions/scan-file/scan-file.ts';
import { statusOf } from '../../shared/attachments/record.ts';
import { createAttachment, loadAttachment, recordKept } from '../../shared/attachments/record-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { aFile } from '../builders/attached-files.ts';
import { pdf } from '../builders/file-bytes.ts';
import { aStore, usualTaken } from '../builders/object-store.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';

const AT = '2026-03-02T01:00:00.000Z';
const file = aFile('报价.pdf', pdf().toString('latin1'));

let tables: Tables;
let database: Database;
let runs = 0;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
});
afterAll(() => tables.stop());

const created = (key: string) => ({
  ...{ version: '0', source: 'aws.s3', 'detail-type': 'Object Created' },
  detail: { bucket: { name: 'uploads' }, object: { key, size: file.size }, reason: 'PostObject' },
});
const scanned = (key: string, scanResultStatus: string) => ({
  ...{
    version: '0',
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  },
  detail: {
    scanStatus: 'COMPLETED',
    s3ObjectDetails: { bucketName: 'uploads', objectKey: key },
    scanResultDetails: {
      scanResultStatus,
      threats: scanResultStatus === 'THREATS_FOUND' ? [{ name: 'EICAR-Test-File' }] : null,
    },
  },
});

type Telling = 'created' | 'NO_THREATS_FOUND' | 'THREATS_FOUND' | 'UNSUPPORTED' | 'ACCESS_DENIED' | 'FAILED';
const eventOf = (key: string, telling: Telling) =>
  fileEvent.parse(telling === 'created' ? created(key) : scanned(key, telling));

/** What is known of a file after all that was told of it, and what was logged. */
async function factsOf(tellings: readonly Telling[], options: { isKept?: boolean; isKnown?: boolean } = {}) {
  runs += 1;
  const projectId = `2026-TEST-${runs}`;
  const store = aStore();
  const which = { projectId, id: attachmentIdOf(file) };
  await store.put({ ...file, projectId }, pdf());
  if (options.isKnown ?? true)
    await createAttachment(database, {
      ...{ ...which, ...file, by: { id: 'submitter', name: '张三' }, at: AT },
      ...{ due: 'due', dueAt: AT },
    });
  if (options.isKept) await recordKept(database, which, AT);
  const deps: Deps = {
    ...{ database, store, now: () => new Date(AT), scanner: 'guardduty' },
    clamd: () => Promise.reject(new Error('It is not asked')),
  };
  const lines = await logOf(async () => {
    for (const telling of tellings) await scanFile(deps, eventOf(`${projectId}/${file.sha256}`, telling));
  });
  return { record: await loadAttachment(database, which), lines };
}

const counted = (lines: readonly object[], metric: string) => lines.filter((line) => metric in line).length;

describe('what is told of a file', () => {
  it('comes to the same, whatever the order and however often', async () => {
    const tellings: fc.Arbitrary<Telling[]> = fc.uniqueArray(
      fc.constantFrom<Telling>('created', 'NO_THREATS_FOUND', 'THREATS_FOUND', 'ACCESS_DENIED', 'FAILED'),
    );
    const shuffled = tellings.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([some, told]) => {
        const { record } = await factsOf(told);
        const isScanned = some.includes('NO_THREATS_FOUND');
        expect(record && statusOf(record, usualTaken).status).toBe(
          some.includes('THREATS_FOUND')
            ? 'refused'
            : isScanned
              ? 'clean'
              : some.length > 0
                ? 'uploaded'
                : 'awaiting',
        );
      }),
      { numRuns: tries(60) },
    );
  });

  it('is usable in no moment before it is known what it is', async () => {
    for (const tellings of [['UNSUPPORTED'], ['NO_THREATS_FOUND'], ['created', 'UNSUPPORTED']] as const)
      expect((await factsOf(tellings)).record).toMatchObject({ arrivedAt: AT, content: 'fits' });
  });

  it('is told to whoever is told of alarms where it is malware in what was handed in, once', async () => {
    const handedIn = await factsOf(['created', 'THREATS_FOUND', 'THREATS_FOUND'], { isKept: true });
    expect(handedIn.lines.map(({ code }) => code)).toContain('MALWARE_FOUND');
    expect(counted(handedIn.lines, 'MalwareKept')).toBe(1);
    const draft = await factsOf(['created', 'THREATS_FOUND']);
    expect(draft.lines.map(({ code }) => code)).toContain('MALWARE_FOUND');
    expect(counted(draft.lines, 'MalwareKept')).toBe(0);
  });

  it('is passed over where no record stands for it', async () => {
    const { record, lines } = await factsOf(['created', 'THREATS_FOUND'], { isKnown: false });
    expect(record).toBeUndefined();
    expect(lines.map(({ code }) => code)).toEqual(['FILE_UNKNOWN', 'FILE_UNKNOWN']);
    const store = aStore();
    const deps: Deps = {
      ...{ database, store, now: () => new Date(AT), scanner: 'guardduty' },
      clamd: () => Promise.reject(new Error('It is not asked')),
    };
    await logOf(() => scanFile(deps, eventOf('malware-protection-resource-validation-object', 'created')));
    expect(store.calls).toEqual([]);
  });

  it('is kept of no other bytes than were announced', async () => {
    const projectId = '2026-TEST-OTHER';
    const store = aStore();
    const which = { projectId, id: attachmentIdOf(file) };
    await store.put({ ...file, projectId }, Buffer.concat([pdf(), Buffer.from('more')]));
    await createAttachment(database, { ...which, ...file, by: { id: 'a', name: 'a' }, at: AT });
    const deps: Deps = {
      ...{ database, store, now: () => new Date(AT), scanner: 'none' },
      clamd: () => Promise.reject(new Error('It is not asked')),
    };
    const lines = await logOf(() => scanFile(deps, eventOf(`${projectId}/${file.sha256}`, 'created')));
    expect(lines.map(({ code }) => code)).toEqual(['FILE_NOT_AS_ANNOUNCED']);
    expect((await loadAttachment(database, which))?.arrivedAt).toBeUndefined();
  });
});
