import { describe, expect, it } from '@jest/globals';
import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Declaration } from '../../../../shared/declaration/definition.ts';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { makeDocument } from '../../../../shared/document/make-document.ts';
import { makeWordFile } from '../../../../shared/document/word-file.ts';
import { aDeclaration, aFullDeclaration } from '../../../builders/declaration.ts';
import { aDocumentSource } from '../../../builders/document.ts';
import { aLargestDeclaration } from '../../../builders/largest-declaration.ts';

const wordFileOf = (declaration: Declaration): Promise<Uint8Array> =>
  makeWordFile(makeDocument(aDocumentSource({ declaration })));

/** The same file as a program saves it that keeps only what is shown. */
const asShown = (file: Uint8Array): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(unzipSync(file)).filter(([name]) => !name.startsWith('customXml/'))),
  );

/** What a file says with another text in it. */
function edited(file: Uint8Array, from: string, to: string): Uint8Array {
  const parts = unzipSync(file);
  const document = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  return zipSync({ ...parts, 'word/document.xml': strToU8(document.replaceAll(from, to)) });
}

const throughWord = async (declaration: Declaration) =>
  importFile('申报文本.docx', asShown(await wordFileOf(declaration)));

/** The document ends its sentences; whether the full stop was typed is not to be seen in it. */
const withoutFullStops = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.replace(/。$/, '') : item,
  );

const [sampleIndicator] = aDeclaration().performance.indicators;
if (!sampleIndicator) throw new Error('The sample has indicators');

const declarations: Readonly<Record<string, Declaration>> = {
  'the sample': aDeclaration(),
  'the largest': aLargestDeclaration(),
  'one that fills every field': aFullDeclaration(),
  'a project of 2022, with headings, weights and a qualitative indicator': aDeclaration({
    budgetYear: 2022,
    activities: [
      { content: '一季度开展培训。', start: '2022-02', due: '2022-03' },
      { content: '全年巡查。', due: '2022-12' },
    ],
    basis: [
      { title: '《通知》', number: '呈办发〔2019〕20号' },
      { title: '《安全生产法》', articles: ['第十三条'], version: '2021-06-10' },
      { title: '《意见》', reason: '中央文件未公布文号' },
    ],
    plan: [{ name: '培训费', amountFen: 31_500_000, description: '第一段。\n第二段。', basis: '近三年平均' }],
    overview: '概况第一段。\n概况第二段。',
    performance: {
      overallGoal: { from: 2022, to: 2024, text: '目标第一段。\n目标第二段。' },
      annualGoal: { year: 2022, items: ['第一条。', '第二条。'] },
      indicators: [
        {
          level1: 'cost',
          level2: 'economic-cost',
          name: '项目总成本',
          nature: 'quantitative',
          operator: '<=',
          value: '31.5',
          unit: '万元',
          weight: '20',
        },
        {
          level1: 'output',
          level2: 'quality',
          name: '质量指标',
          nature: 'not-applicable',
          weight: '0',
          basis: '不设质量指标',
        },
        { ...sampleIndicator, line: '培训费', weight: '30' },
        {
          level1: 'benefit',
          level2: 'social',
          name: '安全意识',
          nature: 'qualitative',
          value: '明显提高',
          weight: '30',
        },
        {
          level1: 'satisfaction',
          level2: 'service-recipient',
          name: '满意度',
          nature: 'quantitative',
          operator: '>=',
          value: '98',
          unit: '%',
          weight: '10',
        },
      ],
    },
  }),
};

describe.each(Object.entries(declarations))('%s', (_, declaration) => {
  it('comes back from what its own Word file shows', async () => {
    const imported = await throughWord(declaration);
    const { indicators, ...performance } = declaration.performance;
    const { indicators: found, ...rest } = imported.declaration.performance ?? {};
    expect(withoutFullStops({ ...imported.declaration, performance: rest })).toEqual(
      withoutFullStops({ ...declaration, performance }),
    );
    // The table stands in the order of the tree.
    const inAnyOrder = (rows: unknown) => expect.arrayContaining(withoutFullStops(rows) as unknown[]);
    expect(withoutFullStops(found)).toEqual(inAnyOrder(indicators));
    expect(found).toHaveLength(indicators.length);
    expect(imported.inferred).toEqual([]);
    expect(imported.notPlaced).toEqual([]);
  });
});

describe('our own Word file', () => {
  const sample = aDeclaration();

  it('brings its declaration to the letter, order and full stops included', async () => {
    const found = await importFile('申报文本.docx', await wordFileOf(aLargestDeclaration()));
    expect(found.declaration).toEqual(aLargestDeclaration());
  });

  it('is read by what it shows once somebody has edited it', async () => {
    const file = edited(await wordFileOf(sample), '示例负责人', '示例新人');
    const { declaration } = await importFile('申报文本.docx', file);
    expect(declaration.unit?.legalRepresentative).toBe('示例新人');
  });

  it.each([
    ['of another form', '"form":"project-declaration"', '"form":"another"'],
    ['that is no JSON', '{"form"', '{form'],
    ['that says something else', '示例负责人', '示例新人'],
  ])('with a content %s is read by what it shows', async (_, from, to) => {
    const parts = unzipSync(await wordFileOf(sample));
    const content = strFromU8(parts['customXml/item1.xml'] ?? new Uint8Array());
    expect(content).toContain(from);
    const file = zipSync({ ...parts, 'customXml/item1.xml': strToU8(content.replaceAll(from, to)) });
    const { declaration } = await importFile('申报文本.docx', file);
    expect(declaration.unit).toEqual(sample.unit);
  });
});

describe('a Word file that somebody else made', () => {
  const listed = (text: string) => new Paragraph({ text, numbering: { reference: 'items', level: 0 } });
  const row = (...cells: (string | { text: string; rows?: number; columns?: number })[]) =>
    new TableRow({
      children: cells.map((cell) => {
        const { text, rows, columns } =
          typeof cell === 'string' ? { text: cell, rows: undefined, columns: undefined } : cell;
        return new TableCell({
          ...(rows ? { rowSpan: rows } : {}),
          ...(columns ? { columnSpan: columns } : {}),
          children: [new Paragraph(text)],
        });
      }),
    });

  const file = () =>
    Packer.toBuffer(
      new Document({
        numbering: {
          config: [
            {
              reference: 'items',
              levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }],
            },
          ],
        },
        sections: [
          {
            children: [
              new Paragraph('昆明市呈贡区应急管理局'),
              new Paragraph('2021年度安全培训项目'),
              new Paragraph('项目实施内容'),
              listed('5月培训。'),
              listed('6月演练。'),
              new Paragraph('项目绩效目标表'),
              new Table({
                rows: [
                  row(
                    '一级指标',
                    '二级指标',
                    '三级指标',
                    '指标性质',
                    '指标值',
                    '计量单位',
                    '指标属性',
                    '指标内容',
                  ),
                  row(
                    { text: '产出指标', rows: 3 },
                    { text: '数量指标', rows: 2 },
                    '培训场次',
                    '≥',
                    '4场',
                    '场',
                    '定量',
                    '反映场次',
                  ),
                  row('演练场次', '＝', '2场', '', '定量', ''),
                  row('时效指标', '完成时间', '/', '6月底前', '/', '定性指标', ''),
                  row('满意度指标', '服务对象满意度指标', '学员满意度', '≥', '95', '%', '定量', ''),
                ],
              }),
            ],
          },
        ],
      }),
    );

  it('is read by its tables, its merged cells and Word’s own numbering', async () => {
    const { declaration, inferred } = await importFile('其他.docx', await file());
    expect(declaration.title).toBe('安全培训');
    expect(declaration.activities).toEqual([{ content: '5月培训。' }, { content: '6月演练。' }]);
    expect(declaration.performance?.indicators).toEqual([
      {
        level1: 'output',
        level2: 'quantity',
        name: '培训场次',
        nature: 'quantitative',
        operator: '>=',
        value: '4',
        unit: '场',
        content: '反映场次',
      },
      {
        level1: 'output',
        level2: 'quantity',
        name: '演练场次',
        nature: 'quantitative',
        operator: '=',
        value: '2',
        unit: '场',
      },
      { level1: 'output', level2: 'timeliness', name: '完成时间', nature: 'qualitative', value: '6月底前' },
      {
        level1: 'satisfaction',
        level2: 'service-recipient',
        name: '学员满意度',
        nature: 'quantitative',
        operator: '>=',
        value: '95',
        unit: '%',
      },
    ]);
    expect(inferred.map(({ path }) => path)).toEqual([
      '/performance/indicators/0/value',
      '/performance/indicators/1/value',
      '/title',
      '/unit/name',
    ]);
  });

  it('that is none is refused', async () => {
    await expect(importFile('x.docx', Buffer.from('no archive'))).rejects.toThrow();
  });
});
