import fc from 'fast-check';
import { type Declaration, definition } from '../../shared/declaration/definition.ts';
import type { Field, PartOf } from '../../shared/forms/definition.ts';
import { fieldsOf } from '../../shared/forms/definition.ts';
import { anyFile } from './attached-files.ts';

/** Texts that rules look at, beside arbitrary ones. */
const TELLING = [
  '产出指标',
  '数量指标',
  '空',
  '第十一条',
  '《中华人民共和国安全生产法》第九条',
  '2014-08-31',
  '昆政发[2013]27号',
  '呈办发〔2030〕20号',
  '11530121MB1584810X',
  '31.5万元',
  '98',
  '-1',
  '%',
  '万元',
  '大于等于95%，每低于1%扣2分',
  '根据实际工作开展情况填报',
  '6月份前（适时',
  '通过“安康杯”竞赛',
  '叁拾壹万元整',
  '2022-03',
  '12.5',
  '1）安全；2)生产',
  '财政部令第79号',
  '《档案法》（2020年修订）第九百条',
  '培训费',
  '其他',
  '±3%',
  '18:1',
  '每月不少于1次',
  '完成率=实际数/计划数×100%',
  '全年适时开展',
  '8人×6000元/月×12月',
  '2016-01',
  '2020-12',
  '100',
] as const;

const text = fc.oneof(fc.constantFrom(...TELLING), fc.string({ unit: 'grapheme', maxLength: 30 }));

function valueFor(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return text;
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'integer':
      return fc.oneof(
        fc.integer({ min: 2000, max: 2030 }),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      );
    case 'decimal':
      return fc.oneof(
        fc.constantFrom(12.5, 0.0001, 0.00001, -1, 1e21),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      );
    case 'money':
      return fc.oneof(fc.integer({ min: -1, max: 100_000_000 }), fc.constantFrom(31_500_000, 0.5, 1e21));
    case 'files':
      return fc.array(anyFile(), { maxLength: 5 });
    case 'list':
      return fc.array(valueFor(field.of), { maxLength: 5 });
    case 'group':
      return groupOf(field.fields);
  }
}

const groupOf = (fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, valueFor(field)])), { requiredKeys: [] });

/** Any part of a declaration, as a draft may hold it: made from the form's own definition. */
export const anyDraft = groupOf(fieldsOf(definition)) as fc.Arbitrary<PartOf<Declaration>>;
