import { describe, expect, it } from '@jest/globals';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeExcelFile from 'write-excel-file/node';
import { previewOf } from '../../../functions/directory/tables/preview.ts';
import { rowsOfFile, rowsOfText } from '../../../functions/directory/tables/read-table.ts';
import { linesOf } from '../../../functions/directory/tables/table-lines.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { allOf } from '../../../shared/store/directory/load.ts';
import { snapshotOf } from '../../../shared/store/directory/snapshot.ts';
import { snapshotWith } from '../../../shared/store/directory/with-change.ts';
import { nowhere } from '../../builders/nowhere.ts';
import { aDirectory, finance } from '../../builders/workflow.ts';

const now = new Date('2026-03-18T02:00:00.000Z');
const stored = await snapshotWith(snapshotOf(nowhere), allOf(aDirectory), {
  by: 'administrator',
  at: now.toISOString(),
});
const previewOfText = (text: string, removeMissing = false) =>
  previewOf(stored, linesOf(rowsOfText(text)), removeMissing, now);
const found = async (text: string, removeMissing = false) =>
  (await previewOfText(text, removeMissing)).findings.map(({ path, message }) => `${path} ${message.zh}`);
const [own] = aDirectory.units;
const unit = own?.id ?? '';
const [someone] = aDirectory.people;

describe('a table of people', () => {
  it('says what is added, changed and unchanged, row by row', async () => {
    if (!someone) throw new Error('There is somebody');
    const { lines, unchanged, findings } = await previewOfText(
      [
        '账号,姓名,电子邮箱,所属单位',
        `${someone.id},新名字（示例）,${someone.email},${someone.unit}`,
        '',
        `newcomer,新人（示例）,newcomer@countersign.example,${unit}`,
        `reviewer,${aDirectory.people.find(({ id }) => id === 'reviewer')?.name},,`,
      ].join('\r\n'),
    );
    // Without a mailbox nobody is in the directory.
    expect(findings.map(({ path }) => path)).toEqual(['/rows/5/email', '/rows/5/unit']);
    expect(unchanged).toBe(0);
    expect(lines).toEqual([
      { row: 2, before: someone, after: { ...someone, name: '新名字（示例）' } },
      {
        row: 4,
        before: null,
        after: { id: 'newcomer', name: '新人（示例）', email: 'newcomer@countersign.example', unit },
      },
    ]);
  });

  it('leaves alone what has no column, and takes a unit by its name and a language by its word', async () => {
    if (!someone) throw new Error('There is somebody');
    const { lines, findings } = await previewOfText(
      `姓名\t账号\t单位\t邮件语言\t备注\n${someone.name}\t${someone.id}\t${finance.name}\tEnglish\t无`,
    );
    expect(findings).toEqual([]);
    expect(lines).toEqual([{ row: 2, before: someone, after: { ...someone, unit: finance.id, lang: 'en' } }]);
  });

  it.each([
    ['a mailbox that is none', 'a,甲（示例）,nothing,{unit}', '/rows/2/email'],
    ['a unit that is not there', 'a,甲（示例）,a@countersign.example,11530121MB9999999X', '/rows/2/unit'],
    ['a mailbox of somebody else', `a,甲（示例）,${someone?.email.toUpperCase()},{unit}`, '/rows/2/email'],
    ['no id', ',甲（示例）,a@countersign.example,{unit}', '/rows/2/id'],
    ['an id of other characters', '张三,甲（示例）,a@countersign.example,{unit}', '/rows/2/id'],
    ['a name without a letter', 'a,——,a@countersign.example,{unit}', '/rows/2/name'],
  ])('says where it has %s', async (_, row, path) => {
    const text = `id,name,email,unit code\n${row.replace('{unit}', unit)}`;
    expect((await found(text)).map((one) => one.split(' ')[0])).toEqual([path]);
  });

  it('has everybody once', async () => {
    const row = `a,甲（示例）,a@countersign.example,${unit}`;
    expect(await found(`id,name,email,unit\n${row}\n${row}`)).toEqual(['/rows/3/id 该账号或代码在表中重复']);
  });

  it('removes nobody unless that is asked for, and never the last administrator', async () => {
    if (!someone) throw new Error('There is somebody');
    const text = `id,name,email,unit\n${someone.id},${someone.name},${someone.email},${someone.unit}`;
    expect(await previewOfText(text)).toMatchObject({ lines: [], unchanged: 1 });
    const removing = await previewOfText(text, true);
    expect(removing.lines).toHaveLength(aDirectory.people.length - 1);
    expect(removing.lines.every(({ row, after }) => row === null && after === null)).toBe(true);
    expect(removing.findings.map(({ message }) => message.zh).join()).toContain('还在以下单位的岗位上');
  });
});

describe('a table of units', () => {
  it('takes posts in one cell, in words of either language, by account or name', async () => {
    const text = `code;name;posts\n${unit};${own?.name};"审核岗：reviewer（reviewer2，approver）；Head of the unit: approver"`;
    const { lines, findings } = await previewOfText(text);
    expect(findings).toEqual([]);
    expect(lines[0]?.after).toEqual({
      ...own,
      posts: [
        { post: 'reviewer', holder: 'reviewer', delegates: ['reviewer2', 'approver'] },
        { post: 'head', holder: 'approver' },
      ],
    });
  });

  it('may name units that it adds itself', async () => {
    const text = `代码,名称,财政单位\n11530121MB9000001X,新单位（示例）,新财政局（示例）\n11530121MB9000002X,新财政局（示例）,`;
    const { lines, findings } = await previewOfText(text);
    expect(findings).toEqual([]);
    expect(lines[0]?.after).toMatchObject({ finance: '11530121MB9000002X' });
  });

  it('says which post is written otherwise, or names nobody', async () => {
    const rows = (posts: string) => `code,name,posts\n${unit},${own?.name},"${posts}"`;
    expect((await found(rows('reviewer')))[0]).toMatch(/^\/rows\/2\/posts 岗位应写作/);
    expect(await found(rows('reviewer:nobody'))).toEqual(['/rows/2/posts/0/holder 名录中没有此人']);
  });
});

describe('a file', () => {
  const table = `账号,姓名\n${someone?.id},${someone?.name}`;
  const GB18030 = 'd5cbbac52cd0d5c3fb0a612ccdf5cef5'; // 账号,姓名 / a,王熙
  it('is read in UTF-8 with or without its mark, UTF-16 and GB18030', async () => {
    for (const bytes of [
      Buffer.from(table),
      Buffer.from(`\uFEFF${table}`),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, 'utf16le')]),
    ])
      expect(await rowsOfFile(bytes)).toEqual([
        ['账号', '姓名'],
        [someone?.id, someone?.name],
      ]);
    expect(await rowsOfFile(Buffer.from(GB18030, 'hex'))).toEqual([
      ['账号', '姓名'],
      ['a', '王熙'],
    ]);
    await expect(rowsOfFile(Buffer.from([0xff, 0xff, 0x80, 0x31]))).rejects.toThrow(Problem);
  });

  it('is read as a workbook, with all digits of its numbers', async () => {
    const bytes = await writeExcelFile([
      [
        { type: String, value: '账号' },
        { type: String, value: '电话' },
      ],
      [
        { type: Number, value: 123456789012345, format: '0' },
        { type: String, value: '＝0871' },
      ],
    ]).toBuffer();
    // A code that somebody typed as a number: the file has all of its digits.
    const parts = unzipSync(bytes);
    const sheet = 'xl/worksheets/sheet1.xml';
    const longer = strFromU8(parts[sheet] ?? new Uint8Array()).replace(
      '123456789012345',
      '115301210151026961',
    );
    expect(await rowsOfFile(zipSync({ ...parts, [sheet]: strToU8(longer) }))).toEqual([
      ['账号', '电话'],
      ['115301210151026961', '＝0871'],
    ]);
    await expect(rowsOfFile(bytes.subarray(0, 400))).rejects.toThrow(Problem);
  });

  it('has quotes, separators and line ends in its cells', () => {
    expect(rowsOfText('a,b\r\n"x,""y""\r\nz",2')).toEqual([
      ['a', 'b'],
      ['x,"y"\nz', '2'],
    ]);
  });

  it('has ten thousand rows at most, and a heading that is known', async () => {
    const rows = (count: number) => `账号,姓名\n${'a,b\n'.repeat(count)}`;
    expect(rowsOfText(rows(10_000))).toHaveLength(10_002);
    expect(() => rowsOfText(rows(10_002))).toThrow(Problem);
    expect(() => linesOf(rowsOfText('甲,乙\n1,2'))).toThrow(Problem);
  });
});
