import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../../shared/declaration/definition.ts';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { listingOf } from '../../../../shared/declaration/import/listing.ts';
import { ImportRefused } from '../../../../shared/declaration/import/refused.ts';
import { aFile } from '../../../builders/attached-files.ts';
import { aDeclaration } from '../../../builders/declaration.ts';

const importJson = (value: unknown) => importFile('declaration.json', Buffer.from(JSON.stringify(value)));

describe('the JSON of a declaration', () => {
  it('is taken as it is', async () => {
    const imported = await importJson(aDeclaration());
    expect(imported.declaration).toEqual(aDeclaration());
    expect([imported.inferred, imported.notPlaced]).toEqual([[], []]);
  });

  it('may stand inside a project, as the product answers it', async () => {
    const imported = await importJson({ id: '2021-7K3M-9QXD', declaration: aDeclaration() });
    expect(imported.declaration).toEqual(aDeclaration());
  });

  it('leaves its files behind, and names each', async () => {
    const [quote, photo] = [aFile('报价单.pdf'), aFile('现场.jpg')];
    const { plan } = aDeclaration();
    const withFiles = {
      ...aDeclaration(),
      attachments: [photo],
      plan: plan.map((line) => ({ ...line, files: [quote] })),
    };
    const imported = await importJson(withFiles);
    expect(imported.declaration).toEqual(aDeclaration());
    expect(imported.notPlaced.map(({ text, why }) => [text, why.zh])).toEqual([
      ...plan.map((_, row) => [
        `/plan/${row}/files/0 = "报价单.pdf"`,
        '附件不随内容导入，请在本项目中重新上传',
      ]),
      ['/attachments/0 = "现场.jpg"', '附件不随内容导入，请在本项目中重新上传'],
    ]);
    expect((await importJson({ attachments: 'x' })).notPlaced.map(({ text }) => text)).toEqual([
      '/attachments/0 = "x"',
    ]);
  });

  it('may be any part of one', async () => {
    expect((await importJson({ title: '甲', unit: null })).declaration).toEqual({ title: '甲' });
  });

  it('has its amounts, years and choices read where they are written for people, and says so', async () => {
    const imported = await importJson({
      budgetYear: '2021',
      appropriation: { amountFen: '３１．５万元' },
      plan: [{ name: '甲', unitPriceFen: '5000' }],
      performance: { indicators: [{ level1: '产出指标', value: 98 }] },
    });
    expect(imported.declaration).toEqual({
      budgetYear: 2021,
      appropriation: { amountFen: 31_500_000 },
      plan: [{ name: '甲', unitPriceFen: 500_000 }],
      performance: { indicators: [{ level1: 'output', value: '98' }] },
    });
    expect(imported.inferred.map(({ path }) => path)).toEqual([
      '/budgetYear',
      '/appropriation/amountFen',
      '/plan/0/unitPriceFen',
      '/performance/indicators/0/level1',
      '/performance/indicators/0/value',
    ]);
  });

  it('loses nothing without saying so', async () => {
    const imported = await importJson({
      title: { zh: '甲' },
      extra: '乙',
      plan: [{ name: '丙', amountFen: '很多', note: 1 }],
      activities: '一段话',
      performance: { indicators: [{ nature: '半定量' }] },
    });
    expect(imported.notPlaced.map(({ text }) => text)).toEqual([
      '/extra = "乙"',
      '/title = {"zh":"甲"}',
      '/activities = "一段话"',
      '/plan/0/note = 1',
      '/plan/0/amountFen = "很多"',
      '/performance/indicators/0/nature = "半定量"',
    ]);
    expect(imported.declaration).toEqual({ plan: [{ name: '丙' }], performance: { indicators: [{}] } });
  });

  it('holds as many rows as the form', async () => {
    const { declaration, notPlaced } = await importJson({
      basis: Array.from({ length: 62 }, () => ({ title: '《甲》' })),
    });
    expect(declaration.basis).toHaveLength(60);
    expect(notPlaced).toHaveLength(2);
  });

  it.each([[[]], ['text'], [null]])('is an object, and not %j', async (value) => {
    await expect(importJson(value)).rejects.toThrow(TypeError);
  });
});

describe('a file', () => {
  it('of another kind is refused by name', async () => {
    await expect(importFile('申报.xlsx', Buffer.from(''))).rejects.toThrow('can be imported, not');
    await expect(importFile('noextension', Buffer.from(''))).rejects.toThrow('can be imported, not');
  });

  it('in another character set is not guessed at', async () => {
    // 專案計畫 in Big5
    const big5 = Buffer.from([0xb1, 0x4d, 0xae, 0xd7, 0xad, 0x70, 0xb5, 0x65]);
    await expect(importFile('a.txt', big5)).rejects.toThrow(ImportRefused);
  });

  it('may be in GB 18030, or in UTF-16 with its mark', async () => {
    // 项目名称：甲
    const gb = Buffer.from('cfeec4bfc3fbb3c6a3babcd7', 'hex');
    const utf16 = Buffer.from('\ufeff项目名称：甲', 'utf16le');
    for (const bytes of [gb, utf16, Buffer.from(utf16).swap16()])
      expect((await importFile('a.txt', bytes)).declaration).toEqual({ title: '甲' });
  });

  it('may begin with a byte-order mark, and have Windows’ line ends', async () => {
    const { declaration } = await importFile('a.txt', Buffer.from('\uFEFF一、项目名称\r\n甲\r\n'));
    expect(declaration).toEqual({ title: '甲' });
  });
});

describe('the list', () => {
  it('has every value with its place, what was inferred and why, and what found no place', async () => {
    const imported = await importJson({
      title: '甲',
      budgetYear: '2021',
      plan: [{ amountFen: 22_500_000, x: 1 }],
    });
    expect(listingOf(definition, imported, 'zh').split('\n')).toEqual([
      '已识别 2 项',
      '  项目名称：甲',
      '  支出 1 · 金额：22.50 万元',
      '推断 1 项，请核对',
      '  预算年度：2021（由“2021”得出）',
      '未放入 1 项',
      '  “/plan/0/x = 1”（本表没有这一项）',
    ]);
    expect(listingOf(definition, imported, 'en')).toContain('  Line 1 · Amount: ');
  });
});
