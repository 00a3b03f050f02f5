import { catalogue } from '../../../shared/values/language.ts';

export const draftsWords = catalogue(
  {
    title: '本单位草稿',
    none: '没有草稿。',
    noneHere: '这一页没有草稿。',
    how: '勾选要提交的项目，一次提交。有错误的项目请先更正。',
    submit: '提交所选项目',
    untitled: '未命名项目',
    saved: (time: string) => `保存于 ${time}`,
    errors: (n: number) => `${n} 处错误`,
    warnings: (n: number) => `${n} 条提示`,
    sent: (n: number, all: number) => `已提交 ${n} 项，共选 ${all} 项`,
    submitted: '已提交',
  },
  {
    title: 'Drafts of my unit',
    none: 'There are no drafts.',
    noneHere: 'There are no drafts on this page.',
    how: 'Select the projects to submit together. Those with errors must be corrected first.',
    submit: 'Submit selected',
    untitled: 'Untitled project',
    saved: (time: string) => `saved ${time}`,
    errors: (n: number) => (n === 1 ? '1 error' : `${n} errors`),
    warnings: (n: number) => (n === 1 ? '1 note' : `${n} notes`),
    sent: (n: number, all: number) => `${n} of ${all} submitted`,
    submitted: 'submitted',
  },
);

/** Nothing was ticked before the button was pressed. */
export const noneChosen = {
  zh: '没有选择草稿，请先勾选要提交的项目',
  en: 'No draft was selected: tick the projects to submit first',
};
