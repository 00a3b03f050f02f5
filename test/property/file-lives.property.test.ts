/**
 * The life of attachments: what S3 and the scanner tell arrives in any order, twice or never, the store and the scanner
 * are down for a while, people name files and take them out. The real use cases over the real tables; the bucket, its
 * lifecycle and the scanner in memory.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginDraft, saveDraft } from '../../functions/projects/drafts.ts';
import { submitDraft } from '../../functions/projects/submit.ts';
import { ScannerUnavailable } from '../../functions/scan-file/clamd.ts';
import { fileEvent } from '../../functions/scan-file/file-event.ts';
import { type Deps as ScanDeps, scanFile } from '../../functions/scan-file/scan-file.ts';
import { lookAfterFile } from '../../functions/sweep/look-after-file.ts';
import { type AttachmentRecord, isUsable, statusOf } from '../../shared/attachments/record.ts';
import { createAttachment, loadAttachment } from '../../shared/attachments/record-store.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { type Due, putOff, whatIsDue } from '../../shared/project/due.ts';
import { type AttachedFile, attachmentIdOf } from '../../shared/values/attached-file.ts';
import { aFile } from '../builders/attached-files.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import { aStore, usualTaken } from '../builders/object-store.ts';
import { logOf } from '../support/captured-log.ts';
import { eicar, likeClamd } from '../support/clamd.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { openWorld, plainOffice } from './world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const by = { id: 'submitter', name: 'submitter' };

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

/** Three honest files, and one that is malware under a right name. */
const contents = [1, 2, 3].map((number) => pdf(`/N ${number}`)).concat(Buffer.concat([pdf(), eicar()]));
const files = contents.map((bytes, at) => aFile(`报价${at}.pdf`, bytes.toString('latin1')));
const MALWARE = files.length - 1;
const rules = usualTaken;

const created = (key: string) =>
  fileEvent.parse({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { object: { key } } });

async function openLife() {
  const database = await tables.fresh();
  const world = await openWorld(database, plainOffice, async () => {});
  const process = world.process();
  let time = +world.now();
  const now = () => new Date(++time);
  const memory = aStore();
  const storedAt = new Map<string, number>();
  /** What was announced and not delivered yet. */
  let announced: string[] = [];
  const state = { isScannerUp: true, isBucketUp: true, looks: 0 };
  const store = {
    ...memory,
    async touch(file: AttachmentRecord) {
      if (!state.isBucketUp) throw new Error('S3 is down');
      const isThere = await memory.touch(file);
      if (isThere) arrive(`${file.projectId}/${file.sha256}`);
      return isThere;
    },
  };
  function arrive(key: string) {
    storedAt.set(key, time);
    announced.push(key);
  }
  const parts = { ...world.projectParts(process), now, store };
  const member = await world.member(process, 'submitter', 'submitter');
  const draft = { declaration: { ...aDeclaration() }, unread: {} };
  const { record } = await beginDraft(parts, form, member, draft, { requestId: randomUUID() });
  const { id } = record;
  let { version } = record;
  const keyOf = ({ sha256 }: AttachedFile) => `${id}/${sha256}`;
  const scanDeps: ScanDeps = {
    ...{ database, store, now, scanner: 'clamd' },
    clamd: async (bytes) => {
      if (!state.isScannerUp) throw new ScannerUnavailable('down');
      const answer = likeClamd(Buffer.from(bytes), undefined as never);
      return answer === 'stream: OK' ? { scan: 'clean' } : { scan: 'malware', signature: 'Eicar' };
    },
  };
  const expire = () => {
    for (const [key, at] of storedAt) if (at + 30 * DAY < time) memory.objects.uploads.delete(key);
  };
  const dueOfFiles = async (until: number): Promise<Due[]> => {
    const found: Due[] = [];
    for await (const due of whatIsDue(database, new Date(until)))
      if ('attachment' in due && due.projectId === id) found.push(due);
    return found;
  };

  return {
    ...{ id, state, memory, keyOf },
    load: (file: AttachedFile) => loadAttachment(database, { projectId: id, id: attachmentIdOf(file) }),
    begin: (file: AttachedFile) =>
      createAttachment(database, {
        ...{ id: attachmentIdOf(file), projectId: id, ...file, by },
        at: now().toISOString(),
        due: 'due',
        dueAt: new Date(time + 10 * MINUTE).toISOString(),
      }),
    async upload(file: AttachedFile, bytes: Buffer) {
      await memory.put({ ...file, projectId: id }, bytes);
      arrive(keyOf(file));
    },
    /** @param times how often each event is delivered: 0 for what is lost */
    async deliver(times: number) {
      const events = announced;
      announced = [];
      for (const key of events)
        for (let left = times; left > 0; left -= 1)
          await scanFile(scanDeps, created(key)).catch((error) => {
            if (!(error instanceof ScannerUnavailable)) throw error;
          });
    },
    async save(named: readonly AttachedFile[]) {
      const declaration = { ...aDeclaration(), attachments: [...named] };
      const saved = await saveDraft(
        parts,
        form,
        member,
        id,
        version,
        { declaration, unread: {} },
        randomUUID(),
      );
      version = saved.record.version;
    },
    submit: (named: readonly AttachedFile[]) =>
      submitDraft(
        parts,
        form,
        member,
        id,
        version,
        { declaration: { ...aDeclaration(), attachments: [...named] }, unread: {} },
        randomUUID(),
      ),
    /** Time goes by; the sweep looks whenever something is due, and what it announces is delivered. */
    async pass(milliseconds: number) {
      const until = time + milliseconds;
      for (;;) {
        const [due] = await dueOfFiles(until);
        if (!due || !('attachment' in due)) break;
        time = Math.max(time, Date.parse(due.dueAt));
        expire();
        state.looks += 1;
        try {
          await lookAfterFile({ database, store, now }, due);
        } catch {
          await putOff(database, due, now());
        }
        await this.deliver(1);
      }
      time = Math.max(time, until);
      expire();
    },
  };
}
type Life = Awaited<ReturnType<typeof openLife>>;

const anyFile = fc.integer({ min: 0, max: files.length - 1 });
const step = fc.oneof(
  fc.record({ does: fc.constant('upload'), file: anyFile, times: fc.constantFrom(0, 1, 2) }),
  fc.record({ does: fc.constant('name'), file: anyFile }),
  fc.record({ does: fc.constant('take out'), file: anyFile }),
  fc.record({ does: fc.constant('wait'), hours: fc.constantFrom(0.2, 1, 20, 24 * 7, 24 * 26) }),
  fc.record({ does: fc.constant('scanner'), isUp: fc.boolean() }),
  fc.record({ does: fc.constant('outage'), hours: fc.constantFrom(0.5, 2, 9) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function does(life: Life, one: Step, named: Set<number>): Promise<void> {
  if (one.does === 'wait' && 'hours' in one) return life.pass(one.hours * HOUR);
  if (one.does === 'outage' && 'hours' in one) {
    life.state.isBucketUp = false;
    await life.pass(one.hours * HOUR);
    life.state.isBucketUp = true;
    return;
  }
  if ('isUp' in one) {
    life.state.isScannerUp = one.isUp;
    return;
  }
  if (!('file' in one)) return;
  const file = files[one.file];
  const bytes = contents[one.file];
  if (!file || !bytes) return;
  if ('times' in one) {
    await life.begin(file);
    await life.upload(file, bytes);
    return life.deliver(one.times);
  }
  if (one.does === 'take out') named.delete(one.file);
  else if (await life.load(file)) named.add(one.file);
  await life.save([...named].flatMap((at) => files[at] ?? []));
}

/** What a draft names has a record, and bytes unless it was refused. */
async function expectNothingLost(life: Life, named: ReadonlySet<number>): Promise<void> {
  for (const at of named) {
    const file = files[at];
    if (!file) continue;
    const record = await life.load(file);
    expect({ at, record: record !== undefined }).toEqual({ at, record: true });
    if (!record || statusOf(record, rules).status === 'refused') continue;
    expect({ at, bytes: life.memory.objects.uploads.has(life.keyOf(file)) }).toEqual({ at, bytes: true });
  }
}

describe('attachments', () => {
  it('that a draft names are never lost, that nothing names go, and each comes to a verdict', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const life = await openLife();
        const named = new Set<number>();
        await logOf(async () => {
          for (const file of [0, 1, MALWARE]) await does(life, { does: 'upload', file, times: 1 }, named);
          for (const file of [0, MALWARE]) await does(life, { does: 'name', file }, named);
          for (const one of steps) {
            await does(life, one, named);
            await expectNothingLost(life, named);
          }
          // Whatever was lost or down: half a day later each has its verdict.
          life.state.isScannerUp = true;
          await life.pass(12 * HOUR);
          for (const [at, file] of files.entries()) {
            const record = await life.load(file);
            if (!record) continue;
            const { status } = statusOf(record, rules);
            // Given up while the scanner was down, or malware, or clean; never in between.
            expect(at === MALWARE ? ['refused', 'unscannable'] : ['clean', 'unscannable']).toContain(status);
          }
          const before = life.state.looks;
          await life.pass(100 * DAY);
          await expectNothingLost(life, named);
          // The cost follows what is there: a look every 25 days, and the last one.
          expect(life.state.looks - before).toBeLessThanOrEqual(6 * files.length);
          for (const [at, file] of files.entries()) {
            if (named.has(at)) continue;
            expect({ at, record: await life.load(file) }).toEqual({ at, record: undefined });
            expect(life.memory.objects.uploads.has(life.keyOf(file))).toBe(false);
          }
        });
      }),
      { numRuns: 8 },
    );
  });

  it('that no scan ever answers for are given up within hours', async () => {
    const [file] = files;
    const [bytes] = contents;
    if (!file || !bytes) throw new Error('There is a file');
    const life = await openLife();
    life.state.isScannerUp = false;
    const lines = await logOf(async () => {
      await life.begin(file);
      await life.upload(file, bytes);
      await life.deliver(1);
      await life.pass(2 * HOUR);
      expect((await life.load(file))?.scan).toBeUndefined();
      await life.pass(4 * HOUR);
    });
    const record = await life.load(file);
    expect(record && statusOf(record, rules)).toEqual({ status: 'unscannable', reason: 'unscanned' });
    expect(lines.filter((line) => 'FilesUnscanned' in line)).toHaveLength(1);
    expect(life.state.looks).toBeLessThanOrEqual(7);
  });

  it('that were handed in are kept, also where nobody could say so', async () => {
    const [file] = files;
    const [bytes] = contents;
    if (!file || !bytes) throw new Error('There is a file');
    const life = await openLife();
    await logOf(async () => {
      await life.begin(file);
      await life.upload(file, bytes);
      await life.deliver(1);
      await life.save([file]);
      await life.submit([file]);
      const record = await life.load(file);
      expect(record && isUsable(statusOf(record, rules))).toBe(true);
      expect(record?.keptAt).toBeDefined();
      await life.pass(100 * DAY);
    });
    expect(await life.load(file)).toBeDefined();
    expect(life.memory.objects.files.has(life.keyOf(file))).toBe(true);
    // The upload itself went with its days: nothing touches it any more.
    expect(life.memory.objects.uploads.has(life.keyOf(file))).toBe(false);
  });
});
