/** 六、资金安排情况 */
export const appropriation = {
  id: 'appropriation',
  number: '六',
  title: { zh: '资金安排情况', en: 'Appropriation' },
  fields: [
    {
      kind: 'group',
      key: 'appropriation',
      label: { zh: '资金安排', en: 'Appropriation' },
      required: true,
      fields: [
        { kind: 'text', key: 'fund', label: { zh: '资金性质', en: 'Fund' }, required: true, maxLength: 100 },
        { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'wan', required: true },
        {
          kind: 'text',
          key: 'amountInWords',
          label: { zh: '大写金额', en: 'Amount in words' },
          help: { zh: '可不填，正式文本会自动写出', en: 'Optional: the official document writes it out' },
          maxLength: 60,
        },
      ],
    },
  ],
} as const;
