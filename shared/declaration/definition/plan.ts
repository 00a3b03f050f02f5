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
      help: {
        zh: '一行一项支出，合计应等于申请金额，例：宣传横幅，单价 150 元，30 条，0.45 万元',
        en: 'One expense in each row, together the amount requested, e.g. banners, 150 yuan each, 30 pieces, 0.45',
      },
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
          {
            kind: 'money',
            key: 'unitPriceFen',
            label: { zh: '单价', en: 'Unit price' },
            unit: 'yuan',
            // 0.0001 元: electricity, postage and feed are priced so.
            fenDecimals: 2,
          },
          {
            kind: 'decimal',
            key: 'quantity',
            label: { zh: '数量', en: 'Quantity' },
            min: 0,
            max: 100_000_000,
            decimals: 4,
          },
          { kind: 'text', key: 'quantityUnit', label: { zh: '单位', en: 'Unit' }, maxLength: 20 },
          {
            kind: 'money',
            key: 'amountFen',
            label: { zh: '金额', en: 'Amount' },
            unit: 'wan',
            // A deduction (核减) in what was calculated before.
            signed: true,
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
            help: {
              zh: '没有单价和数量时写明，例：8人×6000元/月×12月',
              en: 'Where there is no unit price and quantity, e.g. 8人×6000元/月×12月',
            },
            maxLength: 500,
          },
          {
            kind: 'files',
            key: 'files',
            label: { zh: '附件', en: 'Attachments' },
            help: { zh: '报价单、合同等，例：横幅报价单.pdf', en: 'Quotes, contracts, e.g. 横幅报价单.pdf' },
            folded: true,
            max: 10,
          },
        ],
      },
    },
  ],
} as const;
