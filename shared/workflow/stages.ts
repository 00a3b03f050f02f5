import type { Field } from '../forms/definition.ts';
import type { Outcome } from '../history/vocabulary.ts';
import type { Words } from '../values/language.ts';

/** Whose post is asked: the unit that declares, the finance bureau that serves it, or its supervising department. */
export type PostOf = 'own-unit' | 'finance' | 'supervisor';

export interface Post {
  /** The word by which the directory knows the post. */
  readonly post: string;
  readonly of: PostOf;
}

/** Who may not decide at a stage (domain.md §8, 不相容岗位相互分离). */
export type Exclusion = 'editors' | 'own-unit' | 'other-units' | 'earlier-deciders';

/** When a stage is passed at all; without a condition, always. */
export interface Condition {
  /** Only where somebody holds the post that is asked. */
  readonly postHeld?: boolean;
  /** Only from the deployment's threshold for collective decisions on; without a threshold, never. */
  readonly fromCollectiveThreshold?: boolean;
}

/** What a decider supplies beside the formal opinion; asked with an approval, unless it says otherwise. */
export type Supply = Field & {
  /** Asked with a return and a rejection as well. */
  readonly always?: boolean;
  /** For those who decide and audit: neither shown to the unit nor printed in the document. */
  readonly internal?: boolean;
};

/**
 * One stage of a workflow, as data. CDK makes one waiting state of it, routing asks whom it names, and deciding
 * refuses whom it excludes.
 */
export interface Stage {
  readonly id: string;
  readonly label: Words;
  /** What the mail and the desk ask for: 待审核, 待审批. */
  readonly ask: Words;
  readonly asks: Post;
  readonly excludes: readonly Exclusion[];
  /**
   * How many must approve: one of those asked, all of them, or as many as the number says. One return or rejection
   * decides for all. `any` by default. Whom a request is given to is asked alone; approvals made before still count.
   */
  readonly quorum?: 'any' | 'all' | number;
  readonly condition?: Condition;
  /** Working days until the first reminder, the second, and the deadline with its escalation. 2, 4 and 5 by default. */
  readonly deadlines?: readonly [remind: number, remindAgain: number, escalate: number];
  /** Who is told when the deadline has passed; by default the administrators. */
  readonly escalatesTo?: Post;
  readonly supplies?: readonly Supply[];
}

/** What a stage asks its decider for with an outcome. */
export const suppliesWith = ({ supplies = [] }: Stage, outcome: Outcome | undefined): readonly Supply[] =>
  outcome === 'approve' ? supplies : supplies.filter(({ always }) => always);

const separate = ['editors', 'own-unit', 'earlier-deciders'] as const;

/** 单位负责人审签: only where the directory names a head for the unit, who must not have edited the declaration. */
const unitSignoff = {
  id: 'unit-signoff',
  label: { zh: '单位负责人审签', en: 'unit sign-off' },
  ask: { zh: '待审签', en: 'For sign-off' },
  asks: { post: 'head', of: 'own-unit' },
  excludes: ['editors', 'other-units', 'earlier-deciders'],
  condition: { postHeld: true },
} as const satisfies Stage;

const financeReview = {
  id: 'finance-review',
  label: { zh: '财务审核', en: 'finance review' },
  ask: { zh: '待审核', en: 'For review' },
  asks: { post: 'reviewer', of: 'finance' },
  excludes: separate,
  escalatesTo: { post: 'approver', of: 'finance' },
  supplies: [
    {
      // 财政绩效目标审核结果 (domain.md §4): 优 and 良 go on, 中 comes back, 差 may not enter the budget.
      kind: 'choice',
      key: 'verdict',
      label: { zh: '绩效目标审核结论', en: 'Conclusion on the performance targets' },
      options: [
        { value: 'excellent', label: { zh: '优', en: 'Excellent' } },
        { value: 'good', label: { zh: '良（完善后进入下一步）', en: 'Good (goes on once refined)' } },
        { value: 'fair', label: { zh: '中（修改后重新报送）', en: 'Fair (revise and resubmit)' } },
        { value: 'poor', label: { zh: '差（不得进入预算）', en: 'Poor (may not enter the budget)' } },
      ],
      always: true,
    },
    {
      kind: 'text',
      key: 'internalNote',
      label: { zh: '内部备注', en: 'Internal note' },
      help: {
        zh: '供后续办理人和审计人员参考，不告知申报单位',
        en: 'For those who decide after you and for auditors; the unit does not see it',
      },
      multiline: true,
      maxLength: 200,
      always: true,
      internal: true,
    },
  ],
} as const satisfies Stage;

/** 集体决策（三重一大）: asks for the minutes (domain.md §8). */
const collectiveDecision = {
  id: 'collective-decision',
  label: { zh: '集体决策', en: 'collective decision' },
  ask: { zh: '待集体决策', en: 'For collective decision' },
  asks: { post: 'secretary', of: 'finance' },
  excludes: separate,
  condition: { fromCollectiveThreshold: true },
  supplies: [
    {
      kind: 'text',
      key: 'minutesNumber',
      label: { zh: '会议纪要文号', en: 'Number of the minutes' },
      required: true,
      maxLength: 40,
    },
    {
      kind: 'text',
      key: 'meetingDate',
      label: { zh: '会议日期', en: 'Date of the meeting' },
      help: { zh: '例：2021-03-18', en: 'e.g. 2021-03-18' },
      required: true,
      maxLength: 10,
      pattern: '^(19|2\\d)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    },
  ],
} as const satisfies Stage;

const approval = {
  id: 'approval',
  label: { zh: '审批', en: 'approval' },
  ask: { zh: '待审批', en: 'For approval' },
  asks: { post: 'approver', of: 'finance' },
  excludes: separate,
  supplies: [
    {
      kind: 'files',
      key: 'minutes',
      label: { zh: '会议纪要等附件', en: 'Minutes and other files' },
      help: {
        zh: '可不附；例：局务会议纪要.pdf',
        en: 'Optional; e.g. 局务会议纪要.pdf (minutes of the meeting)',
      },
      max: 5,
      always: true,
    },
  ],
} as const satisfies Stage;

/** The default flow; the first and the third stage are passed only where their conditions hold. */
export const defaultStages: readonly Stage[] = [unitSignoff, financeReview, collectiveDecision, approval];
