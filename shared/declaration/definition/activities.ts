import { YEAR_MONTH } from './limits.ts';

/** 五、项目实施内容 */
export const activities = {
  id: 'activities',
  number: '五',
  title: { zh: '项目实施内容', en: 'Activities' },
  fields: [
    {
      kind: 'list',
      key: 'activities',
      label: { zh: '项目实施内容', en: 'Activities' },
      help: {
        zh: '一行写一件要做的事，例：组织安全生产月宣传活动 1 场，2021-06 完成',
        en: 'One activity in each row, e.g. hold one safety-month event, due 2021-06',
      },
      required: true,
      min: 1,
      max: 100,
      rowLabel: { zh: '内容', en: 'activity' },
      rowName: 'content',
      of: {
        kind: 'group',
        key: 'activity',
        label: { zh: '实施内容', en: 'Activity' },
        fields: [
          {
            kind: 'text',
            key: 'content',
            label: { zh: '内容', en: 'Content' },
            required: true,
            multiline: true,
            maxLength: 2_000,
          },
          {
            kind: 'text',
            key: 'start',
            label: { zh: '开始年月', en: 'Start' },
            help: { zh: '例：2021-05', en: 'e.g. 2021-05' },
            maxLength: 7,
            pattern: YEAR_MONTH,
          },
          {
            kind: 'text',
            key: 'due',
            label: { zh: '完成年月', en: 'Due' },
            help: { zh: '例：2021-06', en: 'e.g. 2021-06' },
            maxLength: 7,
            pattern: YEAR_MONTH,
          },
          {
            kind: 'files',
            key: 'files',
            label: { zh: '附件', en: 'Attachments' },
            help: {
              zh: '实施方案、场地图片等，例：活动方案.docx',
              en: 'Plans, pictures of a place, e.g. 活动方案.docx',
            },
            folded: true,
            max: 10,
          },
        ],
      },
    },
  ],
} as const;
