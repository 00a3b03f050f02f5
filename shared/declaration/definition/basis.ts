import { LONG_TEXT } from './limits.ts';

const justification = {
  kind: 'group',
  key: 'justification',
  label: { zh: '必要性与可行性', en: 'Necessity and feasibility' },
  folded: true,
  fields: [
    {
      kind: 'text',
      key: 'necessity',
      label: { zh: '立项必要性', en: 'Necessity' },
      help: {
        zh: '为什么要做，例：社区网格员无固定补助，巡查不能按月开展。',
        en: 'Why it is needed, e.g. wardens have no allowance, so that rounds are not made every month.',
      },
      multiline: true,
      maxLength: LONG_TEXT,
    },
    {
      kind: 'text',
      key: 'feasibility',
      label: { zh: '可行性', en: 'Feasibility' },
      help: {
        zh: '凭什么能做成，例：45 个社区均已配备网格员，制度已经印发。',
        en: 'Why it can be done, e.g. all 45 communities have a warden, and the rules are in force.',
      },
      multiline: true,
      maxLength: LONG_TEXT,
    },
  ],
} as const;

/** 二、立项依据 */
export const basis = {
  id: 'basis',
  number: '二',
  title: { zh: '立项依据', en: 'Legal basis' },
  fields: [
    {
      kind: 'list',
      key: 'basis',
      label: { zh: '立项依据', en: 'Legal basis' },
      help: {
        zh: '一行一个文件，法律写明条款，例：中华人民共和国安全生产法，第八条',
        en: 'One document in each row, with its articles, e.g. 中华人民共和国安全生产法, 第八条',
      },
      required: true,
      min: 1,
      max: 60,
      rowLabel: { zh: '依据', en: 'basis' },
      rowName: 'title',
      of: {
        kind: 'group',
        key: 'basis',
        label: { zh: '依据', en: 'Basis' },
        fields: [
          {
            kind: 'text',
            key: 'title',
            label: { zh: '文件名称', en: 'Document' },
            required: true,
            maxLength: 200,
          },
          {
            kind: 'text',
            key: 'number',
            label: { zh: '文号', en: 'Document number' },
            help: { zh: '例：呈办发〔2019〕20号', en: 'e.g. 呈办发〔2019〕20号' },
            as: 'document-number',
            maxLength: 40,
          },
          {
            kind: 'list',
            key: 'articles',
            label: { zh: '条款', en: 'Articles' },
            min: 0,
            max: 20,
            rowLabel: { zh: '条款', en: 'article' },
            of: { kind: 'text', key: 'article', label: { zh: '条款', en: 'Article' }, maxLength: 20 },
          },
          {
            kind: 'text',
            key: 'version',
            label: { zh: '法律版本', en: 'Version of the law' },
            help: { zh: '通过日期，例：2014-08-31', en: 'The day it was passed, e.g. 2014-08-31' },
            maxLength: 20,
          },
          {
            kind: 'text',
            key: 'reason',
            label: { zh: '无文号的原因', en: 'Why there is no number' },
            maxLength: 200,
          },
          {
            kind: 'files',
            key: 'files',
            label: { zh: '附件', en: 'Attachments' },
            help: {
              zh: '文件原文，例：呈办发〔2019〕20号.pdf',
              en: 'The document itself, e.g. 呈办发〔2019〕20号.pdf',
            },
            folded: true,
            max: 10,
          },
        ],
      },
    },
    justification,
  ],
} as const;
