import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  beginUpload,
  filePosted,
  storeUpload,
  type Uploader,
} from '../../shared/attachments/begin-upload.ts';
import type { NamedFiles } from '../../shared/attachments/findings.ts';
import { keepNamed, loadNamed, markKept } from '../../shared/attachments/named-files.ts';
import { type AttachmentRecord, isUsable, statusOf } from '../../shared/attachments/record.ts';
import {
  loadAttachment,
  loadAttachments,
  recordArrival,
  recordContent,
  recordScan,
  removeAttachment,
} from '../../shared/attachments/record-store.ts';
import { MOST_ATTACHMENTS } from '../../shared/attachments/rules.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { definition } from '../../shared/declaration/definition.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import { Conflict, type Database } from '../../shared/store/database.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { aFile } from '../builders/attached-files.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aStore, type MemoryStore, usualTaken } from '../builders/object-store.ts';
import { openTables, type Tables } from '../support/tables.ts';

const projectId = '2026-7K3M-9QXD';
const now = () => new Date('2026-03-02T01:00:00.000Z');
const at = now().toISOString();

let tables: Tables;
let database: Database;
let store: MemoryStore;
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
  store = aStore();
});
afterAll(() => tables.stop());

const deps = (taken = usualTaken) => ({ database, store, taken, now });
const unit: Uploader = {
  projectId,
  by: { id: 'submitter', name: '经办人甲（示例）' },
  counts: ({ stage }) => stage === undefined,
  isNamed: async () => false,
};
const announced = (name: string, text = name) => {
  const { size, sha256 } = aFile('x.pdf', text);
  return { name, size, sha256 };
};
const begin = async (body: ReturnType<typeof announced>, uploader = unit, taken = usualTaken) =>
  (await beginUpload(deps(taken), uploader, body)).record;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error: unknown) =>
      error instanceof Problem
        ? [error.code, error.errors?.[0]?.path, error.detail?.zh].filter((one) => one !== undefined)
        : error,
  );
const records = () => loadAttachments(database, projectId);
/** As the scan would have told of it. */
async function arrive(record: AttachmentRecord): Promise<void> {
  store.objects.uploads.set(`${projectId}/${record.sha256}`, Buffer.from('x'));
  await recordArrival(database, record, at);
  await recordContent(database, record, 'fits');
  await recordScan(database, record, 'clean', at);
}

describe('a name', () => {
  it.each([
    ['C:\\fakepath\\报价单.pdf', '报价单.pdf'],
    ['../../etc/报价单.pdf', '报价单.pdf'],
    ['报价\u0000单\r\n.pdf', '报价单.pdf'],
    // Marks that turn the reading around: "fdp.exe" would be read as "exe.pdf".
    ['报价\u202efdp.\u202c单.pdf', '报价fdp.单.pdf'],
    [`${'长'.repeat(251)}.pdf`, `${'长'.repeat(251)}.pdf`],
  ])('%j is kept as %j', async (given, kept) => {
    expect((await begin(announced(given))).name).toBe(kept);
  });

  it.each([
    [`${'长'.repeat(252)}.pdf`, 'invalid-body', '/name', /超过 255 个字符/],
    ['..', 'invalid-body', '/name', /没有名称/],
    ['页面.html', 'invalid-body', '/name', /不接收“页面.html”/],
    ['图.svg', 'invalid-body', '/name', /不接收/],
  ])('%j is refused', async (given, code, path, words) => {
    expect(await refusal(begin(announced(given)))).toEqual([code, path, expect.stringMatching(words)]);
    expect(await records()).toEqual([]);
  });
});

describe('what is too much', () => {
  const sized = (name: string, size: number) => ({ ...announced(name), size });

  it('is told before anything is sent: nothing, one file, all of them, their number', async () => {
    expect(await refusal(begin(sized('空.pdf', 0)))).toEqual([
      'invalid-body',
      '/size',
      '“空.pdf”是空文件（0 字节）',
    ]);
    expect(await refusal(begin(sized('大.pdf', usualTaken.mostBytes + 1)))).toEqual([
      'too-large',
      '/size',
      '“大.pdf”有 20 MB，每个文件不能超过 20 MB',
    ]);
    for (const name of ['一.pdf', '二.pdf', '三.pdf', '四.pdf', '五.pdf'])
      await begin(sized(name, usualTaken.mostBytes));
    expect(await refusal(begin(sized('六.pdf', 1)))).toEqual([
      'too-large',
      '/size',
      expect.stringContaining('100 MB'),
    ]);
    // The same again is no more than it was.
    expect(await refusal(begin(sized('五.pdf', usualTaken.mostBytes)))).toBe('taken');
    // What a decider sends has a measure of its own.
    const stage = { ...unit, stage: 'approval', counts: (one: AttachmentRecord) => one.stage === 'approval' };
    expect(await refusal(begin(sized('纪要.pdf', 1), stage))).toBe('taken');
  });

  it('of number', async () => {
    for (let n = 0; n < MOST_ATTACHMENTS; n++) await begin(announced(`${n}.pdf`));
    expect(await refusal(begin(announced('多.pdf')))).toEqual([
      'invalid-body',
      '',
      '一个项目最多 200 个附件',
    ]);
  });

  it('where nothing scans and the office refuses what is not scanned, nothing is taken', async () => {
    const strict = { ...usualTaken, unscannedFiles: 'refuse' } as const;
    expect(await refusal(begin(announced('a.pdf'), unit, strict))).toEqual([
      'invalid-body',
      '',
      expect.stringContaining('没有配置查毒'),
    ]);
    expect(await refusal(begin(announced('a.pdf'), unit, { ...strict, scanner: 'clamd' }))).toBe('taken');
  });
});

describe('the same bytes', () => {
  it('are one attachment, also for those who come at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => begin(announced('报价.pdf'))));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await records()).toHaveLength(1);
  });

  it('take another name while nothing names them, and keep the one they are named by', async () => {
    await arrive(await begin(announced('报价.pdf')));
    const renamed = await begin(announced('报价（终稿）.pdf', '报价.pdf'));
    expect([renamed.name, statusOf(renamed, usualTaken).status]).toEqual(['报价（终稿）.pdf', 'clean']);
    const named = { ...unit, isNamed: async () => true };
    expect((await begin(announced('又一个.pdf', '报价.pdf'), named)).name).toBe('报价（终稿）.pdf');
  });

  it('under a name of another kind are looked at anew, unless they are named as they are', async () => {
    await arrive(await begin(announced('附件.zip')));
    const again = await begin(announced('附件.docx', '附件.zip'));
    expect([again.type, statusOf(again, usualTaken).status]).toEqual([
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'awaiting',
    ]);
    const named = { ...unit, isNamed: async () => true };
    expect(await refusal(begin(announced('附件.pdf', '附件.zip'), named))).toEqual([
      'invalid-body',
      '/name',
      '同样内容的文件已经以“附件.docx”的名称上传，文件类型不同',
    ]);
  });

  it('that a decider sent are the unit’s once it sends them, and do not say whose they were', async () => {
    const decider = { ...unit, by: { id: 'approver', name: '审批人甲（示例）' }, stage: 'approval' };
    await begin(announced('纪要.pdf'), decider);
    expect(await begin(announced('材料.pdf', '纪要.pdf'))).toMatchObject({ by: unit.by, name: '材料.pdf' });
    expect((await records()).map(({ stage }) => stage)).toEqual([undefined]);
  });
});

describe('facts come in any order', () => {
  const file = () => begin(announced('报价.pdf'));
  const steps = {
    arrival: (record: AttachmentRecord) => recordArrival(database, record, at),
    content: (record: AttachmentRecord) => recordContent(database, record, 'fits'),
    scan: (record: AttachmentRecord) => recordScan(database, record, 'clean', at),
  };
  it.each([
    ['arrival', 'content', 'scan'],
    ['scan', 'arrival', 'content'],
    ['content', 'scan', 'arrival'],
    ['scan', 'content', 'arrival'],
  ] as const)('%s, %s, %s', async (...order) => {
    const record = await file();
    for (const [index, step] of order.entries()) {
      await steps[step](record);
      const stored = await loadAttachment(database, record);
      expect(stored && isUsable(statusOf(stored, usualTaken))).toBe(index === 2);
    }
  });

  it('malware stays malware, also of what was submitted: it is no longer handed out', async () => {
    const record = await file();
    await arrive(record);
    const named = await loadNamed(
      database,
      projectId,
      filesIn(definition, aDeclaration({ attachments: [aFile('报价.pdf')] })),
    );
    expect(await keepNamed(store, named)).toEqual([]);
    await markKept(deps(), named);
    expect(await recordScan(database, record, 'malware', at)).toBe(true);
    expect(await recordScan(database, record, 'clean', at)).toBe(false);
    const stored = await loadAttachment(database, record);
    expect([stored?.keptAt, stored && statusOf(stored, usualTaken)]).toEqual([
      at,
      { status: 'refused', reason: 'malware' },
    ]);
    // It stays where it is, and so does its record.
    expect(stored && (await removeAttachment(database, stored))).toBe(false);
    expect(store.objects.files.size).toBe(1);
  });

  it('is removed also where a transaction has it in hand for a moment', async () => {
    const record = await begin(announced('报价.pdf'));
    let inHand = 2;
    const busy: Database = {
      ...database,
      transact: async (writes) => {
        if (inHand-- > 0) throw new Conflict('Another writer was here');
        await database.transact(writes);
      },
    };
    expect([await removeAttachment(busy, record), await records()]).toEqual([true, []]);
  });

  it('none is written of what nobody announced', async () => {
    const unknown = { projectId, id: attachmentIdOf(aFile('x.pdf')), type: 'application/pdf' };
    const done = [
      await recordArrival(database, unknown, at),
      await recordContent(database, unknown, 'fits'),
      await recordScan(database, unknown, 'clean', at),
    ];
    expect([done, await records()]).toEqual([[false, false, false], []]);
  });
});

describe('keeping what a submission names', () => {
  async function named(...names: string[]): Promise<NamedFiles> {
    for (const name of names) await arrive(await begin(announced(name)));
    const attachments = names.map((name) => aFile(name));
    return loadNamed(database, projectId, filesIn(definition, aDeclaration({ attachments })));
  }
  const again = ({ files }: NamedFiles) => loadNamed(database, projectId, files);

  it('copies each once, and says so after', async () => {
    const files = await named('一.pdf', '二.pdf');
    expect(await keepNamed(store, files)).toEqual([]);
    expect((await records()).map(({ keptAt }) => keptAt)).toEqual([undefined, undefined]);
    await markKept(deps(), files);
    expect((await records()).map(({ keptAt, due }) => [keptAt, due])).toEqual([
      [at, undefined],
      [at, undefined],
    ]);
    store.calls.length = 0;
    expect(await keepNamed(store, await again(files))).toEqual([]);
    expect(store.calls).toEqual([]);
  });

  it('where the store fails nothing is said to be kept, and the same again does it', async () => {
    const files = await named('一.pdf', '二.pdf');
    store.failing.add('keep');
    expect(await refusal(keepNamed(store, files))).toEqual(['files-unavailable']);
    expect((await records()).map(({ keptAt }) => keptAt)).toEqual([undefined, undefined]);
    store.failing.delete('keep');
    expect(await keepNamed(store, files)).toEqual([]);
    expect(store.objects.files.size).toBe(2);
  });

  it('of one that is gone says which', async () => {
    const files = await named('一.pdf', '二.pdf');
    store.objects.uploads.delete(`${projectId}/${aFile('二.pdf').sha256}`);
    expect((await keepNamed(store, files)).map(({ path, message }) => [path, message.zh])).toEqual([
      ['/attachments/1', '“二.pdf”已不在存储中，请重新上传'],
    ]);
  });
});

it.each(['presignUpload', 'put'] as const)(
  'where the store does not do %s, the record waits for the bytes',
  async (call) => {
    store.failing.add(call);
    const bytes = Buffer.from('报价.pdf');
    const file = filePosted({ name: '报价.pdf', bytes }, usualTaken);
    const work = () =>
      call === 'put'
        ? storeUpload(deps(), unit, file, bytes)
        : beginUpload(deps(), unit, announced('报价.pdf'));
    expect(await refusal(work())).toEqual(['files-unavailable']);
    expect((await records()).map((record) => statusOf(record, usualTaken).status)).toEqual(['awaiting']);
    store.failing.delete(call);
    expect(await refusal(work())).toBe('taken');
    expect(await records()).toHaveLength(1);
  },
);
