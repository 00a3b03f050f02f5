import type { Cut } from '../forms/cuts.ts';
import type { Outcome, ProjectStateName } from '../history/vocabulary.ts';
import { common, outcomeWords } from '../pages/words/common.ts';
import { unitOf } from '../values/amount-text.ts';
import { inWords } from '../values/money.ts';
import { minuteOf, zoneOf } from '../values/when.ts';
import type { Stage } from '../workflow/stages.ts';
import { suppliedTexts } from '../workflow/supplied-texts.ts';
import {
  type Block,
  type Cell,
  type DocumentSection,
  type DocumentTable,
  paragraph,
  type Row,
} from './model.ts';
import { amountIn } from './texts.ts';

/** What stands after the numbered sections: amounts, decisions, and the place for signatures and the seal. */

/** One decision that counts for the revision that the document shows. */
export interface Signature {
  readonly stage: string;
  /** The revision that it was made on, where it is not the one that is shown: the stage was not asked again. */
  readonly revision?: number;
  readonly outcome: Outcome;
  /** UTC */
  readonly at: string;
  readonly by: { readonly name: string; readonly onBehalfOf?: string | undefined };
  readonly comment?: string | undefined;
  /** What the stage made its decider supply, by the keys of its fields. */
  readonly supplied?: Readonly<Record<string, unknown>> | undefined;
  readonly cuts?: readonly Cut[] | undefined;
}

/** A line of which less was approved than was asked for. */
export interface CutLine {
  readonly name: string;
  readonly requestedFen: number;
  readonly approvedFen: number;
  readonly reason: string;
  readonly stage: string;
}

/** A value that follows a cut by itself: the cap of the total cost. */
export interface Adjusted {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

export interface Closing {
  readonly revision: number;
  readonly state: ProjectStateName;
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
  readonly stages: readonly Stage[];
  /** The stage that the project waits at; null while or since it is not in review. */
  readonly stage: string | null;
  /** What the deciders left of single lines, the last word on each. */
  readonly cuts: readonly CutLine[];
  /** What follows from the cuts elsewhere in the declaration. */
  readonly adjusted: readonly Adjusted[];
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
  const unit = unitOf([requestedFen ?? 0, approvedFen ?? 0]);
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
      [heading('金额'), ...columns((fen) => amountIn(fen, unit))],
      [heading('大写'), ...columns(inWords)],
    ],
  };
}

/** What it was made on where that was another revision, what was supplied, then what was said. */
function remarkOf(stage: Stage, { supplied, comment, revision }: Signature, shown: number): string {
  const facts = suppliedTexts(stage, supplied, 'zh', { seesInternal: false });
  const earlier =
    revision === undefined || revision === shown ? [] : [`（对${common.zh.revision(revision)}）`];
  return [...earlier, ...facts.map(([label, text]) => `${label}：${text}`), comment ?? '']
    .filter((part) => part !== '')
    .join('\n');
}

const signedRow = (stage: Stage, decision: Signature, shown: number): Row => [
  heading(stage.label.zh),
  centred(
    decision.by.onBehalfOf === undefined
      ? decision.by.name
      : `${decision.by.name}\n代 ${decision.by.onBehalfOf}`,
  ),
  centred(outcomeWords.zh[decision.outcome]),
  plain(remarkOf(stage, decision, shown)),
  centred(minuteOf(decision.at, 'zh')),
];

const emptyRow = (stage: Stage): Row => [heading(stage.label.zh), ...['', '', '', ''].map(plain)];

/** Whether a stage that nobody has signed is still to be signed: a conditional one only when it has come up. */
const isToCome = (stage: Stage, { state, stage: current }: Closing): boolean =>
  isOpen(state) && (stage.condition === undefined || stage.id === current);

function decisionRows(closing: Closing): Row[] {
  return closing.stages.flatMap((stage) => {
    const own = closing.decisions.filter((one) => one.stage === stage.id);
    if (own.length > 0) return own.map((decision) => signedRow(stage, decision, closing.revision));
    return isToCome(stage, closing) ? [emptyRow(stage)] : [];
  });
}

const decisionTable = (rows: readonly Row[]): DocumentTable => ({
  kind: 'table',
  label: '审批意见',
  widths: [14, 22, 11, 28, 25],
  head: [['环节', '办理人', '意见', '说明', `时间（${zoneOf('zh')}）`].map(heading)],
  body: rows,
});

/** 核减: what was cut where and why, line by line, and what follows from it. */
function cutBlocks({ cuts, adjusted, stages }: Closing): Block[] {
  if (cuts.length === 0) return [];
  const unit = unitOf(cuts.flatMap(({ requestedFen, approvedFen }) => [requestedFen, approvedFen]));
  const rows = cuts.map(({ name, requestedFen, approvedFen, reason, stage }): Row => {
    const label = stages.find(({ id }) => id === stage)?.label.zh ?? stage;
    return [
      plain(name),
      centred(amountIn(requestedFen, unit)),
      centred(amountIn(approvedFen, unit)),
      plain(`${reason}（${label}）`),
    ];
  });
  const table: DocumentTable = {
    kind: 'table',
    label: '核减明细',
    widths: [32, 16, 16, 36],
    head: [['核减的支出', '申报金额', '审定金额', '理由'].map(heading)],
    body: rows,
  };
  const follows = adjusted.map(({ place, before, after }) => `${place}由${before}调整为${after}`);
  return [table, ...(follows.length === 0 ? [] : [paragraph(`随核减：${follows.join('；')}。`)])];
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

/** What was decided and what is signed stand together: a signature is below the opinions that it is of. */
export function closingSections(closing: Closing): DocumentSection[] {
  const rows = decisionRows(closing);
  const opinions = [
    amountTable(closing),
    ...cutBlocks(closing),
    ...(rows.length > 0 ? [decisionTable(rows)] : []),
  ];
  const leading = opinions.map((block, index) =>
    block.kind === 'table' && index === opinions.length - 1 ? { ...block, leads: true } : block,
  );
  return [{ number: null, title: '审批意见', blocks: [...leading, signatureTable(closing)] }];
}
