/** 一、项目名称 */
export const title = {
  id: 'title',
  number: '一',
  title: { zh: '项目名称', en: 'Project title' },
  fields: [
    {
      kind: 'text',
      key: 'title',
      label: { zh: '项目名称', en: 'Project title' },
      required: true,
      // 180 bytes in the finance system that takes it over: 60 Chinese characters (domain.md §2).
      maxLength: 60,
    },
    {
      kind: 'integer',
      key: 'budgetYear',
      label: { zh: '预算年度', en: 'Budget year' },
      help: { zh: '1 月 1 日至 12 月 31 日', en: '1 January to 31 December' },
      required: true,
      min: 2000,
      max: 2099,
    },
  ],
} as const;
