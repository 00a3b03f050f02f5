/** 三、项目实施单位 */
export const unit = {
  id: 'unit',
  number: '三',
  title: { zh: '项目实施单位', en: 'Implementing unit' },
  fields: [
    {
      kind: 'group',
      key: 'unit',
      label: { zh: '项目实施单位', en: 'Implementing unit' },
      required: true,
      fields: [
        { kind: 'text', key: 'name', label: { zh: '单位名称', en: 'Name' }, required: true, maxLength: 100 },
        {
          kind: 'text',
          key: 'uscc',
          label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
          help: { zh: '18 位', en: '18 characters' },
          required: true,
          maxLength: 18,
        },
        {
          kind: 'text',
          key: 'address',
          label: { zh: '地址', en: 'Address' },
          required: true,
          maxLength: 200,
        },
        {
          kind: 'text',
          key: 'phone',
          label: { zh: '联系电话', en: 'Telephone' },
          help: { zh: '办公电话', en: 'Office telephone' },
          required: true,
          maxLength: 40,
        },
        {
          kind: 'text',
          key: 'legalRepresentative',
          label: { zh: '法人代表', en: 'Legal representative' },
          required: true,
          maxLength: 40,
        },
        {
          kind: 'text',
          key: 'fundingSource',
          label: { zh: '经费来源', en: 'Source of funds' },
          required: true,
          maxLength: 100,
        },
        {
          kind: 'text',
          key: 'profile',
          label: { zh: '单位概况', en: 'Profile of the unit' },
          multiline: true,
          maxLength: 2_000,
        },
        {
          kind: 'text',
          key: 'postcode',
          label: { zh: '邮编', en: 'Postcode' },
          help: { zh: '例：650500', en: 'e.g. 650500' },
          folded: true,
          maxLength: 10,
        },
      ],
    },
  ],
} as const;
