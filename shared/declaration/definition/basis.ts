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
        ],
      },
    },
  ],
} as const;
