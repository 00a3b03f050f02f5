import { describe, expect, it } from '@jest/globals';
import { farAboveTargetIsExplained } from '../../../../shared/declaration/rules/evaluation.ts';
import { personIsMasked } from '../../../../shared/declaration/rules/publication.ts';
import { expectTold } from '../../../support/rule-examples.ts';

/** The rules that hold where they belong, not on a declaration alone. */

describe('R33: far above target', () => {
  const evaluated = { name: '培训人数', operator: '>=', value: '100' };
  it.each([
    ['130 against 100, no explanation', { ...evaluated, actual: '130' }, 1],
    ['a blank explanation', { ...evaluated, actual: '130', explanation: ' ' }, 1],
    ['0.13 against 0.1, exactly', { ...evaluated, value: '0.1', actual: '0.13' }, 1],
    ['130 with an explanation', { ...evaluated, actual: '130', explanation: '新增两期培训' }, 0],
    ['129.99 against 100', { ...evaluated, actual: '129.99' }, 0],
    ['a cap that was missed', { ...evaluated, operator: '<=', actual: '130' }, 0],
    ['a target of 0', { ...evaluated, value: '0', actual: '3' }, 0],
    ['no number', { ...evaluated, actual: '明显' }, 0],
  ])('%s', (_, indicator, count) => {
    const findings = farAboveTargetIsExplained([{ ...evaluated, actual: '100' }, indicator]);
    expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(
      Array(count).fill('error /indicators/1/explanation'),
    );
    expectTold('R33', findings);
  });
});

describe('R35: what is published', () => {
  const unit = { legalRepresentative: '张示例', phone: '0871-00000000' };
  it.each([
    ['the name in full', '法人代表：张示例', 1],
    ['the telephone', '电话 0871-00000000', 1],
    ['a mobile number of anybody', '联系人手机 13800000000', 1],
    ['masked', '法人代表：张** 电话 ****0000', 0],
    ['amounts and dates', '2021年安排 31500000 分', 0],
  ])('%s', (_, text, count) => {
    const findings = personIsMasked(text, unit);
    expect(findings.map(({ severity }) => severity)).toEqual(Array(count).fill('error'));
    expectTold('R35', findings);
  });
});
