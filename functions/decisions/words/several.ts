import { catalogue } from '../../../shared/values/language.ts';

const words = catalogue(
  {
    title: '成批同意',
    resultTitle: '成批同意的结果',
    sum: (n: number, amount: string) => `将同意 ${n} 件，合计 ${amount}`,
    none: '所选各件都不能成批同意',
    how: '每件各自记录一项决定，并标明是成批同意的；没有打开看过的，审计时会提示。退回、否决和核减请单独打开办理。',
    notes: (n: number) => `${n} 条系统提示`,
    clean: '无系统提示',
    alone: (n: number) => `${n} 件须单独打开`,
    over: (n: number) => `${n} 件现在不能办理`,
    comment: '审核意见（选填，记入每一件）',
    approve: (n: number) => `确认同意 ${n} 件`,
    back: '返回工作台',
    done: (n: number, amount: string) => (n === 0 ? '没有同意任何一件' : `已同意 ${n} 件，合计 ${amount}`),
    notRecorded: '没有记录',
    failed: (n: number) => `${n} 件没有记录`,
    approved: '已同意',
  },
  {
    title: 'Approve several',
    resultTitle: 'Approved together',
    sum: (n: number, amount: string) => `${n} will be approved, ${amount} in all`,
    none: 'None of these can be approved from the list',
    how: 'Each is recorded as a separate decision and marked as part of a batch; auditors can see which ones you had not opened. To return, reject or cut, open the request itself.',
    notes: (n: number) => (n === 1 ? '1 note' : `${n} notes`),
    clean: 'No notes',
    alone: (n: number) => `${n} to be opened one by one`,
    over: (n: number) => `${n} cannot be decided now`,
    comment: 'Comment (optional, recorded with each)',
    approve: (n: number) => `Approve ${n}`,
    back: 'Back to the desk',
    done: (n: number, amount: string) => (n === 0 ? 'None approved' : `${n} approved, ${amount} in all`),
    notRecorded: 'Not recorded',
    failed: (n: number) => `${n} not recorded`,
    approved: 'Approved',
  },
);

export const severalWords = {
  ...words,
  howMany: (most: number) => ({
    zh: `请选择 1 至 ${most} 件`,
    en: `Choose between 1 and ${most} requests`,
  }),
};
