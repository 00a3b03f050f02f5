/** 附件: what belongs to the declaration as a whole. It has no numeral: documents name attachments behind their text. */
export const attachments = {
  id: 'attachments',
  number: '',
  title: { zh: '附件', en: 'Attachments' },
  fields: [
    {
      kind: 'files',
      key: 'attachments',
      label: { zh: '附件', en: 'Attachments' },
      help: {
        zh: '与整个项目有关的文件；只涉及某一项依据、内容或支出的，附在该行。例：项目可行性报告.pdf',
        en: 'What belongs to the whole project; what supports one basis, activity or line is attached there. E.g. 项目可行性报告.pdf',
      },
      max: 20,
    },
  ],
} as const;
