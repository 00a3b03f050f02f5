import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { cellsOf, readPaste, withPasted } from '../../../shared/forms/paste.ts';
import { FAR_FROM_LINEAR, growthOf } from '../../support/growth.ts';

const read = (text: string, list = '/plan') => {
  const pasted = readPaste(definition, list, text);
  if (!pasted) throw new Error(`Nothing was read of ${text}`);
  return pasted;
};

describe('cells of a spreadsheet', () => {
  it.each([
    [
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"one\ntwo"\t"say ""hi"""\nx', [['one\ntwo', 'say "hi"'], ['x']]],
    ['a\t\tc', [['a', '', 'c']]],
    ['\ta', [['', 'a']]],
    ['a\n\n\t\nb', [['a'], ['b']]],
    ['5" pipe\tx', [['5" pipe', 'x']]],
    ['', []],
    ['\n', []],
  ])('%j', (text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });
});

describe('pasted rows', () => {
  it('stand in the order of the form without a heading', () => {
    expect(read('网格员补助\t5,000\t45\t个社区\t22.5').rows).toEqual([
      {
        name: '网格员补助',
        unitPriceFen: 500_000,
        quantity: 45,
        quantityUnit: '个社区',
        amountFen: 22_500_000,
      },
    ]);
  });

  it('follow their headings, whose units count', () => {
    const { rows, columns } = read('金额（元）\t支出项目\t序号\n40000\t规划\t1\n5万元\t活动\t2');
    expect(rows).toEqual([
      { name: '规划', amountFen: 4_000_000 },
      { name: '活动', amountFen: 5_000_000 },
    ]);
    expect(columns.map((field) => field?.key ?? null)).toEqual(['amountFen', 'name', null]);
    expect(read('Line\tAmount\nDrill\t４．００').rows).toEqual([{ name: 'Drill', amountFen: 4_000_000 }]);
  });

  it('are asked about where a large amount has no unit, in its cell or its heading', () => {
    const bare = read('支出项目\t金额\n规划\t40000');
    expect([bare.rows, bare.unread]).toEqual([[{ name: '规划' }], { '/0/amountFen': '40000' }]);
    expect(read('支出项目\t金额（万元）\n规划\t40,000').rows).toEqual([
      { name: '规划', amountFen: 40_000_000_000 },
    ]);
    expect(read('支出项目\t金额（元）\n规划\t4,0000').unread).toEqual({ '/0/amountFen': '4,0000元' });
  });

  it('choose by what people see, and keep what is not understood', () => {
    const { rows, unread } = read(
      '产出指标\t数量指标\t演练\t定量\t≥\t12\t次\n大指标\t\t培训',
      '/performance/indicators',
    );
    expect(rows[0]).toMatchObject({ name: '演练', operator: '>=', value: '12', unit: '次' });
    expect(rows[1]).toEqual({ name: '培训' });
    expect(unread).toEqual({ '/1/level1': '大指标' });
  });

  it('go after those that are there, with what was not understood, as far as the list holds', () => {
    const before = { declaration: { plan: [{ name: '一' }] }, unread: { '/plan/0/amountFen': '?' } };
    expect(withPasted(definition, before, '/plan', read('二\t\t\t\t五万'))).toEqual({
      declaration: { plan: [{ name: '一' }, { name: '二' }] },
      unread: { '/plan/0/amountFen': '?', '/plan/1/amountFen': '五万' },
    });
    const many = read(Array.from({ length: 203 }, (_, index) => `第${index}项`).join('\n'));
    expect([many.rows.length, many.left]).toEqual([200, 3]);
    expect(withPasted(definition, before, '/plan', many).declaration.plan).toHaveLength(200);
  });

  it('take the place of empty rows that waited for them, and of none that something was typed into', () => {
    const plan = [{ name: '一' }, {}, {}, {}];
    const before = { declaration: { plan }, unread: { '/plan/2/amountFen': '?' } };
    expect(withPasted(definition, before, '/plan', read('二')).declaration).toEqual({
      plan: [{ name: '一' }, {}, {}, { name: '二' }],
    });
    const empty = { declaration: { plan: [{}] }, unread: {} };
    expect(withPasted(definition, empty, '/plan', read('一')).declaration).toEqual({
      plan: [{ name: '一' }],
    });
  });

  it('need a list of rows', () => {
    expect(readPaste(definition, '/title', 'a')).toBeNull();
    expect(readPaste(definition, '/basis/0/articles', 'a')).toBeNull();
    expect(readPaste(definition, '/plan', ' \n\t')).toBeNull();
  });
});

describe('a megabyte that is no table', () => {
  it.each(['（', '(', '"', 'a\t"', '\n', '"\n', '\t', ' '])(
    'costs no more than it is long: %j',
    async (unit) => {
      const growth = await growthOf(
        (part) => unit.repeat(Math.floor((300_000 * part) / Buffer.byteLength(unit))),
        (text) => readPaste(definition, '/plan', text),
      );
      expect(growth).toBeLessThan(FAR_FROM_LINEAR);
    },
  );
});
