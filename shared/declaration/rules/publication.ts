import type { Finding } from '../../forms/finding.ts';
import { error } from '../../forms/rule.ts';
import { tellsPerson } from '../masking.ts';

/** R35 E: what is published does not tell the unit's person or a telephone number in full (个人信息保护法 第五十一条). */
export const personIsMasked = (
  published: string,
  unit: { readonly legalRepresentative?: string; readonly phone?: string },
): Finding[] =>
  tellsPerson(published, unit)
    ? [
        error('R35', '', {
          zh: '公开内容含有完整的姓名或电话，应先脱敏（曾**、138****0000）',
          en: 'What is to be published holds a name or telephone number in full: mask it first',
        }),
      ]
    : [];
