import * as z from 'zod';
import { mailFailures, outcomes, type ProjectStateName, projectStates } from '../history/vocabulary.ts';
import { programRoles } from './roles.ts';

/**
 * What the product's addresses answer (design's "contract at the edge"). The schemas make the OpenAPI document;
 * the pages take the same values.
 */

const fen = z.int().describe('Money in fen (1/100 yuan)');
const utc = z.iso.datetime().describe('UTC with milliseconds');
const reference = z.object({ id: z.string(), name: z.string() });

export const findingView = z.strictObject({
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  path: z.string().describe('JSON Pointer into the declaration'),
  message: z.string().describe("In the reader's language"),
});
export type FindingView = z.infer<typeof findingView>;

const moreFindings = z
  .int()
  .min(1)
  .optional()
  .describe('How many there are beside the hundred in `findings`; absent where those are all');

/** What the reader may do with the project now. */
const projectActions = [
  'decide',
  'save',
  'submit',
  'recall',
  'withdraw',
  'object',
  'urge',
  'unmask',
] as const;

const cutView = z.object({ line: z.int(), amountFen: fen, reason: z.string() });
const madeCuts = z
  .array(cutView.extend({ stage: z.string(), by: z.string() }))
  .describe('What deciders of this revision have left of single lines so far');
const objections = z
  .array(z.object({ at: utc, by: z.string(), comment: z.string() }))
  .describe('Why the unit objects to a cut, the newest last');

export const projectView = z.object({
  id: z.string(),
  form: z.string(),
  formVersion: z.int(),
  revision: z.int(),
  version: z.int(),
  state: z.enum(projectStates),
  stage: z.string().nullable(),
  unit: z.object({ id: z.string(), name: z.string() }),
  title: z.string(),
  budgetYear: z.int().nullable(),
  requestedFen: fen.nullable(),
  approvedFen: fen.nullable(),
  contentHash: z.string().nullable(),
  declaration: z.record(z.string(), z.unknown()),
  masked: z
    .boolean()
    .describe(
      'Personal data in the declaration and in what was written about it is masked: then it does not have the content hash',
    ),
  findings: z.array(findingView).describe('After a cut: what the rules find on what it leaves'),
  moreFindings,
  cuts: madeCuts,
  objections,
  actions: z
    .array(z.enum(projectActions))
    .describe('`decide`: a request of the project waits for the reader, at `/projects/{id}/decision`'),
});
export type ProjectView = z.infer<typeof projectView>;

/** An attachment as its readers see it. */
export const attachmentView = z.object({
  id: z
    .string()
    .describe('The beginning of the SHA-256 in base64url: the same bytes are the same attachment'),
  name: z.string().describe('Masked for whoever sees personal data masked'),
  type: z.string().describe('The media type that the name’s end says'),
  size: z.int().describe('Bytes'),
  sha256: z.string().describe('Lowercase hex'),
  status: z
    .enum(['awaiting', 'uploaded', 'clean', 'unscannable', 'refused'])
    .describe(
      '`awaiting` its bytes; `uploaded` and not yet scanned; `clean`; `unscannable`: taken, and marked as not scanned; `refused`',
    ),
  reason: z
    .enum(['malware', 'content', 'locked', 'unscanned'])
    .nullable()
    .describe(
      'Why it is refused or not scanned: `content` is not what the name says, `locked` is behind a password',
    ),
  at: utc.describe('When its upload was begun'),
  by: reference,
});
export type AttachmentView = z.infer<typeof attachmentView>;

/** What an upload begins with. */
export const attachmentBegun = z.object({
  attachment: attachmentView,
  upload: z
    .object({ url: z.string(), fields: z.record(z.string(), z.string()) })
    .describe(
      'A form to be posted as multipart/form-data within 15 minutes, its fields first and the `file` last; 204 where the bytes are the ones that were announced',
    ),
});
/** For whoever begins one. @internal */
export type AttachmentBegun = z.infer<typeof attachmentBegun>;

/** One attachment, and where its bytes are. */
export const attachmentFile = z.object({
  attachment: attachmentView,
  download: z
    .object({ url: z.string(), expiresAt: utc })
    .nullable()
    .describe('A minute long, for whoever has it; null where it is not ready'),
});
export type AttachmentFile = z.infer<typeof attachmentFile>;

/** A draft with what is found in it, as the list of a unit's drafts shows it. */
export const draftLine = z.object({
  ...projectView.pick({ id: true, version: true, state: true, revision: true, title: true }).shape,
  ...projectView.pick({ budgetYear: true, requestedFen: true, findings: true, moreFindings: true }).shape,
  savedAt: utc,
});
export type DraftLine = z.infer<typeof draftLine>;

/** What became of one of several drafts that were submitted together. */
export const submissionResult = z.object({
  id: z.string(),
  status: z.int().describe('As the answer to `POST /projects/{id}/submit` would have had it'),
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(findingView).optional(),
  moreErrors: z.int().optional().describe('How many there are beside the hundred in `errors`'),
});
export type SubmissionResult = z.infer<typeof submissionResult>;

/** What became of one of several requests that were approved together. */
export const decisionResult = z.object({
  project: z.string().describe('The id'),
  ...submissionResult.omit({ id: true }).shape,
  status: z.int().describe('As the answer to `POST /projects/{id}/decision` would have had it'),
});
export type DecisionResult = z.infer<typeof decisionResult>;

/** One difference between two revisions. */
export const changeView = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type ChangeView = z.infer<typeof changeView>;

/** What differs between the content whose hash was sent with a decision and the content that stands now. */
export const contentChange = z.object({
  contentHash: z.string().describe('The hash of what stands now: read it again, and decide on this'),
  cuts: madeCuts.describe('Cuts that colleagues made since'),
  changes: z.array(changeView).describe('What the unit changed since, where an earlier revision was meant'),
});
export type ContentChange = z.infer<typeof contentChange>;

/** Beside a deadline, only where it holds. */
const deadlineProvisional = z
  .literal(true)
  .optional()
  .describe(
    'The deadline is counted into a year whose holidays are not announced yet: it is counted anew when they are',
  );

export const decisionView = z.object({
  project: z.object({
    id: z.string(),
    title: z.string(),
    unit: z.object({ id: z.string(), name: z.string() }),
    revision: z.int(),
    requestedFen: fen.nullable(),
    approvedFen: fen.nullable(),
  }),
  stage: z.string(),
  status: z.enum(['open', 'decided', 'expired', 'closed', 'reassigned']),
  assignee: z.object({ id: z.string(), name: z.string(), onBehalfOf: z.string().optional() }),
  deadline: utc,
  deadlineProvisional,
  declaration: z.record(z.string(), z.unknown()),
  findings: z.array(findingView),
  moreFindings,
  changes: z.array(changeView),
  contentHash: z.string(),
  cuts: madeCuts,
  objections,
  /** What was decided at the stages before, with what was supplied for colleagues only. */
  earlier: z.array(
    z.object({
      stage: z.string(),
      revision: z
        .int()
        .describe('The revision that it was decided on: an earlier one where the stage was not asked again'),
      outcome: z.enum(outcomes),
      at: utc,
      by: z.string(),
      comment: z.string().optional(),
      cuts: z.array(cutView).optional(),
      supplied: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  sentBack: z
    .object({ stage: z.string(), at: utc, by: z.string(), comment: z.string().optional() })
    .optional()
    .describe('There where the stage after this one sent it back to be decided again'),
  decision: z
    .object({
      outcome: z.enum(outcomes),
      to: z.literal('previous-stage').optional().describe('Of a return that did not go to the unit'),
      at: utc,
      by: z.string(),
      onBehalfOf: z.string().optional(),
      comment: z.string().optional(),
      cuts: z.array(cutView).optional(),
      approvedFen: fen.optional().describe('What an approval left of the amount'),
    })
    .optional(),
});
export type DecisionView = z.infer<typeof decisionView>;

/** Why a link no longer leads to a decision. */
const deadKinds = [
  'decided-by-you',
  'decided',
  'recalled',
  'superseded',
  'withdrawn',
  'lapsed',
  'reassigned',
  'rerouted',
  'mailbox-changed',
  'expired',
  'taken-back',
  'closed',
] as const;
export type DeadKind = (typeof deadKinds)[number];

/** What a link says that decides nothing any more: the outcome, and nothing of the declaration or of later decisions. */
export const deadLinkView = z.object({
  project: decisionView.shape.project.pick({ id: true, unit: true, revision: true }),
  ...decisionView.pick({ stage: true, assignee: true, contentHash: true }).shape,
  status: decisionView.shape.status.exclude(['open']),
  kind: z.enum(deadKinds).describe('`expired`: the request is open, and a fresh link can be had'),
  at: utc.optional().describe('When that happened'),
  message: z.string().describe("What happened in one sentence, in the reader's language"),
  followed: z
    .string()
    .optional()
    .describe("What follows from the holder's own decision in one sentence, in the reader's language"),
  final: z
    .literal(true)
    .optional()
    .describe("There where the holder's own decision held at once and cannot be taken back"),
  takeBackUntil: utc
    .optional()
    .describe(
      'There while the holder can take it back: until then, and until whoever comes next has opened theirs',
    ),
  decision: decisionView.shape.decision.describe(
    'The decision that ended the request; comment, cuts and amount only where the holder of the link made it',
  ),
});
export type DeadLinkView = z.infer<typeof deadLinkView>;

/** What `GET /decisions/{token}` answers. */
export const linkView = z.union([
  decisionView.extend({ status: decisionView.shape.status.extract(['open']) }),
  deadLinkView,
]);

/** One line of a list of projects, as on the desk. */
export interface ProjectLine {
  readonly id: string;
  readonly title: string;
  readonly state: ProjectStateName;
  readonly stage: string | null;
  readonly revision: number;
  readonly budgetYear: number | null;
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
  readonly createdAt: string;
}

/** A project in a list: as it was handed in last. */
const listedProject = projectView
  .pick({ id: true, form: true, title: true, unit: true, budgetYear: true, state: true, stage: true })
  .extend({
    round: z.string().nullable(),
    requestedFen: fen.nullable(),
    cutFen: fen.nullable().describe('What deciders took from it so far; null where nothing of it counts'),
    approvedFen: fen.nullable().describe('Null until it is approved'),
    submittedAt: utc.nullable().describe('When it was first handed in; null of a draft that never was'),
  });
export type ListedProject = z.infer<typeof listedProject>;

const sums = z.object({
  projects: z.int(),
  requestedFen: fen,
  cutFen: fen,
  approvedFen: fen,
});

/** What a list comes to: of everything that was handed in, whatever the words and the stage that are asked for. */
const listTotals = sums.extend({
  states: z.array(sums.extend({ state: z.enum(projectStates) })),
  stages: z.array(sums.extend({ stage: z.string() })).describe('Of what is in review, by its stage'),
  rounds: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        budgetYear: z.int(),
        committedFen: fen.describe(
          'What its projects take of it, in review and approved; of one unit that unit’s',
        ),
        ceilingFen: fen.nullable().describe('Null where nothing limits it'),
      }),
    )
    .describe('The rounds of the year or the one that is asked for, else of the newest year that has any'),
});
export type ListTotals = z.infer<typeof listTotals>;

export const projectList = z.object({
  projects: z.array(listedProject),
  totals: listTotals.describe('Of all that the other filters hold: `q` and `stage` do not narrow them'),
  next: z
    .string()
    .nullable()
    .describe('The cursor of the next page; a page with one may be short, even empty'),
  searchedTo: z
    .object({ id: z.string(), at: utc })
    .optional()
    .describe('Where a search ended that has not looked at everything: it goes on with `next`'),
});
export type ProjectList = z.infer<typeof projectList>;

/** One open request, as lists show it. */
export const openRequest = z.object({
  projectId: z.string(),
  title: z.string(),
  unitName: z.string(),
  stage: z.string(),
  revision: z.int(),
  requestedFen: fen.nullable(),
  deadline: utc,
  deadlineProvisional,
  overdue: z.boolean().describe('The deadline has passed; the request goes on'),
  assignees: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        undeliveredAt: utc
          .optional()
          .describe('Since when the newest mail to this person is known not to have arrived'),
      }),
    )
    .describe('Empty where nobody may decide'),
});
export type OpenRequest = z.infer<typeof openRequest>;

/** One open request with the time since it was asked, as administrators see it. */
export const waitingLine = openRequest.extend({
  requestedAt: utc,
  elapsedDays: z.number().min(0).describe('Days of 24 hours since it was asked'),
  days: z.number().min(0).describe('The same in working days of nine hours'),
});
export type WaitingLine = z.infer<typeof waitingLine>;

/** A mail that did not arrive and still should, as administrators see it. */
export const failedMailLine = z.object({
  person: z.string().describe('The id of a person; of a unit’s own mailbox `unit:` and its USCC'),
  name: z.string(),
  address: z.string().nullable().describe('As the directory has it now; null where it has none'),
  corrected: z
    .boolean()
    .describe('It is another than the mail failed at: it is mailed there within a minute'),
  projectId: z.string(),
  title: z.string(),
  stage: z.string().nullable(),
  revision: z.int().nullable(),
  asks: z.boolean().describe('Whether it asks for a decision'),
  reason: z.enum(mailFailures),
  at: utc,
});
export type FailedMailLine = z.infer<typeof failedMailLine>;

/** A program with a key of its own, as administrators see it. */
export const programView = z.object({
  id: z.string().describe('Which its key names as well'),
  name: z.string(),
  role: z.enum(programRoles),
  person: reference.nullable().describe('Whom it acts as; null of one that reads for a unit'),
  unit: reference.nullable().describe('Whose it is, or its person’s; null where the directory lacks them'),
  madeBy: reference,
  madeAt: utc,
  until: z.iso.date().describe('The last day in Beijing on which its key holds'),
  lastUsed: z.iso.date().nullable().describe('The last day in Beijing on which it called; null of none'),
  state: z
    .enum(['valid', 'expired', 'revoked', 'not-listed'])
    .describe('`not-listed`: whom it stands for is no longer in the directory, so the key does not hold'),
  revoked: z.object({ by: reference, at: utc }).nullable(),
});
export type ProgramView = z.infer<typeof programView>;

/** A request that was to be given to somebody else. */
const transferLine = z.object({ projectId: z.string(), title: z.string(), stage: z.string() });
export const transferView = z.object({
  moved: z.array(transferLine),
  notMoved: z.array(transferLine.extend({ code: z.string(), why: z.string() })),
  left: z.int().describe('How many were too many for one call; the same call goes on with them'),
});
export type TransferView = z.infer<typeof transferView>;

/** What can be done with a line of the desk. */
/** A request that waits for the reader of a project. */
export interface AsksReader {
  readonly projectId: string;
  /** UTC */
  readonly deadline: string;
  readonly deadlineProvisional?: true;
  readonly overdue: boolean;
}

const deskActions = ['decide', 'save', 'urge'] as const;

/** One line of the desk. */
export const deskItem = z.object({
  project: z.string(),
  title: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  budgetYear: z.int().nullable(),
  state: z
    .enum(projectStates)
    .nullable()
    .describe('Null of what the reader has decided: that is `outcome`, and `standing`'),
  standing: z
    .enum(projectStates)
    .optional()
    .describe('Of what the reader has decided how the project stands since'),
  stage: z.string().nullable(),
  revision: z.int(),
  requestedFen: fen.nullable(),
  approvedFen: fen
    .nullable()
    .describe(
      'What the decisions so far have left, of what the reader decides or decided; what was approved',
    ),
  deadline: utc.nullable(),
  deadlineProvisional,
  overdue: z.boolean().describe('The deadline has passed; the request goes on'),
  findings: z
    .object({ errors: z.int(), warnings: z.int() })
    .nullable()
    .describe('In what was handed in; null of drafts, and where an earlier release did not count'),
  actions: z.array(z.enum(deskActions)),
  since: utc
    .nullable()
    .describe('When the reader was asked or decided; of the own unit when it was handed in, of drafts begun'),
  asked: z
    .object({ names: z.array(z.string()), since: utc })
    .nullable()
    .describe('Who has it, of what the own unit has in review'),
  onBehalfOf: z.string().nullable().describe('In whose place the reader is asked or decided'),
  undelivered: z.boolean().describe('The newest mail that asks did not arrive'),
  urgedAt: utc.nullable().describe('When the unit last urged (催办)'),
  outcome: z.enum(outcomes).nullable(),
});
export type DeskItem = z.infer<typeof deskItem>;

/** One open request with the time at which it was asked: its age follows. */
export interface WaitingRequest extends Omit<OpenRequest, 'overdue' | 'deadlineProvisional'> {
  /** UTC */
  readonly requestedAt: string;
}

/** The attached files of a bundle, as the page of its parts tells of them. Bytes. */
export const evidenceFilesView = z.object({
  files: z.int(),
  bytes: z.int(),
  parts: z.array(
    z.object({
      part: z.int(),
      files: z.int(),
      bytes: z.int(),
      alone: z.boolean().describe('One file as it is, in place of an archive'),
      names: z.array(z.string()).optional().describe('Absent for those who say a reason for them'),
    }),
  ),
});
export type EvidenceFilesView = z.infer<typeof evidenceFilesView>;
