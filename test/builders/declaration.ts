import type { Declaration } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';

/** The completed sample declaration, with what a test wants different. */
export function aDeclaration(changes: Partial<Declaration> = {}): Declaration {
  return { ...(structuredClone(form.sample) as Declaration), ...changes };
}

/** The same as declared by the second unit of the sample directory. */
export function aSecondUnitsDeclaration(changes: Partial<Declaration> = {}): Declaration {
  const { unit, ...declaration } = aDeclaration();
  return {
    ...declaration,
    unit: { ...unit, name: '示例单位二（示例）', uscc: '11530121MB1000101G' },
    ...changes,
  };
}

/** The sample with all that version 2 asks beyond it: 35.00 万元 of sources, 31.50 of them requested. */
export function aFullDeclaration(): Declaration {
  const { title: _, unit, appropriation, plan, performance, ...sample } = aDeclaration();
  const [network, city, month] = plan;
  if (!network || !city || !month) throw new Error('The sample has three lines');
  return {
    ...sample,
    title:
      '2021年安全生产组织协调建设工作经费（含社区网格化监管体系建设、城市安全发展实施和安全生产月系列活动）',
    kind: {
      category: '特定目标类',
      code: '530114210000000001234',
      continuity: 'continued',
      start: '2021-01',
      end: '2023-12',
      supervisor: '昆明市呈贡区应急管理局',
      office: '综合协调科',
      lead: '示例主办人',
      leadPhone: '0871-00000001',
      contact: '示例联系人',
      contactPhone: '0871-00000002',
    },
    justification: {
      necessity: '社区网格员没有固定补助，巡查不能按月开展。',
      feasibility: '45个社区均已配备网格员。\n制度已经印发。',
    },
    unit: { ...unit, postcode: '650500' },
    appropriation: {
      ...appropriation,
      sources: [
        { source: 'general-budget', amountFen: 20_000_000 },
        { source: 'transfer', name: '省级安全生产专项资金', amountFen: 11_500_000, requestedFen: 11_500_000 },
        { source: 'own-funds', amountFen: 3_500_000 },
      ],
      lastYear: { approvedFen: 30_000_000, spentFen: 28_505_200 },
      totalInvestmentFen: 95_000_000,
      years: [
        { year: 2021, amountFen: 31_500_000 },
        { year: 2022, amountFen: 33_500_000 },
        { year: 2023, amountFen: 30_000_000 },
      ],
    },
    plan: [
      network,
      city,
      { ...month, amountFen: 5_500_000 },
      {
        name: '应急广播电费',
        unitPriceFen: 45.35,
        quantity: 11_025.3583,
        quantityUnit: '度',
        amountFen: 500_000,
      },
      { name: '核减：上年结余的宣传品', amountFen: -1_000_000, basis: '上年结余' },
    ],
    performance: {
      ...performance,
      indicators: performance.indicators.map((indicator, index) => ({
        ...indicator,
        term: index === 0 ? 'long-term' : 'annual',
        lastYearValue: '10',
        weight: '22.5',
      })),
    },
  };
}

/** One of 41.50 万元. */
export function aLargeDeclaration() {
  const declaration = aDeclaration();
  const plan = declaration.plan.map((line, index) =>
    index === 0 ? { ...line, amountFen: line.amountFen + 10_000_000 } : line,
  );
  const amountFen = declaration.appropriation.amountFen + 10_000_000;
  const { amountInWords: _, ...appropriation } = declaration.appropriation;
  return {
    ...declaration,
    plan: plan.map(({ unitPriceFen: _price, quantity: _quantity, ...line }) => ({
      basis: '按上年合同价测算',
      ...line,
    })),
    appropriation: { ...appropriation, amountFen },
  };
}
