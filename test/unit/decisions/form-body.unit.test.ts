import { describe, expect, it } from '@jest/globals';
import {
  bodyOfForm,
  pathOnPage,
  readCuts,
  typedCuts,
  typedSupplied,
} from '../../../functions/decisions/form-body.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { filesById } from '../../../shared/forms/files-in.ts';
import { planAfter } from '../../../shared/project/cuts-so-far.ts';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { defaultStages, type Stage } from '../../../shared/workflow/stages.ts';
import { aFile } from '../../builders/attached-files.ts';
import { FAR_FROM_LINEAR, growthOf, type Part } from '../../support/growth.ts';
import { decision } from '../pages/samples/decision-pages.tsx';

const stageOf = (id: string): Stage => {
  const stage = defaultStages.find((one) => one.id === id);
  if (!stage) throw new Error(`There is no stage ${id}`);
  return stage;
};
const review = stageOf('finance-review');
const collective = stageOf('collective-decision');

const posted = (fields: readonly (readonly [string, string])[]) =>
  new URLSearchParams([['contentHash', decision.contentHash], ...fields.map(([name, text]) => [name, text])]);
const plan = (cuts: Parameters<typeof planAfter>[2] = []) =>
  planAfter(form.definition, decision.declaration, cuts);
const bodyOf = (fields: readonly (readonly [string, string])[], stage = review) =>
  bodyOfForm(posted(fields), { form, stage }, plan());

function refusedPaths(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return (error.errors ?? []).map(({ path }) => path);
    throw error;
  }
  throw new Error('It was not refused');
}

const approve = ['outcome', 'approve'] as const;

describe('files that a decider supplies', () => {
  const approval = stageOf('approval');
  const [minutes, opinion] = [aFile('会议纪要.pdf'), aFile('意见.docx')];
  const files = filesById(approval.supplies ?? [], { minutes: [minutes, opinion] });
  const inputs = [
    ['supplied.minutes.1', attachmentIdOf(opinion)],
    ['supplied.minutes.0', attachmentIdOf(minutes)],
  ] as const;

  it.each(['approve', 'return', 'reject'])('go with the outcome %s, by the ids of attachments', (outcome) => {
    const fields = posted([['outcome', outcome], ['comment', '按会议决定办理，退回修改完善'], ...inputs]);
    expect(bodyOfForm(fields, { form, stage: approval, files }, plan()).supplied).toEqual({
      minutes: [minutes, opinion],
    });
    expect(typedSupplied(fields, approval)).toEqual({
      '/supplied/minutes/0': attachmentIdOf(minutes),
      '/supplied/minutes/1': attachmentIdOf(opinion),
    });
  });

  it('are optional, and refused at their place where nobody knows them', () => {
    expect(bodyOf([approve], approval)).not.toHaveProperty('supplied');
    expect(refusedPaths(() => bodyOf([approve, ...inputs], approval))).toEqual([
      '/supplied/minutes/0',
      '/supplied/minutes/1',
    ]);
  });
});

describe('what the decision page posts', () => {
  it('becomes cuts where an amount was changed, in 万元 unless another unit is typed', () => {
    const cuts = [
      approve,
      ['cut.0.amount', '22.50'],
      ['cut.0.reason', ''],
      ['cut.1.amount', '３'],
      ['cut.1.reason', ' 编印数量\r\n减少 '],
      ['cut.2.amount', '40000元'],
      ['cut.2.reason', '按上年执行数'],
    ] as const;
    expect(bodyOf(cuts)).toMatchObject({
      outcome: 'approve',
      cuts: [
        { line: 1, amountFen: 3_000_000, reason: '编印数量\n减少' },
        { line: 2, amountFen: 4_000_000, reason: '按上年执行数' },
      ],
    });
    expect(bodyOf([approve, ['cut.0.amount', ''], ['cut.0.reason', '']])).not.toHaveProperty('cuts');
  });

  it('takes a line that was cut before at what is left of it', () => {
    const before = { line: 2, amountFen: 4_000_000, reason: '核减' };
    const left = plan([before]);
    expect(readCuts(posted([['cut.2.amount', '4.00']]), left)).toEqual({ cuts: [], unread: [] });
    expect(readCuts(posted([['cut.2.amount', '5.00']]), left).cuts).toHaveLength(1);
  });

  it('is refused by line, not by order, where it cannot be read', () => {
    const fields = [approve, ['cut.2.amount', '少一点'], ['cut.1.reason', '没有金额']] as const;
    expect(refusedPaths(() => bodyOf(fields))).toEqual(['/cut/1/amount', '/cut/2/amount']);
    const cuts = [{ line: 2, amountFen: 1, reason: '' }];
    expect(pathOnPage('/cuts/0/amountFen', cuts)).toBe('/cut/2/amount');
    expect(pathOnPage('/cuts/0/reason', cuts)).toBe('/cut/2/reason');
    expect(pathOnPage('/comment', cuts)).toBe('/comment');
  });

  it('never guesses an amount, and says what could have been meant', () => {
    const found = (amount: string) =>
      readCuts(posted([['cut.2.amount', amount]]), plan()).unread[0]?.message.zh;
    expect(found('0,15')).toContain('是否为 0.15？');
    expect(found('225000')).toContain('是否为 225,000 元？');
  });

  it('says where a comment or what is supplied holds what no text may', () => {
    const comment = ['comment', '请补充\u202E测算依据的来源'] as const;
    expect(refusedPaths(() => bodyOf([['outcome', 'return'], comment]))).toEqual(['/comment']);
    const note = ['supplied.internalNote', '内部\u202E备注'] as const;
    expect(refusedPaths(() => bodyOf([approve, note]))).toContain('/supplied/internalNote');
  });

  it('leaves cuts aside when it returns, and names the fields that the return opens', () => {
    const fields = [
      ['outcome', 'return'],
      ['comment', '请补充第三项支出的测算依据'],
      ['cut.2.amount', '看不懂'],
      ['fields', '/title /budgetYear'],
      ['fields', '/plan/2'],
    ] as const;
    expect(bodyOf(fields)).toEqual({
      outcome: 'return',
      comment: '请补充第三项支出的测算依据',
      fields: ['/title', '/budgetYear', '/plan/2'],
      contentHash: decision.contentHash,
    });
  });

  it('brings what the stage asks for, or says field by field what is wrong with it (R31)', () => {
    const number = ['supplied.minutesNumber', ' 党组纪要〔2021〕3号 '] as const;
    const body = bodyOf([approve, number, ['supplied.meetingDate', '2021-03-18']], collective);
    expect(body.supplied).toEqual({ minutesNumber: '党组纪要〔2021〕3号', meetingDate: '2021-03-18' });
    expect(refusedPaths(() => bodyOf([approve, ['supplied.meetingDate', '三月']], collective))).toEqual([
      '/supplied/minutesNumber',
      '/supplied/meetingDate',
    ]);
    expect(bodyOf([approve, number])).not.toHaveProperty('supplied');
  });

  it('reads a code as it is typed, and takes none for an empty one', () => {
    expect(bodyOf([approve, ['code', ' １２３ 456 ']]).code).toBe('123456');
    expect(bodyOf([approve, ['code', '']])).not.toHaveProperty('code');
    expect(refusedPaths(() => bodyOf([approve, ['code', '12345']]))).toEqual(['/code']);
  });

  it('must be one of the decisions', () => {
    expect(refusedPaths(() => bodyOf([['outcome', 'preview']]))).toEqual(['']);
    expect(refusedPaths(() => bodyOf([]))).toEqual(['']);
  });

  it('cannot make lines without end of one name', () => {
    const many = Array.from({ length: 500 }, (_, line) => [`cut.${line}.amount`, '1'] as const);
    expect(typedCuts(posted(many)).size).toBe(500);
    expect(refusedPaths(() => bodyOf([approve, ...many])).length).toBeGreaterThan(0);
  });

  const fill = (part: Part, entry: string) =>
    new URLSearchParams(entry.repeat(Math.floor((1_000_000 * part) / entry.length)));
  const shapes: readonly (readonly [string, (part: Part) => URLSearchParams])[] = [
    [
      'lines without end',
      (part) => posted(Array.from({ length: 50_000 * part }, (_, n) => [`cut.${n}.amount`, '1'])),
    ],
    ['one line over and over', (part) => fill(part, 'cut.1.amount=1&')],
    ['fields without end', (part) => fill(part, 'fields=%2Ftitle&')],
    ['one list of fields without end', (part) => posted([['fields', '/title '.repeat(140_000 * part)]])],
    ['what is to be supplied, deep', (part) => posted([[`supplied.${'a.'.repeat(490_000 * part)}`, 'x']])],
    ['empty names', (part) => fill(part, '&=')],
  ];
  it.each(shapes)('costs no more than it is long: %s', async (_, sent) => {
    const read = (fields: URLSearchParams) => bodyOfForm(fields, { form, stage: collective }, plan());
    for (const outcome of ['approve', 'return']) {
      const decided = (part: Part): URLSearchParams => {
        const fields = sent(part);
        fields.set('outcome', outcome);
        return fields;
      };
      const growth = await growthOf(decided, (fields) =>
        expect(() => refusedPaths(() => read(fields))).not.toThrow(RangeError),
      );
      expect(growth).toBeLessThan(FAR_FROM_LINEAR);
    }
  });
});
