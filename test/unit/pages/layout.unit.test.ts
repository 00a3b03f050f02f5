import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import type { Field, ListField } from '../../../shared/forms/definition.ts';
import { fieldOf, placeOf } from '../../../shared/forms/places.ts';
import { fieldLines, isTabular, rowLines } from '../../../shared/pages/layout.ts';

const fieldLists: (readonly Field[])[] = definition.sections.map((section) => section.fields);
const lists = ['/basis', '/activities', '/plan', '/performance/indicators'].map((pointer) =>
  fieldOf(definition, pointer),
);

describe('the grid', () => {
  it('shows every field once, in order, on lines of at most twelve columns', () => {
    const rows = lists.flatMap((list) =>
      list?.kind === 'list' && list.of.kind === 'group' ? [list.of] : [],
    );
    const laidOut = [
      ...fieldLists.map((fields) => ({ fields, lines: fieldLines(fields) })),
      ...rows.map((row) => ({ fields: row.fields, lines: rowLines(row.fields) })),
    ];
    expect(rows).toHaveLength(4);
    for (const { fields, lines } of laidOut) {
      expect(lines.flat().map(({ field }) => field.key)).toEqual(fields.map(({ key }) => key));
      for (const line of lines) expect(line.reduce((sum, { span }) => sum + span, 0)).toBeLessThanOrEqual(12);
    }
  });

  it('makes tables of what two lines hold', () => {
    expect(lists.map((list) => isTabular(list as ListField))).toEqual([true, true, true, false]);
  });
});

describe('places', () => {
  it.each([
    ['/plan/1/amountFen', '支出 2 · 金额', 'Line 2 · Amount'],
    ['/basis/0/articles/1', '依据 1 · 条款 2', 'Basis 1 · Article 2'],
    ['/unit/uscc', '项目实施单位 · 统一社会信用代码', 'Implementing unit · Unified social credit code'],
    ['/plan', '项目实施计划', 'Plan'],
    ['/nowhere', '', ''],
  ])('%s is called by its words', (pointer, zh, en) => {
    expect(placeOf(definition, pointer, 'zh')).toBe(zh);
    expect(placeOf(definition, pointer, 'en')).toBe(en);
  });
});
