import { ruleBook } from '../../shared/declaration/rules/rules.ts';
import type { Draft } from './rule-examples.ts';

/** What a rule says of a text: an error, a warning, nothing. */
interface Shown {
  readonly text: string;
  readonly in: Draft;
}
interface Shows {
  readonly error?: Shown;
  readonly warning?: Shown;
  readonly passes: Shown;
}

type Row = NonNullable<NonNullable<Draft['performance']>['indicators']>[number];
const COUNTED = {
  level1: 'output',
  level2: 'quantity',
  name: '次数',
  nature: 'quantitative',
  operator: '=',
  value: '1',
  unit: '次',
} as const;
const shown = (text: string, draft: Draft): Shown => ({ text, in: draft });
const table = (text: string, of: Row, draft: Draft = {}): Shown =>
  shown(text, { ...draft, performance: { indicators: [of] } });
const row = (text: string, more: Row, draft: Draft = {}): Shown =>
  table(text, { ...COUNTED, ...more }, draft);
const uscc = (code: string): Shown => shown(code, { budgetYear: 2021, unit: { uscc: code } });
const numbered = (number: string): Shown =>
  shown(number, { budgetYear: 2021, basis: [{ title: '《意见》', number }] });
const cited = (title: string, version?: string): Shown =>
  shown(version === undefined ? title : `${title}, ${version}`, {
    budgetYear: 2021,
    basis: [{ title, ...(version === undefined ? {} : { version }) }],
  });
type Line = NonNullable<Draft['plan']>[number];
const line = (text: string, of: Line): Shown => shown(text, { plan: [of] });
const summed = (text: string, ...fen: number[]): Shown =>
  shown(text, {
    appropriation: { amountFen: 31_500_000 },
    plan: fen.map((amountFen) => ({ amountFen })),
  });
const words = (amountInWords: string): Shown =>
  shown(amountInWords, { appropriation: { amountFen: 31_500_000, amountInWords } });
const cap = (value: string): Shown =>
  row(
    `≤ ${value}万元 against 31.50`,
    { level2: 'cost', operator: '<=', value, unit: '万元' },
    { appropriation: { amountFen: 31_500_000 } },
  );
const percent = (name: string, value: string): Shown => row(`${name} ${value}%`, { name, value, unit: '%' });
const weights = (...of: string[]): Shown =>
  shown(of.join(' + '), {
    performance: {
      indicators: of.map((weight, at) => ({
        level1: at === 0 ? 'output' : 'benefit',
        level2: at === 0 ? 'quantity' : 'social',
        name: `指标${at}`,
        nature: 'qualitative',
        weight,
      })),
    },
  });
const doing = (text: string, of: NonNullable<Draft['activities']>[number]): Shown =>
  shown(text, { budgetYear: 2021, activities: [of] });
const goal = (from: number, to: number): Shown =>
  shown(`${from}–${to} for 2021`, { budgetYear: 2021, performance: { overallGoal: { from, to } } });

type Source = NonNullable<NonNullable<Draft['appropriation']>['sources']>[number];
const sourced = (text: string, ...of: [NonNullable<Source['source']>, number][]): Shown =>
  shown(text, {
    appropriation: {
      amountFen: 31_500_000,
      sources: of.map(([source, amountFen]) => ({ source, amountFen })),
    },
  });
const invested = (text: string, totalInvestmentFen: number, ...years: number[]): Shown =>
  shown(text, {
    budgetYear: 2021,
    appropriation: {
      amountFen: 31_500_000,
      totalInvestmentFen,
      years: years.map((amountFen, after) => ({ year: 2021 + after, amountFen })),
    },
  });

/** One example of everything that a rule may say, and one that it lets pass: run by its test, printed in the table. */
export const examples: Readonly<Record<string, Shows>> = {
  R1: { error: uscc('11530121MB1548810X'), passes: uscc('11530121MB1584810X') },
  R2: { warning: uscc('11530121MB1584810X'), passes: uscc('11530114MB1584810R') },
  R3: { warning: uscc('11530121MB1584811W'), passes: uscc('11530121MB1584810X') },
  R4: { warning: numbered('昆政发〔2013〕第27号'), passes: numbered('国务院令第744号') },
  R5: { warning: numbered('呈办发〔2023〕20号'), passes: numbered('呈办发〔2019〕20号') },
  R6: { warning: cited('《意见》'), passes: numbered('呈办发〔2019〕20号') },
  R7: {
    warning: cited('《档案法》第九百条', '2020-06-20'),
    passes: cited('《安全生产法》（2014年修正）第十一条'),
  },
  R8: {
    error: summed('22.50 + 9.01 against 31.50', 22_500_000, 9_010_000),
    passes: summed('22.50 + 9.00 against 31.50', 22_500_000, 9_000_000),
  },
  R9: {
    error: line('5000元 × 44 = 22.50万元', { unitPriceFen: 500_000, quantity: 44, amountFen: 22_500_000 }),
    warning: line('333元 × 3 = 1000元', { unitPriceFen: 33_300, quantity: 3, amountFen: 100_000 }),
    passes: line('6000元 × 8 = 57.60万元, 8人×6000元/月×12月', {
      unitPriceFen: 600_000,
      quantity: 8,
      amountFen: 57_600_000,
      basis: '8人×6000元/月×12月',
    }),
  },
  R10: {
    warning: line('5.00万元', { amountFen: 5_000_000 }),
    passes: line('印刷4000册，每册10元', { amountFen: 4_000_000, basis: '印刷4000册，每册10元' }),
  },
  R11: { error: cap('32'), warning: cap('30'), passes: cap('31.5') },
  R13: { warning: line('5050元', { amountFen: 505_000 }), passes: line('5000元', { amountFen: 500_000 }) },
  R14: {
    error: words('叁拾壹万元整'),
    warning: words('叁拾壹万伍仟元'),
    passes: words('人民币叁拾壹万伍仟元整'),
  },
  R15: {
    error: row('31.5万元 beside 元', { value: '31.5万元', unit: '元' }),
    warning: row('31.5万元 beside 万元', { value: '31.5万元', unit: '万元' }),
    passes: row('±3%', { value: '±3%' }),
  },
  R16: {
    error: row('no value', { value: '' }),
    warning: row('= 1 without a unit', { unit: '' }),
    passes: row('= 1 次', {}),
  },
  R17: {
    error: table('定性 without a level', { name: '效果', nature: 'qualitative' }),
    warning: row('定性 ≥ 效果明显', { nature: 'qualitative', operator: '>=', value: '效果明显' }),
    passes: table('定性 效果明显', { name: '效果', nature: 'qualitative', value: '效果明显' }),
  },
  R18: {
    warning: row('大于等于95% beside ≥ 98', {
      operator: '>=',
      value: '98',
      unit: '%',
      scoring: '大于等于95%',
    }),
    passes: row('每月不少于1次 beside ≥ 12', { operator: '>=', value: '12', scoring: '每月不少于1次' }),
  },
  R19: {
    error: percent('人民群众满意度', '980'),
    warning: percent('档案数字化率', '120'),
    passes: percent('拨备覆盖率', '150'),
  },
  R20: {
    warning: row('数量 under 效益', { level1: 'benefit' }, { budgetYear: 2021 }),
    passes: row('数量 under 产出', {}, { budgetYear: 2021 }),
  },
  R21: {
    warning: row('only 数量', {}),
    passes: shown('产出 (数量, 质量, 时效), 效益, 满意度', {
      performance: {
        indicators: (
          [
            ['output', 'quantity'],
            ['output', 'quality'],
            ['output', 'timeliness'],
            ['benefit', 'social'],
            ['satisfaction', 'service-recipient'],
          ] as const
        ).map(([level1, level2]) => ({ level1, level2, name: '指标', nature: 'qualitative' })),
      },
    }),
  },
  R22: {
    warning: row('培训费, 印刷册数', { name: '印刷册数' }, { plan: [{ name: '培训费' }] }),
    passes: row('培训费, 培训人次', { name: '培训人次' }, { plan: [{ name: '培训费' }] }),
  },
  R23: {
    warning: row('根据实际工作开展情况填报', { basis: '根据实际工作开展情况填报' }),
    passes: row('区安委办会议记录', { basis: '区安委办会议记录' }),
  },
  R24: {
    error: row('产出指标 (空) = 1', { level2: 'not-applicable', name: '产出指标', nature: 'not-applicable' }),
    warning: row('数量指标 = 1 次', { name: '数量指标' }),
    passes: table('产出指标 空', {
      level1: 'output',
      level2: 'not-applicable',
      name: '产出指标',
      nature: 'not-applicable',
      value: '空',
    }),
  },
  R25: { error: weights('60', '50'), warning: weights('50', '39'), passes: weights('60', '30') },
  R26: {
    error: doing('2021-06 to 2021-05', { start: '2021-06', due: '2021-05' }),
    warning: doing('6月份前', { content: '6月份前发放' }),
    passes: doing('全年', { content: '全年巡查' }),
  },
  R27: { error: goal(2022, 2024), warning: goal(2018, 2020), passes: goal(2021, 2023) },
  R28: {
    warning: shown('通过“安康杯”竞赛', { performance: { overallGoal: { text: '通过“安康杯”竞赛' } } }),
    passes: shown('通过竞赛', { performance: { overallGoal: { text: '通过竞赛' } } }),
  },
  R34: {
    warning: shown('（编印宣传', { overview: '（编印宣传' }),
    passes: shown('（编印宣传）', { overview: '（编印宣传）' }),
  },
  R37: {
    error: sourced(
      'general 22.50 + fund 11.50 for 31.50',
      ['general-budget', 22_500_000],
      ['government-fund', 11_500_000],
    ),
    warning: sourced('general 20.00 for 31.50', ['general-budget', 20_000_000]),
    passes: sourced(
      'general 31.50 + own 5.00 for 31.50',
      ['general-budget', 31_500_000],
      ['own-funds', 5_000_000],
    ),
  },
  R38: {
    error: invested('30.00 in all, 31.50 of 2021', 30_000_000),
    warning: invested('95.00 in all: 2021 31.50, 2022 31.50', 95_000_000, 31_500_000, 31_500_000),
    passes: invested('63.00 in all: 2021 31.50, 2022 31.50', 63_000_000, 31_500_000, 31_500_000),
  },
};

const cell = (text: string | undefined): string => (text ?? '–').replaceAll('|', '\\|');

/** `shared/declaration/rules/README.md`, from the rules themselves and the examples above. */
export function ruleBookPage(): string {
  const rows = ruleBook.map(({ id, source, stops, asks }) => {
    const of = examples[id];
    const found = [of?.error && `${of.error.text} (error)`, of?.warning && `${of.warning.text} (warning)`];
    return [id, source, stops, asks, found.filter(Boolean).join('; '), of?.passes.text].map(cell);
  });
  const head = ['Rule', 'Source', 'Stops: an error', 'Asks: a warning', 'Found', 'Passes'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# The rules of the declaration

A rule stops a declaration only where it contradicts itself or the law; everything else is a question, with what to compare, and travels with the revision. Trees of indicators differ by region: an office chooses its own in the settings. Rules that hold elsewhere are named in \`rules.ts\`.

This page is made by \`npm run rule-book\` from \`rules.ts\` and the examples that its test runs.

${lines.join('\n')}
`;
}

export const RULE_BOOK = new URL('../../shared/declaration/rules/README.md', import.meta.url);
