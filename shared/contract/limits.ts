import type { Words } from '../values/language.ts';

/**
 * How often somebody may do what costs others something: a mail, a line in a history that is kept for ever, seconds of
 * work. The gateway's throttle is everybody's together; these are each person's, or each request's for a decision.
 *
 * Not counted: saving a draft, which writes over itself one version after the other, reading pages, and deciding, which
 * happens once. One objection to each cut is a rule of the workflow, and so is the number of links of one request in all.
 */
export interface Limit {
  /** `request` is one person's request for a decision; only what is a person's grows with a deployment's `limitFactor`. */
  readonly per: 'person' | 'request';
  readonly most: number;
  /** Windows lie one after the other, for days from midnight in Beijing: what is used up comes back at their end. */
  readonly minutes: number;
  /** What is counted: in Chinese as it is done, in English as it follows a number. */
  readonly what: Words;
}

const HOUR = 60;
const DAY = 24 * HOUR;

export const limits = {
  /** One page of drafts (25) handed in at once and some by hand: each of them mails a reviewer. */
  submissions: {
    per: 'person',
    most: 30,
    minutes: 10,
    what: { zh: '提交申报', en: 'submissions' },
  },
  /** Twice that: beginning a draft mails nobody, but the unit's list shows each. */
  drafts: {
    per: 'person',
    most: 60,
    minutes: 10,
    what: { zh: '新建草稿', en: 'new drafts' },
  },
  /** All files that a project may have (200) and some sent again: each is a record, megabytes, and a scan. */
  uploads: {
    per: 'person',
    most: 300,
    minutes: 10,
    what: { zh: '上传附件', en: 'uploads' },
  },
  /** Whoever comes back to a desk of sixty requests with links too old can renew each within the hour. */
  renewals: {
    per: 'person',
    most: 60,
    minutes: HOUR,
    what: { zh: '重发链接', en: 'fresh links' },
  },
  /** A mail takes a minute, and one may land among the unwanted: the third that does not arrive is not the mail's fault. */
  renewalsOfRequest: {
    per: 'request',
    most: 3,
    minutes: 10,
    what: { zh: '重发此件的链接', en: 'fresh links for one request' },
  },
  /** Five mails with codes show that the mailbox is the trouble, or somebody's toy. */
  codes: {
    per: 'request',
    most: 5,
    minutes: HOUR,
    what: { zh: '发送验证码', en: 'mails with a code' },
  },
  /** A code is copied from a mail: whoever errs five times is guessing, at 1 in 200,000 an hour. */
  codeTries: {
    per: 'request',
    most: 5,
    minutes: HOUR,
    what: { zh: '填写验证码', en: 'tries of a code' },
  },
  /** Guessing all day and every day of a link's week stays below 1 in 7,000. */
  codeTriesOfDay: {
    per: 'request',
    most: 20,
    minutes: DAY,
    what: { zh: '填写验证码', en: 'tries of a code' },
  },
  /** An export is a record and up to seconds of work; one that has begun goes on page by page without being counted. */
  exports: {
    per: 'person',
    most: 60,
    minutes: 10,
    what: { zh: '导出', en: 'exports' },
  },
  /** A verification reads a project's whole history, and is recorded. */
  verifications: {
    per: 'person',
    most: 120,
    minutes: 10,
    what: { zh: '核验', en: 'verifications' },
  },
  /** One every other minute, each with its reason: personal data is looked at, not collected. */
  unmaskings: {
    per: 'person',
    most: 30,
    minutes: HOUR,
    what: { zh: '查看完整信息', en: 'projects shown in full' },
  },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
