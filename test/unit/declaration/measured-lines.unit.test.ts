import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { fieldOf } from '../../../shared/forms/places.ts';
import { valueAt } from '../../../shared/forms/pointer.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const offerFor = (line: object) =>
  form.rowOffers({ plan: [line] }).map(({ row: { name, value, unit, line: of } }) => [name, value, unit, of]);

describe('the indicator that a line of the plan offers', () => {
  it.each([
    [{ name: '应急演练经费', quantity: 8, quantityUnit: '次' }, ['应急演练次数', '8', '次']],
    [{ name: '培训费', quantity: 1200, quantityUnit: '人次' }, ['培训人次', '1200', '人次']],
    [{ name: '购置电脑', quantity: 10.5, quantityUnit: '台' }, ['购置电脑数量', '10.5', '台']],
    [{ name: '参训人数', quantityUnit: '人' }, ['参训人数', undefined, '人']],
    [{ name: ' 经费 ' }, ['经费数量', undefined, undefined]],
  ])('%j is named by what is counted, with its quantity and unit', (line, [name, value, unit]) => {
    expect(offerFor(line)).toEqual([[name, value, unit, line.name.trim()]]);
  });

  it('measures the line, and is a row that the form takes as it is', () => {
    const plan = [{ name: '某某系统运维', quantity: 3, quantityUnit: '套', amountFen: 100 }];
    const [offer] = form.rowOffers({ plan });
    expect(offer?.lacking).toBe(true);
    const indicators = [offer?.row];
    expect(form.rowOffers({ plan, performance: { indicators } })[0]?.lacking).toBe(false);
    expect(form.draft.parse({ performance: { indicators } })).toEqual({ performance: { indicators } });
  });

  it('is lacking exactly where the rule on plan and indicators says so', () => {
    const declaration = aDeclaration();
    const warned = form.check(declaration).flatMap(({ rule, path }) => (rule === 'R22' ? path : []));
    const lacking = form.rowOffers(declaration).flatMap((one) => (one.lacking ? `${one.of}/name` : []));
    expect(lacking).toEqual(warned);
    expect(lacking).toEqual(['/plan/0/name', '/plan/1/name']);
  });

  it('is lacking of all where there is no indicator yet, but of money for nothing in particular', () => {
    const plan = [{ name: '培训费' }, { name: '其他费用' }, { name: '' }];
    expect(form.rowOffers({ plan }).map(({ of, lacking }) => [of, lacking])).toEqual([
      ['/plan/0', true],
      ['/plan/1', false],
    ]);
  });
});

describe('what measures a line of the plan', () => {
  it('is every output indicator that shares its words or names it, in their order, as it is read', () => {
    const plan = [{ name: '培训费' }, { name: '安全生产月宣传' }, { name: '其他费用' }];
    const indicators = [
      { level1: 'output', level2: 'quantity', name: '数量指标', nature: 'not-applicable' },
      { level1: 'output', name: '编印册数', operator: '>=', value: '4000', unit: '册', line: '2' },
      { level1: 'output', name: '安全生产月场次', operator: '=', value: '3', unit: '场' },
      { level1: 'benefit', name: '培训满意度', operator: '>=', value: '95', unit: '%' },
      { level1: 'output', name: '培训人次', nature: 'qualitative' },
    ];
    expect(form.rowOffers({ plan, performance: { indicators } }).map(({ belonging }) => belonging)).toEqual([
      [{ path: '/performance/indicators/4', text: '培训人次' }],
      [
        { path: '/performance/indicators/1', text: '编印册数 ≥ 4000 册' },
        { path: '/performance/indicators/2', text: '安全生产月场次 = 3 场' },
      ],
      [],
    ]);
  });
});

describe('the indicators that an approved declaration offers', () => {
  it('come without their values, in their order; headings and sentences are none', () => {
    const [first, , cost] = aDeclaration().performance.indicators;
    const heading = { level1: 'output', level2: 'quality', nature: 'not-applicable', name: '质量指标' };
    const indicators = [
      heading,
      first,
      { ...cost, name: '很'.repeat(61) },
      { name: ' 只有名称 ' },
      { unit: '次' },
    ];
    expect(form.usedRows({ performance: { indicators } })).toEqual([
      {
        level1: 'output',
        level2: 'quantity',
        name: '组织安全生产月活动',
        nature: 'quantitative',
        operator: '=',
        unit: '次',
      },
      { name: '只有名称' },
    ]);
  });

  it('are read from any stored content: what does not fit is left out', () => {
    expect(
      form.usedRows({ extra: 1, performance: { indicators: [{ name: '次数', level1: 3 }, 4] } }),
    ).toEqual([{ name: '次数' }]);
    expect(form.usedRows({})).toEqual([]);
  });

  it('have fields that the form has', () => {
    const { library, rowOffer } = definition;
    const row = aDeclaration().performance.indicators[0];
    expect(valueAt({ row }, `/row/${library.by}`)).toBe('组织安全生产月活动');
    for (const list of [library.list, rowOffer.from, rowOffer.to])
      expect(fieldOf(definition, list)?.kind).toBe('list');
    for (const key of [library.by, ...library.distinct, ...library.fills])
      expect(fieldOf(definition, `${library.list}/0/${key}`)).toBeDefined();
  });
});
