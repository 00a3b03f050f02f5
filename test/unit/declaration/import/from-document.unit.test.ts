import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definition } from '../../../../shared/declaration/definition.ts';
import { form } from '../../../../shared/declaration/forms/project-declaration.ts';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { aDeclaration } from '../../../builders/declaration.ts';

const fixture = (name: string) => readFile(resolve(import.meta.dirname, '../../../fixtures/import', name));
const printed = await fixture('declaration-2021.txt');
const fromText = await importFile('declaration-2021.txt', printed);
const fromExtraction = await importFile('extracted.json', await fixture('declaration-2021.extracted.json'));

const importText = (text: string) => importFile('sample.txt', Buffer.from(text));

describe('the printed declaration', () => {
  it('gives the same draft from its text as from what was extracted from it cell by cell', () => {
    expect(fromText.declaration).toEqual(fromExtraction.declaration);
  });

  it('gives the completed declaration, apart from what the paper does not say', () => {
    const { declaration } = fromText;
    const complete = aDeclaration();
    const { activities, plan, performance, ...same } = declaration;
    const {
      activities: completeActivities,
      plan: completePlan,
      performance: completePerformance,
      ...rest
    } = complete;
    expect(same).toEqual(rest);
    // 6月份前 may be the first or the last day of June: its author says which.
    expect(activities).toEqual([{ content: completeActivities[0]?.content }, completeActivities[1]]);
    // The bracket that is never closed stays, for R34 to find.
    expect(plan?.[1]?.description).toBe('（呈贡区安全生产总体规划编印宣传4万元。');
    expect(plan).toEqual(completePlan.map((line, index) => (index === 1 ? plan?.[1] : line)));
    expect(performance?.overallGoal).toEqual(completePerformance.overallGoal);
    expect(performance?.annualGoal).toEqual(completePerformance.annualGoal);
    const [first, second, third, fourth] = performance?.indicators ?? [];
    const [one, , , four] = completePerformance.indicators;
    expect([first, fourth]).toEqual([one, four]);
    expect(second).toEqual({
      level1: 'output',
      level2: 'quantity',
      name: '协调全区安全生产工作',
      nature: 'quantitative',
      scoring: '协调全区安全生产工作大于等于每月一次',
      basis: '根据实际工作开展情况填报',
    });
    expect(third).toEqual({
      level1: 'output',
      level2: 'cost',
      nature: 'quantitative',
      operator: '<=',
      value: '31.5',
      unit: '万元',
    });
  });

  it('shows its gaps as findings of the draft', () => {
    expect(form.draft.safeParse(fromText.declaration).success).toBe(true);
    const errors = form.check(fromText.declaration).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'required /performance/indicators/2/name',
      'R16 /performance/indicators/1/value',
    ]);
  });

  it('says what it inferred', () => {
    expect(fromText.inferred.map(({ path }) => path)).toEqual([
      '/unit/uscc',
      '/overview',
      '/activities/1/start',
      '/performance/indicators/0/value',
      '/performance/indicators/1/basis',
      '/performance/indicators/2/value',
      '/performance/indicators/3/value',
      '/performance/indicators',
      '/performance/overallGoal/text',
      '/performance/annualGoal/items/0',
      '/performance/annualGoal/items/1',
      '/performance/annualGoal/items/2',
      '/performance/annualGoal/items/3',
    ]);
  });

  it('says what found no place, and where it stands', () => {
    expect(fromText.notPlaced.map(({ at, text }) => `${at?.line} ${text}`)).toEqual([
      '12 等相关法律法规及国家和省市区部署',
      '65 年）',
      '72 产工作情况',
      '73 情况。',
      '78 况',
    ]);
  });

  it('names as placed what stands in the draft as it is printed, and nothing that was inferred', () => {
    const paths = fromText.placed.map(({ path }) => path);
    expect(paths).toContain('/plan/0/unitPriceFen');
    expect(paths).not.toContain('/performance/indicators/2/value');
    expect(paths).not.toContain('/performance/annualGoal/items/0');
    const text = printed.toString('utf8').replace(/\s/g, '');
    for (const { value } of fromText.placed) {
      // Money, levels and natures are printed in another form.
      if (typeof value === 'string' && /[\u4e00-\u9fff]/.test(value))
        expect(text).toContain(value.replace(/\s/g, ''));
    }
  });

  it('keeps a guess of the extraction out of the draft, and says so', () => {
    expect(fromExtraction.notPlaced.map(({ text }) => text)).toEqual([
      '等相关法律法规及国家和省市区部署',
      '协调全区安全生产工作：>=',
      '协调全区安全生产工作：每月 1',
      '协调全区安全生产工作：反映单位协调全区安全生产工作情况',
      '情况。',
      '年）',
      '产工作情况',
      '况',
    ]);
  });
});

describe('headings', () => {
  const titles = definition.sections.map(({ title }) => title.zh).join('|');
  const headings = new RegExp(`^(?:\\d+、 ?|[一二三四五六七八九]、)(${titles})$`, 'gm');

  it('are told by their text: any number before them, or none, changes nothing', async () => {
    const numbers = fc.constantFrom('', '1、 ', '17、', '九、', '（三）', '4.', '二．', '第五章 ');
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { minLength: 9, maxLength: 9 }), async (chosen) => {
        let at = 0;
        const renumbered = printed
          .toString('utf8')
          .replace(headings, (_, title: string) => `${chosen[at++]}${title}`);
        expect(at).toBe(9);
        expect((await importText(renumbered)).declaration).toEqual(fromText.declaration);
      }),
      { numRuns: 30 },
    );
  });

  it('may stand in another order', async () => {
    const text = '某局\n2021年甲项目\n八、项目实施成效\n成效。\n四、项目基本概况\n概况。\n';
    expect((await importText(text)).declaration).toMatchObject({ overview: '概况。', results: '成效。' });
  });

  it('that are missing leave their sections empty', async () => {
    const { declaration, notPlaced } = await importText('某局\n2021年甲项目\n');
    expect(declaration).toEqual({ budgetYear: 2021, title: '甲', unit: { name: '某局' } });
    expect(notPlaced).toEqual([]);
  });

  it('are not found in running text', async () => {
    const text = '四、项目基本概况\n本项目名称由局务会确定，项目实施计划另附。\n';
    const { declaration } = await importText(text);
    expect(declaration).toEqual({ overview: '本项目名称由局务会确定，项目实施计划另附。' });
  });
});

describe('cited documents', () => {
  const cited = async (line: string) => {
    const { declaration, inferred, notPlaced } = await importText(`二、立项依据\n${line}\n`);
    return {
      basis: declaration.basis,
      inferred: inferred.map(({ path }) => path),
      left: notPlaced.map(({ text }) => text),
    };
  };

  it.each([
    ['《甲》（昆政发〔2013〕27号）', '昆政发〔2013〕27号', []],
    ['《甲》（昆政发[2013]27号）', '昆政发〔2013〕27号', ['/basis/0/number']],
    ['《甲》（昆政发（2013）27号）', '昆政发〔2013〕27号', ['/basis/0/number']],
    ['《甲》，昆政办【2014】52号', '昆政办〔2014〕52号', ['/basis/0/number']],
    // A leading zero is R4's to find: dropping it would be a guess.
    ['《甲》（昆政发〔2013〕027号）', '昆政发〔2013〕027号', []],
  ])('%s has the number %s', async (line, number, inferred) => {
    const found = await cited(line);
    expect(found).toEqual({ basis: [{ title: '《甲》', number }], inferred, left: [] });
  });

  it('leave a number alone whose beginning is unclear', async () => {
    const found = await cited('《甲》及根据昆政发〔2013〕27号精神');
    expect(found.basis).toEqual([{ title: '《甲》' }]);
    expect(found.left).toEqual(['及根据昆政发〔2013〕27号精神']);
  });

  it('without a title are named', async () => {
    expect((await cited('根据昆政发〔2013〕27号')).left).toEqual(['根据昆政发〔2013〕27号']);
  });

  it('keep articles apart, with 之一', async () => {
    const found = await cited('3.《安全生产法》第十一条、第七十三条之一。');
    expect(found).toEqual({
      basis: [{ title: '《安全生产法》', articles: ['第十一条', '第七十三条之一'] }],
      inferred: [],
      left: [],
    });
  });
});

describe('lines of the plan', () => {
  const planned = async (line: string) =>
    (await importText(`七、项目实施计划\n${line}\n`)).declaration.plan?.[0];

  it.each([
    [
      '1.网格补助共22.50万元。说明。5000元/每个社区x45个社区=22.50万元。',
      {
        name: '网格补助',
        amountFen: 22_500_000,
        unitPriceFen: 500_000,
        quantity: 45,
        quantityUnit: '个社区',
        description: '说明。',
      },
    ],
    [
      '1.印刷费3万元：15元/本×2,000本=3万元',
      {
        name: '印刷费',
        amountFen: 3_000_000,
        unitPriceFen: 1_500,
        quantity: 2000,
        quantityUnit: '本',
      },
    ],
    [
      '2、培训费 1.2万元，300元*40人=1.2万元。',
      { name: '培训费', amountFen: 1_200_000, unitPriceFen: 30_000, quantity: 40, quantityUnit: '人' },
    ],
    [
      '（3）活动经费合计5万元。测算依据：近三年平均。',
      { name: '活动经费', amountFen: 5_000_000, basis: '近三年平均' },
    ],
    ['4.差旅费12000元。', { name: '差旅费', amountFen: 1_200_000 }],
  ])('%s', async (line, expected) => {
    expect(await planned(line)).toEqual(expected);
  });

  it('with a price and a count that come to another amount leave it open, and say which was seen', async () => {
    const { declaration, inferred } = await importText(
      '七、项目实施计划\n1.购置电脑10台，单价6000元，网络费2万元。\n2.购置打印机10台，单价6000元，设备费6万元。\n',
    );
    expect(declaration.plan?.map(({ amountFen }) => amountFen)).toEqual([undefined, 6_000_000]);
    const [first] = inferred.filter(({ path }) => path === '/plan/0/amountFen');
    expect(first?.why.zh).toContain('2万元');
  });

  it('without an amount are kept as text, and named', async () => {
    const { declaration, inferred } = await importText('七、项目实施计划\n1.另行安排。\n');
    expect(declaration.plan).toEqual([{ description: '另行安排。' }]);
    expect(inferred.map(({ path }) => path)).toEqual(['/plan/0/amountFen']);
  });

  it.each([
    ['印刷费0,15万元', '0,15万元', '0.15万元'],
    ['印刷费1.234.567元', '1.234.567元', '1,234,567元'],
    ['印刷费12 34元', '12 34元', '1,234元'],
  ])('with separators out of place are not guessed: %s', async (line, printed, meant) => {
    const { declaration, notPlaced } = await importText(`七、项目实施计划\n1.${line}。\n`);
    expect(declaration.plan).toEqual([{ name: '印刷费' }]);
    expect(notPlaced.map(({ text }) => text)).toEqual([printed]);
    expect(notPlaced[0]?.why.zh).toContain(`是否为 ${meant}？`);
  });

  it('in groups parted by blanks are taken whole, and said to be taken so', async () => {
    const { declaration, inferred } = await importText('七、项目实施计划\n1.印刷费：１ 234 567元。\n');
    expect(declaration.plan).toEqual([{ name: '印刷费', amountFen: 123_456_700 }]);
    expect(inferred.map(({ path }) => path)).toContain('/plan/0/amountFen');
  });

  it('in 万元 are taken to the 元, and what is finer is not guessed', async () => {
    const { declaration, notPlaced } = await importText(
      '七、项目实施计划\n1.印刷费1.2345万元。\n2.装订费1.23456万元。\n',
    );
    expect(declaration.plan).toEqual([{ name: '印刷费', amountFen: 1_234_500 }, { name: '装订费' }]);
    expect(notPlaced.map(({ text }) => text)).toEqual(['1.23456万元']);
  });
});

describe('the appropriation', () => {
  const read = async (line: string) => (await importText(`六、资金安排情况\n${line}\n`)).declaration;

  it('is read with its year, its fund and its amount; words that say the same need not be kept', async () => {
    expect(await read('2021年安排一般公共预算资金31.50万元（人民币叁拾壹万伍仟元整）。')).toEqual({
      budgetYear: 2021,
      appropriation: { fund: '一般公共预算资金', amountFen: 31_500_000 },
    });
  });

  it('keeps words that say something else, for R14 to find', async () => {
    const { appropriation } = await read('2021年安排资金31.50万元（人民币叁拾壹万元整）。');
    expect(appropriation?.amountInWords).toBe('人民币叁拾壹万元整');
  });
});
