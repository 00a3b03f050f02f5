import type { Words } from '../language.ts';

/** What pages and mails say of a date in a year whose holidays are not announced yet. */
export const provisionalWords = {
  /** Right behind the date. */
  mark: { zh: '（暂定）', en: ' (provisional)' },
  /** Once on a page or in a letter. */
  note: {
    zh: '（暂定）：暂按法定节假日推算，国务院放假安排公布后将重新计算。',
    en: 'Provisional: counted by the statutory holidays for now, and counted anew when the State Council announces the year’s holidays.',
  },
} as const satisfies Record<string, Words>;
