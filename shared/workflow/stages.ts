import type { Words } from '../forms/definition.ts';

/** Whose post is asked: the unit that declares, the finance bureau that serves it, or its supervising department. */
export type PostOf = 'own-unit' | 'finance' | 'supervisor';

/** Who may not decide at a stage (domain.md §8, 不相容岗位相互分离). */
export type Exclusion = 'editors' | 'own-unit' | 'earlier-deciders';

/**
 * One stage of a workflow, as data. CDK makes one waiting state of it, routing asks whom it names, and deciding
 * refuses whom it excludes.
 */
export interface Stage {
  readonly id: string;
  readonly label: Words;
  /** What the mail and the desk ask for: 待审核, 待审批. */
  readonly ask: Words;
  readonly asks: { readonly post: string; readonly of: PostOf };
  readonly excludes: readonly Exclusion[];
  /** Days until the decision is due. Calendar days. */
  readonly deadlineDays: number;
}

export const defaultStages = [
  {
    id: 'finance-review',
    label: { zh: '财务审核', en: 'finance review' },
    ask: { zh: '待审核', en: 'For review' },
    asks: { post: 'reviewer', of: 'finance' },
    excludes: ['editors', 'own-unit', 'earlier-deciders'],
    deadlineDays: 7,
  },
  {
    id: 'approval',
    label: { zh: '审批', en: 'approval' },
    ask: { zh: '待审批', en: 'For approval' },
    asks: { post: 'approver', of: 'finance' },
    excludes: ['editors', 'own-unit', 'earlier-deciders'],
    deadlineDays: 7,
  },
] as const satisfies readonly Stage[];
