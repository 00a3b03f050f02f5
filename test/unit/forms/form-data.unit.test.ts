import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { type Field, fieldsOf } from '../../../shared/forms/definition.ts';
import { fieldAt } from '../../../shared/forms/field-at.ts';
import { inputText, readForm, whyUnread } from '../../../shared/forms/form-data.ts';
import { applyRowIntent, readRowIntent, rowOf } from '../../../shared/forms/rows.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { FAR_FROM_LINEAR, growthOf, type Part } from '../../support/growth.ts';

/** What a browser would post for a declaration. */
function entriesOf(fields: readonly Field[], value: unknown, prefix = ''): [string, string][] {
  return fields.flatMap((field) =>
    entriesOfField(field, Reflect.get(Object(value), field.key), `${prefix}${field.key}`),
  );
}
function entriesOfField(field: Field, value: unknown, name: string): [string, string][] {
  if (field.kind === 'group') return entriesOf(field.fields, value ?? {}, `${name}.`);
  if (field.kind === 'files') return [];
  if (field.kind !== 'list') return [[name, inputText(field, value)]];
  const rows = Array.isArray(value) ? value : [];
  return rows.flatMap((row, index) => entriesOfField(field.of, row, `${name}.${index}`));
}

const fields = fieldsOf(definition);

describe('what a page posts', () => {
  it('reads back to the declaration that it showed', () => {
    expect(readForm(definition, entriesOf(fields, aDeclaration()))).toEqual({
      declaration: aDeclaration(),
      unread: {},
    });
  });

  it('keeps what it does not understand as typed, beside the rest', () => {
    const read = readForm(definition, [
      ['title', '项目'],
      ['budgetYear', '二〇二一'],
      ['plan.0.name', '一'],
      ['plan.0.amountFen', '约4万'],
    ]);
    expect(read).toEqual({
      declaration: { title: '项目', plan: [{ name: '一' }] },
      unread: { '/budgetYear': '二〇二一', '/plan/0/amountFen': '约4万' },
    });
  });

  it('never guesses an amount or a number: what it could have been is said', () => {
    const typed: [string, string, string][] = [
      ['plan.0.amountFen', '/plan/0/amountFen', '0,15'],
      ['plan.0.unitPriceFen', '/plan/0/unitPriceFen', '1.234.567'],
      ['plan.0.quantity', '/plan/0/quantity', '1,2'],
      ['appropriation.amountFen', '/appropriation/amountFen', '225000'],
    ];
    const { unread } = readForm(
      definition,
      typed.map(([name, , text]) => [name, text]),
    );
    expect(unread).toEqual(Object.fromEntries(typed.map(([, path, text]) => [path, text])));
    const why = (path: string) =>
      whyUnread(fieldAt(definition, path.slice(1).split('/')), unread[path] ?? '').zh;
    expect(why('/plan/0/amountFen')).toContain('是否为 0.15？');
    expect(why('/plan/0/unitPriceFen')).toContain('是否为 1,234,567？');
    expect(why('/appropriation/amountFen')).toContain('是否为 225,000 元？');
  });

  it('takes a large amount that says its unit, and shows it so that it is not asked about again', () => {
    const read = readForm(definition, [['appropriation.amountFen', '225,000万元']]);
    expect(read).toEqual({ declaration: { appropriation: { amountFen: 225_000_000_000 } }, unread: {} });
    const field = fieldAt(definition, ['appropriation', 'amountFen']);
    if (field?.kind !== 'money') throw new Error('It is an amount');
    const shown = inputText(field, 225_000_000_000);
    expect(readForm(definition, [['appropriation.amountFen', shown]])).toEqual(read);
  });

  it('keeps a text that none may hold as typed, and says where', () => {
    const { declaration, unread } = readForm(definition, [
      ['title', '应急\u202E演练'],
      ['overview', '一\t二\u200B'],
    ]);
    expect({ declaration, unread }).toEqual({
      declaration: { overview: '一 二' },
      unread: { '/title': '应急\u202E演练' },
    });
    expect(whyUnread(fieldAt(definition, ['title']), '应急\u202E演练').zh).toBe(
      '项目名称的第 3 个字符（U+202E）看不见或会打乱文字顺序，请删除后重新填写',
    );
  });

  it('drops empty rows and closes the gap, and keeps a row whose only text was not understood', () => {
    const read = readForm(definition, [
      ['plan.0.name', ' '],
      ['plan.2.name', '二'],
      ['plan.5.amountFen', 'x'],
    ]);
    expect(read).toEqual({
      declaration: { plan: [{ name: '二' }, {}] },
      unread: { '/plan/1/amountFen': 'x' },
    });
  });

  it('takes line ends as the declaration has them', () => {
    expect(readForm(definition, [['overview', '一\r\n二']]).declaration).toEqual({ overview: '一\n二' });
  });

  it('is not slowed down by a row number without bounds', () => {
    const read = readForm(definition, [['plan.999999999.name', 'x']]);
    expect(read.declaration).toEqual({});
  });
});

describe('what no page of ours posts', () => {
  it.each(['a', 'title.x', 'unit', 'plan', 'plan.name', 'plan.-1.name', 'plan.01.name', 'plan.1e1.name'])(
    'is no field: %s',
    (name) => {
      expect(readForm(definition, [[name, 'x']])).toEqual({ declaration: {}, unread: {} });
    },
  );

  it.each(['__proto__.title', 'constructor', 'unit.__proto__.name', 'plan.0.__proto__'])(
    'reaches no prototype: %s',
    (name) => {
      expect(readForm(definition, [[name, 'x']])).toEqual({ declaration: {}, unread: {} });
      expect(Object.prototype).not.toHaveProperty('title');
    },
  );

  const MEGABYTE = 1_000_000;
  const many = (part: Part, name: (n: number) => string) =>
    Array.from({ length: 100_000 * part }, (_, n): [string, string] => [name(n), '1']);
  const shapes: readonly (readonly [string, (part: Part) => [string, string][]])[] = [
    ['one name of dots', (part) => [['a.'.repeat((MEGABYTE / 2) * part), 'x']]],
    [
      'one name of a field and dots',
      (part) => [[`plan.0.name${'.name'.repeat((MEGABYTE / 5) * part)}`, 'x']],
    ],
    ['one name a megabyte long', (part) => [['a'.repeat(MEGABYTE * part), 'x']]],
    ['100,000 distinct names', (part) => many(part, (n) => `n${n}`)],
    ['100,000 rows', (part) => many(part, (n) => `plan.${n}.name`)],
    ['100,000 rows of a list in a row', (part) => many(part, (n) => `basis.0.articles.${n}`)],
    ['rows numbered without bounds', (part) => many(part, (n) => `plan.${10 ** 15 + n}.name`)],
    ['one field 100,000 times', (part) => many(part, () => 'plan.0.amountFen')],
    [
      'deep names that begin well',
      (part) => many(part, (n) => `performance.annualGoal.items.${n % 9}.x.y.z`),
    ],
  ];
  it.each(shapes)('costs no more than it is long: %s', async (_, entries) => {
    const kept = ['/plan/2', '/performance/annualGoal/items/1', '/basis/0/articles/3'];
    const growth = await growthOf(entries, (sent) => readForm(definition, sent, kept));
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });
});

describe('a button of a row', () => {
  const reading = {
    declaration: { plan: [{ name: '一' }, { name: '二' }, { name: '三' }] },
    unread: { '/plan/2/amountFen': 'x', '/plan/1/amountFen': 'y', '/title': 't' },
  };
  const press = (text: string) => {
    const intent = readRowIntent(definition, text);
    if (!intent) throw new Error(`No intent: ${text}`);
    return applyRowIntent(definition, reading, intent);
  };

  it('moves the row with what was not understood in it', () => {
    expect(press('up:/plan/2')).toEqual({
      declaration: { plan: [{ name: '一' }, { name: '三' }, { name: '二' }] },
      unread: { '/plan/1/amountFen': 'x', '/plan/2/amountFen': 'y', '/title': 't' },
    });
  });

  it('removes a row', () => {
    expect(press('remove:/plan/1')).toEqual({
      declaration: { plan: [{ name: '一' }, { name: '三' }] },
      unread: { '/plan/1/amountFen': 'x', '/title': 't' },
    });
  });

  it('adds a row, also to a list that is not there yet', () => {
    expect(press('add:/plan').declaration.plan).toHaveLength(4);
    expect(press('add:/performance/annualGoal/items').declaration.performance).toEqual({
      annualGoal: { items: [''] },
    });
  });

  it.each(['add:/nowhere', 'remove:/plan/x', 'add:/title', 'drop:/plan', '', 'up:/__proto__/0'])(
    'is refused for %p',
    (text) => {
      expect(readRowIntent(definition, text)).toBeNull();
    },
  );
});

describe('what a button of the page means', () => {
  const intentOn = (text: string, entries: [string, string][]) => {
    const intent = readRowIntent(definition, text);
    if (!intent) throw new Error(`No intent: ${text}`);
    return applyRowIntent(definition, readForm(definition, entries, [rowOf(intent)]), intent).declaration;
  };

  it('is the row as the page numbers it, also below an empty one', () => {
    const rows: [string, string][] = [
      ['plan.0.name', '一'],
      ['plan.1.name', ''],
      ['plan.2.name', '三'],
      ['plan.3.name', '四'],
    ];
    expect(intentOn('remove:/plan/2', rows)).toEqual({ plan: [{ name: '一' }, {}, { name: '四' }] });
    expect(intentOn('up:/plan/3', rows)).toEqual({
      plan: [{ name: '一' }, {}, { name: '四' }, { name: '三' }],
    });
    expect(intentOn('add:/plan', [['plan.0.name', '']])).toEqual({ plan: [{}, {}] });
  });

  it('is a row of the right inner list', () => {
    const rows: [string, string][] = [
      ['basis.0.title', ''],
      ['basis.1.title', '《预算法》'],
      ['basis.1.articles.0', '第一条'],
      ['basis.1.articles.1', ''],
      ['basis.1.articles.2', '第三条'],
    ];
    expect(intentOn('remove:/basis/1/articles/2', rows)).toEqual({
      basis: [{}, { title: '《预算法》', articles: ['第一条', ''] }],
    });
  });
});

describe('what a page posts of the fields that a return opened', () => {
  it('keeps the numbers of the rows that it does not post', () => {
    const read = readForm(definition, [['plan.2.basis', '4×1.25']], ['/plan/2/basis', '/title']);
    expect(read.declaration).toEqual({ plan: [{}, {}, { basis: '4×1.25' }] });
  });
});
