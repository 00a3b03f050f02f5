import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { decisionBody, reassignment } from '../../../shared/contract/routes/decisions.ts';
import { evidenceBody } from '../../../shared/contract/routes/evidence.ts';
import { historyQuery } from '../../../shared/contract/routes/history.ts';
import { objectionBody, unmasking } from '../../../shared/contract/routes/projects.ts';
import { shapeFindings } from '../../../shared/http/shape-findings.ts';
import { enteredDirectory } from '../../../shared/workflow/directory.ts';
import { aDirectory } from '../../builders/workflow.ts';

const found = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value, { reportInput: true });
  return error ? shapeFindings(error).map(({ path, message }) => `${path} ${message.zh}`) : [];
};

const LONG_ENOUGH = '岗位调整，改由他人办理';
const asReason: readonly [string, z.ZodType, (comment: string) => unknown, string][] = [
  ['a reassignment', reassignment, (comment) => ({ stage: 'approval', to: 'a', comment }), '/comment'],
  ['an objection', objectionBody, (comment) => ({ comment }), '/comment'],
  ['an unmasking', unmasking, (comment) => ({ comment }), '/comment'],
];

describe('a reason', () => {
  it.each(asReason)('of %s has ten letters or digits', (_, schema, body, path) => {
    expect(found(schema, body(LONG_ENOUGH))).toEqual([]);
    for (const short of ['', '核对', LONG_ENOUGH.slice(0, -1), '。'.repeat(20), '好'.repeat(20)])
      expect(found(schema, body(short))).toEqual([`${path} 请写明理由，至少 10 个字（标点和空格不算）`]);
    expect(found(schema, body(`${LONG_ENOUGH}\u202E`))).toEqual([
      `${path} 此项的第 12 个字符（U+202E）看不见或会打乱文字顺序，请删除后重新填写`,
    ]);
  });

  it('of taking evidence with contents is measured alike', () => {
    expect(found(evidenceBody, { contents: 'yes', reason: '年度审计抽查需要核对' })).toEqual([]);
    expect(found(evidenceBody, { contents: 'yes', reason: '抽查' })).toHaveLength(1);
  });

  it.each(asReason.map(([name, schema]) => [name, schema] as const))(
    'of %s says so in OpenAPI',
    (_, schema) => {
      expect(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))).toContain('"minLength":10');
    },
  );
});

it('a comment and the reason of a cut are texts', () => {
  const body = { outcome: 'approve', contentHash: 'a'.repeat(64) };
  const cuts = [{ line: 0, amountFen: 1, reason: '按上年\uFDD0标准' }];
  expect(found(decisionBody, { ...body, comment: '同意\nA' })).toEqual([]);
  expect(found(decisionBody, { ...body, comment: '同意\u0007', cuts })).toEqual([
    expect.stringContaining('/comment 此项的第 3 个字符（U+0007）'),
    expect.stringContaining('/cuts/0/reason 此项的第 4 个字符（U+FDD0）'),
  ]);
});

it('an amount in a search is never guessed', () => {
  expect(found(historyQuery, { minAmount: '31.50', maxAmount: '1,234元' })).toEqual([]);
  expect(found(historyQuery, { minAmount: '31,50' })).toEqual([
    expect.stringContaining('/minAmount “31,50”不是金额'),
  ]);
});

it('names and addresses of a directory are texts of one line, and names say something', () => {
  const [unit, ...units] = aDirectory.units;
  const [person, ...people] = aDirectory.people;
  expect(found(enteredDirectory, aDirectory)).toEqual([]);
  const wrong = {
    ...aDirectory,
    units: [{ ...unit, name: '……', address: '一\n二', phone: '0871\u202E' }, ...units],
    people: [{ ...person, name: '\u3164' }, ...people],
  };
  expect(found(enteredDirectory, wrong)).toEqual([
    '/units/0/name 请填写文字：至少一个字母、汉字或数字',
    '/units/0/address 此项只能写一行',
    expect.stringContaining('/units/0/phone 此项的第 5 个字符（U+202E）'),
    expect.stringContaining('/people/0/name 此项的第 1 个字符（U+3164）'),
  ]);
});
