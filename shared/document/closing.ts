import { minuteOf, zoneOf } from '../pages/when.ts';
import { outcomeWords } from '../pages/words/common.ts';
import { inWords } from '../project/money.ts';
import type { Outcome, ProjectStateName } from '../project/views.ts';
import type { Stage } from '../workflow/stages.ts';
import type { Cell, DocumentSection, DocumentTable, Row } from './model.ts';
import { wan } from './texts.ts';

/** What stands after the numbered sections: amounts, decisions, and the place for signatures and the seal. */

/** One decision on the revision that the document shows. */
export interface Signature {
  readonly stage: string;
  readonly outcome: Outcome;
  /** UTC */
  readonly at: string;
  readonly by: { readonly name: string; readonly onBehalfOf?: string | undefined };
  readonly comment?: string | undefined;
}

export interface Closing {
  readonly state: ProjectStateName;
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
  readonly stages: readonly Stage[];
  readonly decisions: readonly Signature[];
  /** Who handed the revision in, and when; null for a draft. */
  readonly submitted: { readonly by: string; readonly at: string } | null;
}

const heading = (text: string): Cell => ({ text, heading: true });
const plain = (text: string): Cell => ({ text });
const centred = (text: string): Cell => ({ text, align: 'center' });

/** Whether somebody may still decide: what is empty then will be filled. */
const isOpen = (state: ProjectStateName): boolean =>
  state === 'draft' || state === 'returned' || state === 'in-review';

function amountTable({ state, requestedFen, approvedFen }: Closing): DocumentTable {
  const pending = isOpen(state) ? '待审定' : '未批准';
  const columns = (say: (fen: number) => string): Cell[] => [
    centred(requestedFen === null ? '' : say(requestedFen)),
    centred(approvedFen === null ? pending : say(approvedFen)),
  ];
  return {
    kind: 'table',
    label: '申报与审定金额',
    widths: [14, 43, 43],
    head: [[heading('资金'), heading('申报金额'), heading('审定金额')]],
    body: [
      [heading('金额'), ...columns(wan)],
      [heading('大写'), ...columns(inWords)],
    ],
  };
}

function decisionRow(stage: Stage, { decisions }: Closing): Row {
  const decision = decisions.find((one) => one.stage === stage.id);
  if (decision === undefined) return [heading(stage.label.zh), ...['', '', '', ''].map(plain)];
  const { by, outcome, comment, at } = decision;
  return [
    heading(stage.label.zh),
    centred(by.onBehalfOf === undefined ? by.name : `${by.name}\n代 ${by.onBehalfOf}`),
    centred(outcomeWords.zh[outcome]),
    plain(comment ?? ''),
    centred(minuteOf(at, 'zh')),
  ];
}

function decisionTable(closing: Closing): DocumentTable {
  const { stages, decisions, state } = closing;
  const shown = stages.filter(({ id }) => isOpen(state) || decisions.some((one) => one.stage === id));
  return {
    kind: 'table',
    label: '审批意见',
    widths: [12, 22, 12, 32, 22],
    head: [['环节', '办理人', '意见', '说明', `时间（${zoneOf('zh')}）`].map(heading)],
    body: shown.map((stage) => decisionRow(stage, closing)),
  };
}

function signatureTable({ submitted }: Closing): DocumentTable {
  return {
    kind: 'table',
    label: '签字盖章',
    widths: [14, 36, 14, 36],
    head: [],
    body: [
      [heading('填报人'), centred(submitted?.by ?? ''), heading('单位负责人'), plain('')],
      [
        heading('填报时间'),
        centred(submitted === null ? '' : `${minuteOf(submitted.at, 'zh')}\n（${zoneOf('zh')}）`),
        heading('单位盖章'),
        plain(''),
      ],
    ],
    open: true,
  };
}

export function closingSections(closing: Closing): DocumentSection[] {
  const { decisions, state } = closing;
  const decided = isOpen(state) || decisions.length > 0;
  return [
    {
      number: null,
      title: '审批意见',
      blocks: [amountTable(closing), ...(decided ? [decisionTable(closing)] : [])],
    },
    { number: null, title: '签字盖章', blocks: [signatureTable(closing)] },
  ];
}
