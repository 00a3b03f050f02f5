/** 七、项目实施计划 */
export const plan = {
  id: 'plan',
  number: '七',
  title: { zh: '项目实施计划', en: 'Plan' },
  fields: [
    {
      kind: 'list',
      key: 'plan',
      label: { zh: '项目实施计划', en: 'Plan' },
      required: true,
      min: 1,
      max: 200,
      rowLabel: { zh: '支出', en: 'line' },
      rowName: 'name',
      of: {
        kind: 'group',
        key: 'line',
        label: { zh: '支出', en: 'Line' },
        fields: [
          {
            kind: 'text',
            key: 'name',
            label: { zh: '支出项目', en: 'Line' },
            required: true,
            maxLength: 100,
          },
          { kind: 'money', key: 'unitPriceFen', label: { zh: '单价', en: 'Unit price' }, unit: 'yuan' },
          {
            kind: 'integer',
            key: 'quantity',
            label: { zh: '数量', en: 'Quantity' },
            min: 0,
            max: 100_000_000,
          },
          { kind: 'text', key: 'quantityUnit', label: { zh: '单位', en: 'Unit' }, maxLength: 20 },
          {
            kind: 'money',
            key: 'amountFen',
            label: { zh: '金额', en: 'Amount' },
            unit: 'wan',
            required: true,
          },
          {
            kind: 'text',
            key: 'description',
            label: { zh: '说明', en: 'Description' },
            multiline: true,
            maxLength: 2_000,
          },
          {
            kind: 'text',
            key: 'basis',
            label: { zh: '测算依据', en: 'Calculation' },
            help: { zh: '没有单价和数量时写明', en: 'Where there is no unit price and quantity' },
            maxLength: 500,
          },
        ],
      },
    },
  ],
} as const;
