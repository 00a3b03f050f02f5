import { describe, expect, it } from '@jest/globals';
import { type DocumentSource, makeDocument } from '../../../shared/document/make-document.ts';
import type { Block, Cell, DocumentTable } from '../../../shared/document/model.ts';
import { defineForm } from '../../../shared/forms/form.ts';
import { digest } from '../../../shared/history/digest.ts';
import { withStages } from '../../../shared/workflow/staged-form.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration, aFullDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';

const section = (source: DocumentSource, title: string): readonly Block[] =>
  makeDocument(source).sections.find((one) => one.title === title)?.blocks ?? [];
const paragraphs = (source: DocumentSource, title: string): string[] =>
  section(source, title).flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
const table = (source: DocumentSource, title: string, label: string): DocumentTable => {
  const found = section(source, title).find((block) => block.kind === 'table' && block.label === label);
  if (found?.kind !== 'table') throw new Error(`${title} has no table ${label}`);
  return found;
};
const texts = (row: readonly Cell[] | undefined): string[] => (row ?? []).map((cell) => cell.text);
const rowOf = (found: DocumentTable, text: string): readonly Cell[] =>
  found.body.find((row) => row.some((cell) => cell.text === text)) ?? [];

describe('the title block', () => {
  it('names the unit and the year, and is a draft for submission until it is approved', () => {
    expect(makeDocument(aDocumentSource())).toMatchObject({
      unitName: '昆明市呈贡区应急管理局',
      title: '2021年安全生产组织协调建设工作经费项目',
      mark: '申报稿',
    });
  });

  it.each([
    ['draft', '申报稿'],
    ['in-review', '申报稿'],
    ['returned', '申报稿'],
    ['approved', null],
    ['rejected', '申报稿（已否决）'],
    ['withdrawn', '申报稿（已撤销）'],
  ] as const)('of a project in state %s is marked %s', (state, mark) => {
    expect(makeDocument(aDocumentSource({ project: { state } })).mark).toBe(mark);
  });

  it('does not say 项目 twice', () => {
    const declaration = aDeclaration({ title: '安全生产月项目' });
    expect(makeDocument(aDocumentSource({ declaration })).title).toBe('2021年安全生产月项目');
  });
});

describe('a title that begins with a year', () => {
  it.each([
    ['2021年安全生产经费', '2021年安全生产经费项目'],
    ['2021年度安全生产项目', '2021年度安全生产项目'],
    ['２０２１年安全生产经费', '２０２１年安全生产经费项目'],
    ['2021—2023年安全生产经费', '2021—2023年安全生产经费项目'],
    ['2021 年安全生产经费', '2021 年安全生产经费项目'],
    ['110指挥中心经费', '2021年110指挥中心经费项目'],
    ['2021号线路维护', '2021年2021号线路维护项目'],
  ])('%s is printed as %s', (title, printed) => {
    const declaration = aDeclaration({ title });
    expect(makeDocument(aDocumentSource({ declaration })).title).toBe(printed);
  });
});

describe('what version 2 asks beyond version 1', () => {
  const source = aDocumentSource({ declaration: aFullDeclaration() });

  it('stands under the title: the kind of project and who is in charge', () => {
    expect(paragraphs(source, '项目名称').slice(1)).toEqual([
      '项目类别：特定目标类',
      '项目代码：530114210000000001234',
      '新增或延续：延续',
      '主管部门：昆明市呈贡区应急管理局',
      '责任科室（处室）：综合协调科',
      '项目负责人：示例主办人',
      '负责人电话：0871-00000001',
      '联系人：示例联系人',
      '联系人电话：0871-00000002',
      '项目起止：2021年1月至2023年12月',
    ]);
    expect(paragraphs(source, '立项依据').slice(-3)).toEqual([
      '立项必要性：社区网格员没有固定补助，巡查不能按月开展。',
      '可行性：45个社区均已配备网格员。',
      '制度已经印发。',
    ]);
    expect(paragraphs(source, '项目实施单位')).toContain('邮编：650500');
  });

  it('says all amounts in one unit: 285052元 last year cannot be said in 万元 with two decimals', () => {
    expect(paragraphs(source, '资金安排情况')).toEqual([
      '2021年安排一般公共预算资金315,000.00元（人民币叁拾壹万伍仟元整）。',
      '上年安排300,000.00元，上年支出285,052.00元。',
      '项目总投资950,000.00元。',
      '分年度资金：2021年315,000.00元，2022年335,000.00元，2023年300,000.00元。',
    ]);
    const sources = table(source, '资金安排情况', '来源');
    expect([...sources.head, ...sources.body].map(texts)).toEqual([
      ['来源', '具体名称', '金额（元）', '其中本次申请（元）'],
      ['一般公共预算', '', '200,000.00', ''],
      ['上级补助', '省级安全生产专项资金', '115,000.00', '115,000.00'],
      ['单位自有资金', '', '35,000.00', ''],
      ['合计', '', '350,000.00', ''],
    ]);
    expect(paragraphs(source, '项目实施计划').slice(-2)).toEqual([
      '4.应急广播电费共5,000.00元。0.4535元/度×11025.3583度=5,000.00元。',
      '5.核减：上年结余的宣传品共-10,000.00元。测算依据：上年结余。',
    ]);
  });

  it('has columns of the indicator table for the term and last year’s value', () => {
    const found = table(source, '项目绩效目标表', '绩效指标');
    expect(texts(found.head[1])).toEqual(expect.arrayContaining(['上年值', '期限', '权重']));
    expect(texts(rowOf(found, '组织安全生产月活动')).slice(5, 8)).toEqual(['10', '长期', '22.5']);
    expect(found.widths).toHaveLength(13);
  });
});

describe('the numbered sections', () => {
  const source = aDocumentSource();

  it('are those of the seed’s layout, 一 to 九', () => {
    const numbered = makeDocument(source).sections.flatMap(({ number, title }) =>
      number === null ? [] : [`${number}、${title}`],
    );
    expect(numbered).toEqual([
      '一、项目名称',
      '二、立项依据',
      '三、项目实施单位',
      '四、项目基本概况',
      '五、项目实施内容',
      '六、资金安排情况',
      '七、项目实施计划',
      '八、项目实施成效',
      '九、项目绩效目标表',
    ]);
  });

  it('cite documents with number, and laws with version and articles', () => {
    const declaration = aDeclaration({
      basis: [
        { title: '《通知》', number: '呈办发〔2019〕20号' },
        {
          title: '《中华人民共和国安全生产法》',
          articles: ['第十一条', '第七十三条'],
          version: '2014-08-31',
        },
        { title: '《意见》', reason: '中央文件未公布文号' },
      ],
    });
    expect(paragraphs(aDocumentSource({ declaration }), '立项依据')).toEqual([
      '1.《通知》（呈办发〔2019〕20号）。',
      '2.《中华人民共和国安全生产法》（2014-08-31）第十一条、第七十三条。',
      '3.《意见》（无文号：中央文件未公布文号）。',
    ]);
  });

  it('say the appropriation in 万元 with two decimals and in words', () => {
    expect(paragraphs(source, '资金安排情况')).toEqual([
      '2021年安排一般公共预算资金31.50万元（人民币叁拾壹万伍仟元整）。',
    ]);
  });

  it('say each line of the plan with its amount and its calculation', () => {
    const [first, , third] = paragraphs(source, '项目实施计划');
    expect(first).toMatch(/^1\.基层安全生产监管网格化体系建设经费共22\.50万元。将全区企业/);
    expect(first).toMatch(/。5000元\/个社区×45个社区=22\.50万元。$/);
    expect(third).toBe('3.安全生产月和安全生产万里行系列活动经费共5.00万元。');
  });

  it('leave a place empty that must be filled and is not, and leave out what may stay empty', () => {
    const { profile: _, ...unit } = aDeclaration().unit;
    const declaration = { ...aDeclaration(), unit: { ...unit, phone: '' } };
    const lines = paragraphs(aDocumentSource({ declaration }), '项目实施单位');
    expect(lines).toContain('联系电话：');
    expect(lines.join()).not.toContain('单位概况');
  });

  /** Every text that was filled in, wherever it stands. */
  const leaves = (value: unknown): string[] =>
    typeof value === 'string'
      ? value.split('\n')
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(leaves)
        : [];

  it('hold every text that was filled in', () => {
    const sample = aDeclaration();
    const declaration = aDeclaration({
      plan: sample.plan.map((line, index) => ({ ...line, basis: `依据${index}` })),
      activities: [{ content: '甲', start: '2021-02', due: '2021-11' }],
      performance: {
        ...sample.performance,
        indicators: sample.performance.indicators.map((row, index) => ({
          ...row,
          line: `对应${index}`,
          weight: '22.5',
        })),
      },
    });
    const printed = JSON.stringify(makeDocument(aDocumentSource({ declaration })).sections);
    // Values of choices are printed by their names, months as 年月.
    const coded =
      /^(?:output|benefit|satisfaction|quantity|cost|service-recipient|quantitative|[<>]=|\d{4}-\d{2})$/;
    for (const text of leaves(declaration)) if (!coded.test(text)) expect(printed).toContain(text);
    expect(printed).toContain('（2021年2月至2021年11月）');
  });
});

describe('the indicator table', () => {
  const heading = (label: string, cells: number) => [label, ...Array.from({ length: cells }, () => '')];
  const indicators = (declaration: Record<string, unknown>) =>
    table(aDocumentSource({ declaration }), '项目绩效目标表', '绩效指标');

  it('merges the cells of a level over its rows, and says 空 in the four value cells of a heading row only', () => {
    const found = indicators(aDeclaration());
    const output = rowOf(found, '产出指标');
    expect(output[0]).toEqual({ text: '产出指标', heading: true, rows: 6 });
    expect(texts(output)).toEqual([...heading('产出指标', 1), '空', '空', '空', '空', '', '', '']);
    expect(rowOf(found, '数量指标')[0]).toEqual({ text: '数量指标', heading: true, rows: 3 });
    expect(texts(rowOf(found, '组织安全生产月活动')).slice(0, 5)).toEqual([
      '组织安全生产月活动',
      '=',
      '1',
      '次',
      '定量指标',
    ]);
    expect(found.body.flat().filter((cell) => cell.text === '空')).toHaveLength(4 * 6);
  });

  it('shows a level of the first order that has no indicator: there is none, and that is to be seen', () => {
    expect(rowOf(indicators(aDeclaration()), '效益指标')[0]).toEqual({
      text: '效益指标',
      heading: true,
      rows: 1,
    });
  });

  it('leaves a missing cell empty, and says 空 where a qualitative indicator has no operator and no unit', () => {
    const declaration = {
      ...aDeclaration(),
      performance: {
        indicators: [
          { level1: 'output', level2: 'quality', name: '效果', nature: 'qualitative', value: '明显' },
          { level1: 'output', level2: 'quality', name: '缺项', nature: 'quantitative', scoring: '按次' },
        ],
      },
    };
    const found = indicators(declaration);
    expect(texts(rowOf(found, '效果')).slice(0, 5)).toEqual(['效果', '空', '明显', '空', '定性指标']);
    expect(texts(rowOf(found, '缺项')).slice(0, 5)).toEqual(['缺项', '', '', '', '定量指标']);
  });

  it('follows the tree of the year: cost is a level of its own from 2022', () => {
    const levels = (budgetYear: number) =>
      indicators({ ...aDeclaration(), budgetYear })
        .body.flatMap((row) => row.filter((cell) => cell.heading))
        .map((cell) => cell.text);
    expect(levels(2021)).toEqual([
      '产出指标',
      '数量指标',
      '成本指标',
      '效益指标',
      '满意度指标',
      '服务对象满意度指标',
    ]);
    expect(levels(2022)[0]).toBe('成本指标');
  });

  it('prints a heading row’s own weight and reason, in a column of weights that is there only when needed', () => {
    const heads = (found: DocumentTable) => texts(found.head[1]);
    expect(heads(indicators(aDeclaration()))).not.toContain('权重');
    const declaration = {
      ...aDeclaration(),
      performance: {
        indicators: [
          {
            level1: 'output',
            level2: 'quality',
            nature: 'not-applicable',
            name: '质量指标',
            weight: '0',
            basis: '本项目只发放补助，不设质量指标',
          },
        ],
      },
    };
    const found = indicators(declaration);
    expect(heads(found)).toContain('权重');
    expect(texts(rowOf(found, '质量指标'))).toEqual([
      ...heading('质量指标', 1),
      ...['空', '空', '空', '空', '0', '', '', '本项目只发放补助，不设质量指标'],
    ]);
  });

  it('fills every row to the same width', () => {
    const found = indicators(aDeclaration());
    const filled = found.body.map(() => 0);
    for (const [at, row] of found.body.entries()) {
      for (const { columns = 1, rows = 1 } of row) {
        for (let down = 0; down < rows; down++) filled[at + down] = (filled[at + down] ?? 0) + columns;
      }
    }
    expect(new Set(filled)).toEqual(new Set([found.widths.length]));
  });
});

describe('amounts and decisions', () => {
  const approve = { outcome: 'approve', at: '2021-03-05T16:09:10.000Z' } as const;
  const approved = aDocumentSource({
    project: { state: 'approved', stage: null, approvedFen: 29_500_000 },
    decisions: [
      {
        ...approve,
        stage: 'approval',
        at: '2021-03-06T01:00:00.000Z',
        by: { name: '审批人己（示例）', onBehalfOf: '审批人戊（示例）' },
        cuts: [{ line: 1, amountFen: 3_000_000, reason: '编印数量减少' }],
      },
      {
        ...approve,
        stage: 'finance-review',
        by: { name: '审核人丙（示例）' },
        comment: '按上年执行数核定',
        cuts: [
          { line: 1, amountFen: 3_500_000, reason: '初核' },
          { line: 2, amountFen: 4_000_000, reason: '按上年执行数核定' },
        ],
      },
      {
        ...approve,
        stage: 'collective-decision',
        at: '2021-03-05T17:00:00.000Z',
        by: { name: '秘书（示例）' },
        supplied: { minutesNumber: '呈财纪〔2021〕3号', meetingDate: '2021-03-05' },
      },
    ],
  });

  it('stand side by side, in figures and in words', () => {
    expect(table(approved, '审批意见', '申报与审定金额').body.map(texts)).toEqual([
      ['金额', '31.50万元', '29.50万元'],
      ['大写', '人民币叁拾壹万伍仟元整', '人民币贰拾玖万伍仟元整'],
    ]);
    const pending = table(aDocumentSource(), '审批意见', '申报与审定金额');
    expect(pending.body.map(texts)[0]).toEqual(['金额', '31.50万元', '待审定']);
    const rejected = aDocumentSource({ project: { state: 'rejected', stage: null } });
    expect(table(rejected, '审批意见', '申报与审定金额').body.map(texts)[0]?.[2]).toBe('未批准');
  });

  it('are signed in the order of the stages: who, for whom, what, why, when in Beijing’s time', () => {
    const found = table(approved, '审批意见', '审批意见');
    expect(texts(found.head[0])).toEqual(['环节', '办理人', '意见', '说明', '时间（北京时间）']);
    expect(found.body.map(texts)).toEqual([
      ['财务审核', '审核人丙（示例）', '同意', '按上年执行数核定', '2021年3月6日 00:09'],
      [
        '集体决策',
        '秘书（示例）',
        '同意',
        '会议纪要文号：呈财纪〔2021〕3号\n会议日期：2021-03-05',
        '2021年3月6日 01:00',
      ],
      ['审批', '审批人己（示例）\n代 审批人戊（示例）', '同意', '', '2021年3月6日 09:00'],
    ]);
  });

  it('leave room for the stages to come, but not for one that may never come up', () => {
    const stages = (source: DocumentSource) =>
      table(source, '审批意见', '审批意见').body.map((row) => texts(row)[0]);
    expect(stages(aDocumentSource())).toEqual(['财务审核', '审批']);
    expect(stages(aDocumentSource({ project: { stage: 'collective-decision' } }))).toEqual([
      '财务审核',
      '集体决策',
      '审批',
    ]);
  });

  it('list what was cut, the last word on each line, and what follows from it', () => {
    expect(table(approved, '审批意见', '核减明细').body.map(texts)).toEqual([
      ['城市安全发展实施建设经费', '4.00万元', '3.00万元', '编印数量减少（审批）'],
      ['安全生产月和安全生产万里行系列活动经费', '5.00万元', '4.00万元', '按上年执行数核定（财务审核）'],
    ]);
    expect(paragraphs(approved, '审批意见')).toEqual(['随核减：“项目总成本”的指标值由31.5调整为29.50。']);
  });

  it('are followed by the place for 填报人, 单位负责人 and the seal', () => {
    const rows = table(approved, '审批意见', '签字盖章').body.map(texts);
    expect(rows).toEqual([
      ['填报人', '经办人甲（示例）', '单位负责人', ''],
      ['填报时间', '2021年3月1日 10:32\n（北京时间）', '单位盖章', ''],
    ]);
    // On one page with the last of the opinions, and under no heading of its own.
    expect(section(approved, '审批意见').slice(-2)).toMatchObject([
      { label: '审批意见', leads: true },
      { open: true },
    ]);
  });
});

describe('attachments', () => {
  const [report, quote] = [aFile('可行性报告.pdf'), aFile('横幅报价单.pdf')];
  const [line, ...lines] = aDeclaration().plan;
  const withFiles = (changes: object) =>
    aDocumentSource({
      declaration: { ...aDeclaration(), ...changes },
      project: { state: 'approved', stage: null },
    });
  const below = (source: DocumentSource): string[] =>
    makeDocument(source)
      .sections.filter(({ title }) => title === null)
      .flatMap(({ blocks }) => blocks.map((block) => (block.kind === 'paragraph' ? block.text : '')));
  const facts = ({ size, sha256 }: typeof quote): string => `（${size} 字节，SHA-256 ${sha256.slice(0, 8)}）`;

  it('are numbered below the text, before the signatures, and named by number at their row', () => {
    const source = withFiles({ plan: [{ ...line, files: [quote] }, ...lines], attachments: [report, quote] });
    const { sections } = makeDocument(source);
    expect(sections.slice(-3).map(({ number, title }) => [number, title])).toEqual([
      ['九', '项目绩效目标表'],
      [null, null],
      [null, '审批意见'],
    ]);
    expect(below(source)).toEqual([
      `附件：1.横幅报价单.pdf${facts(quote)}`,
      `　　　2.可行性报告.pdf${facts(report)}`,
    ]);
    expect(paragraphs(source, '项目实施计划')[0]).toMatch(/附件：1\.横幅报价单\.pdf。$/);
  });

  it('have no number where there is one, and no place where there is none', () => {
    const source = withFiles({ attachments: [report] });
    expect(below(source)).toEqual([`附件：可行性报告.pdf${facts(report)}`]);
    expect(below(withFiles({}))).toEqual([]);
    expect(JSON.stringify(makeDocument(withFiles({})).sections)).not.toContain('附件');
  });

  it('of a decision stand with its opinion', () => {
    const decision = {
      stage: 'approval',
      outcome: 'approve',
      at: '2021-03-05T08:09:10.000Z',
      by: { name: '审批人戊（示例）' },
      supplied: { minutes: [report] },
    } as const;
    const source = aDocumentSource({ project: { state: 'approved', stage: null }, decisions: [decision] });
    const row = rowOf(table(source, '审批意见', '审批意见'), '审批人戊（示例）');
    expect(texts(row)).toContain(`会议纪要等附件：可行性报告.pdf${facts(report)}`);
  });
});

describe('the identity', () => {
  it('is the hash of the content that is shown, and an address that asks for it to be compared', () => {
    const { identity } = makeDocument(aDocumentSource());
    const hash = digest(aDeclaration());
    expect(identity).toMatchObject({
      contentHash: hash,
      address: `https://countersign.example/projects/2021-7K3M-9QXD/document?hash=${hash}`,
    });
  });

  it('of a draft has no hash: its content may still change', () => {
    const { identity } = makeDocument(aDocumentSource({ contentHash: null, project: { state: 'draft' } }));
    expect(identity.address).toBe('https://countersign.example/projects/2021-7K3M-9QXD/document');
  });
});

it('a form without a wording of its own has a document from its definition alone', () => {
  const form = defineForm(
    {
      id: 'equipment-request',
      version: 1,
      title: { zh: '设备申请', en: 'Equipment request' },
      summary: { title: '/title', budgetYear: '/year', requestedFen: '/amountFen' },
      sections: [
        {
          id: 'what',
          number: '一',
          title: { zh: '申请内容', en: 'What' },
          fields: [
            { kind: 'text', key: 'title', label: { zh: '名称', en: 'Title' }, required: true, maxLength: 60 },
            {
              kind: 'integer',
              key: 'year',
              label: { zh: '年度', en: 'Year' },
              required: true,
              min: 2000,
              max: 2099,
            },
            {
              kind: 'money',
              key: 'amountFen',
              label: { zh: '金额', en: 'Amount' },
              unit: 'wan',
              required: true,
            },
          ],
        },
        {
          id: 'items',
          number: '二',
          title: { zh: '清单', en: 'Items' },
          fields: [
            {
              kind: 'list',
              key: 'items',
              label: { zh: '清单', en: 'Items' },
              min: 0,
              max: 9,
              rowLabel: { zh: '项', en: 'item' },
              of: {
                kind: 'group',
                key: 'item',
                label: { zh: '项', en: 'Item' },
                fields: [
                  { kind: 'text', key: 'name', label: { zh: '品名', en: 'Name' }, maxLength: 60 },
                  { kind: 'money', key: 'priceFen', label: { zh: '单价', en: 'Price' }, unit: 'yuan' },
                ],
              },
            },
          ],
        },
        {
          id: 'reason',
          number: '三',
          title: { zh: '理由', en: 'Reason' },
          fields: [
            {
              kind: 'text',
              key: 'reason',
              label: { zh: '理由', en: 'Reason' },
              multiline: true,
              maxLength: 900,
            },
          ],
        },
      ],
    },
    { rules: [] },
  );
  const declaration = {
    title: '应急照明车',
    year: 2021,
    amountFen: 12_345_600,
    items: [{ name: '照明车', priceFen: 1_234_560 }, { name: '灯' }],
    reason: '第一段\n第二段',
  };
  const source = aDocumentSource({
    form: withStages(form, defaultStages),
    declaration,
    contentHash: digest(declaration),
  });
  expect(makeDocument(source).title).toBe('2021年应急照明车');
  expect(paragraphs(source, '申请内容')).toEqual([
    '名称：应急照明车',
    '年度：2021',
    '金额：123,456.00元（人民币壹拾贰万叁仟肆佰伍拾陆元整）',
  ]);
  expect(paragraphs(source, '清单')).toEqual(['1.品名：照明车；单价：12345.60元。', '2.品名：灯。']);
  expect(paragraphs(source, '理由')).toEqual(['第一段', '第二段']);
});
