import { describe, expect, it } from '@jest/globals';
import { wordsOf } from '../../../shared/values/text-schema.ts';
import { cannedOpinions, typedOpinions, withCanned } from '../../../shared/workflow/canned-opinions.ts';

/** As many as are kept, each as long as one may be. */
const MOST_CANNED = 20;
const LONGEST_CANNED = 200;

const many = (count: number) => Array.from({ length: count }, (_, at) => `意见 ${at}`);
const found = (opinions: readonly string[]) =>
  (cannedOpinions.safeParse(opinions).error?.issues ?? []).map((issue) => [
    issue.path.join('.'),
    issue.code === 'custom' ? wordsOf(issue)?.zh : issue.code,
  ]);

describe('canned opinions', () => {
  it('are twenty at most, each of one line that says something, of two hundred characters at most', () => {
    expect(found(many(MOST_CANNED))).toEqual([]);
    expect(found(['审'.repeat(LONGEST_CANNED)])).toEqual([]);
    expect(found(many(MOST_CANNED + 1))).toEqual([['', '最多 20 条']]);
    expect(found(['同意', '审'.repeat(LONGEST_CANNED + 1)])).toEqual([['1', '第 2 条：不能超过 200 字']]);
    expect(found(['。。'])).toEqual([['0', expect.stringContaining('第 1 条：')]]);
    expect(found(['同意\n请执行'])).toEqual([['0', expect.stringContaining('第 1 条：')]]);
  });

  it('are typed one on each line, each once', () => {
    expect(typedOpinions(' 同意 \r\n\n请补充依据\n同意\n')).toEqual(['同意', '请补充依据']);
    expect(typedOpinions(' \n')).toEqual([]);
  });

  it('take one more in front, once, while there is room for it', () => {
    expect(withCanned(['同意'], ' 请补充依据 ')).toEqual(['请补充依据', '同意']);
    for (const text of ['同意', '', '两行\n意见', '审'.repeat(LONGEST_CANNED + 1)])
      expect(withCanned(['同意'], text)).toEqual(['同意']);
    expect(withCanned(many(MOST_CANNED), '请补充依据')).toEqual(many(MOST_CANNED));
  });
});
