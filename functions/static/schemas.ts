import * as z from 'zod';
import { problemCodes } from '../../shared/contract/problem-codes.ts';
import { roles } from '../../shared/contract/roles.ts';
import type { SchemaName } from '../../shared/contract/route.ts';
import { attachmentBody } from '../../shared/contract/routes/attachments.ts';
import {
  decisionBody,
  reassignment,
  severalDecisions,
  transfer,
} from '../../shared/contract/routes/decisions.ts';
import { administratorsBody, transferBody } from '../../shared/contract/routes/directory.ts';
import { ownChoices } from '../../shared/contract/routes/me.ts';
import { programBody, renewalBody } from '../../shared/contract/routes/programs.ts';
import {
  draftBody,
  manyBody,
  objectionBody,
  saveBody,
  unmasking,
} from '../../shared/contract/routes/projects.ts';
import {
  attachmentBegun,
  attachmentFile,
  attachmentView,
  contentChange,
  decisionResult,
  deskItem,
  draftLine,
  evidenceFilesView,
  failedMailLine,
  findingView,
  linkView,
  programView,
  projectList,
  projectView,
  submissionResult,
  transferView,
  waitingLine,
} from '../../shared/contract/views.ts';
import type { Form } from '../../shared/forms/form.ts';
import { checkpoint } from '../../shared/history/checkpoint.ts';
import { actor, eventSchemas, historyEvent } from '../../shared/history/event.ts';
import { overviewView } from '../../shared/history/overview-view.ts';
import { verificationView } from '../../shared/history/verification/verification-view.ts';
import { outcomes } from '../../shared/history/vocabulary.ts';
import { cannedOpinions } from '../../shared/workflow/canned-opinions.ts';
import { enteredDirectory, enteredPerson, enteredUnit } from '../../shared/workflow/directory.ts';
import { storedSettings } from '../../shared/workflow/settings.ts';

/** The named schemas of the document: those that requests are parsed with, and those that answers are made of. */

export const requests = {
  Draft: draftBody,
  Save: saveBody,
  FileToAttach: attachmentBody,
  Several: manyBody,
  DecisionToTake: decisionBody,
  DecisionsToTake: severalDecisions,
  Objection: objectionBody,
  Reassignment: reassignment,
  HandingOver: transfer,
  TransferOfRequests: transferBody,
  Unmasking: unmasking,
  ProgramToAdd: programBody,
  Renewal: renewalBody,
} as const;

const roundLine = z.object({
  id: z.string(),
  budgetYear: z.int(),
  kind: z.enum(['initial', 'supplementary']),
  name: z.string().optional(),
  closesAt: z.iso.datetime(),
  correctionsUntil: z.iso.datetime(),
  unitTotalFen: z.int().describe('What the projects of the unit take of the round'),
  unitCeilingFen: z.int().nullable(),
});

const named = z.object({ id: z.string(), name: z.string() });

const sourceSpans = z
  .array(z.object({ piece: z.int(), from: z.int(), to: z.int() }))
  .describe('Which characters of which lines and cells of `source`, in UTF-16 units, `to` excluded');
const sourceLine = { piece: z.int(), text: z.string() };

const importSource = z
  .object({
    text: z.string(),
    place: z.string().describe('Line, or table and row, under which heading'),
    spans: sourceSpans,
  })
  .optional()
  .describe('As printed in the file; absent for JSON');

export const answers = {
  // Its members stand in others whole: a named schema in another would be told as what is sent and what is answered, two.
  Attachment: z.object(attachmentView.shape),
  Attachments: z.object({ attachments: z.array(z.object(attachmentView.shape)) }),
  AttachmentBegun: attachmentBegun.extend({ attachment: z.object(attachmentView.shape) }),
  AttachmentFile: attachmentFile.extend({ attachment: z.object(attachmentView.shape) }),
  Directory: enteredDirectory,
  Unit: enteredUnit,
  Units: z.object({
    units: z.array(enteredUnit.unwrap().extend({ people: z.int().describe('How many people it has') })),
    next: z.string().nullable(),
  }),
  Person: enteredPerson,
  People: z.object({
    people: z.array(
      enteredPerson.unwrap().extend({
        postsAt: z.array(z.string()).describe('The units whose posts name the person'),
      }),
    ),
    next: z.string().nullable(),
  }),
  Administrators: administratorsBody,
  Me: ownChoices.unwrap().extend({
    opinions: cannedOpinions.describe('One’s own canned opinions (常用意见), the newest first'),
    person: z
      .object({ id: z.string(), name: z.string(), email: z.string(), unit: named })
      .nullable()
      .describe('Null of somebody whom the directory does not know: then nothing can be changed'),
    roles: z.array(z.enum(roles)).describe('Of the session or the token'),
    posts: z.array(z.object({ unit: named, post: z.string(), as: z.enum(['holder', 'delegate']) })),
    standsInFor: z.array(named).describe('Whose absences name the person'),
    sessions: z.array(
      z.object({
        current: z.boolean().describe('The one that asks'),
        signedInAt: z.iso.datetime().nullable(),
        seenAt: z.iso
          .datetime()
          .nullable()
          .describe('Near its last request; null where idleness does not end it'),
        until: z.iso.datetime().describe('When it ends, however much is done'),
      }),
    ),
  }),
  OwnDecisions: z.object({
    decisions: z.array(
      z.object({
        project: z.string(),
        title: z
          .string()
          .nullable()
          .describe('As it was decided on; null where that cannot be read any more'),
        stage: z.string(),
        outcome: z.enum(outcomes),
        approvedFen: z.int().nullable(),
        onBehalfOf: z.string().nullable().describe('In whose place'),
        at: z.iso.datetime(),
      }),
    ),
    next: z
      .string()
      .nullable()
      .describe('The cursor of the next page; a page with one may be short, even empty'),
  }),
  Settings: storedSettings,
  FailedMails: z.object({ failedMails: z.array(failedMailLine), next: z.string().nullable() }),
  Transfer: transferView,
  Program: programView,
  // Its lines are no named schema: one that stands in another is told as what is sent and what is answered, two.
  Programs: z.object({ programs: z.array(z.object(programView.shape)) }),
  ProgramKey: programView.extend({
    key: z.string().describe('Sent as `Authorization: Bearer`; it is not kept, and not shown again'),
  }),
  Applied: z.object({ applied: z.int().describe('How many units or people were changed') }),
  ImportPreview: z.object({
    hash: z.string().nullable().describe('By which it is applied; null where there is nothing to apply'),
    kind: z.enum(['unit', 'person']),
    lines: z.array(
      z.object({
        row: z.int().nullable().describe('As a spreadsheet numbers it'),
        id: z.string(),
        name: z.string(),
        what: z.enum(['added', 'changed', 'removed']),
        differences: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })),
      }),
    ),
    unchanged: z.int(),
    ignored: z.array(z.string()).describe('Headings of columns that are not imported'),
    findings: z
      .array(z.object({ row: z.int().nullable(), path: z.string(), message: z.string() }))
      .describe('What does not hold, row by row; nothing can be applied then'),
    moreFindings: z.int().optional(),
  }),
  Imported: z.object({
    declaration: z.record(z.string(), z.unknown()).describe('As far as it was understood'),
    placed: z.array(
      z.object({
        path: z.string().describe('JSON Pointer'),
        value: z.union([z.string(), z.number()]),
        source: importSource,
      }),
    ),
    inferred: z
      .array(z.object({ path: z.string(), message: z.string(), source: importSource }))
      .describe('What does not stand in the file as it now stands here, and why it does'),
    notPlaced: z
      .array(
        z.object({
          place: z.string(),
          text: z.string(),
          message: z.string(),
          cells: z.array(z.string()).optional().describe('Of a row of a table: what is left of each cell'),
          spans: sourceSpans.optional(),
        }),
      )
      .describe('What of the file is in no field'),
    source: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('paragraph'), ...sourceLine }),
          z.object({
            kind: z.literal('table'),
            rows: z.array(z.array(z.object({ ...sourceLine, columns: z.int(), rows: z.int() }))),
          }),
        ]),
      )
      .describe('The file as it stands; empty for JSON'),
    moreSource: z.int().optional().describe('How many lines and rows of the file are left out of `source`'),
    findings: z.array(findingView),
    moreFindings: z.int().optional(),
  }),
  Reassigned: z.object({ reassigned: z.literal(true) }),
  Finding: findingView,
  Project: projectView,
  Projects: projectList,
  Decision: linkView,
  DecisionResults: z.object({ results: z.array(decisionResult) }),
  Event: historyEvent,
  Actor: actor,
  Verification: verificationView,
  Overview: overviewView,
  Drafts: z.object({ drafts: z.array(draftLine), next: z.string().nullable() }),
  Results: z.object({ results: z.array(submissionResult) }),
  Desk: z.object({
    tabs: z.object({
      waiting: z.int().describe('Requests that ask the reader; drafts and returned projects of the own unit'),
      mine: z.int().describe('What the own unit has in review'),
      done: z.int().nullable().describe('Null where counting would cost more than a page'),
    }),
    items: z.array(deskItem),
    next: z
      .string()
      .nullable()
      .describe('The cursor of the next page; a page of `done` with one may be short, even empty'),
    rounds: z.array(roundLine).describe('Which the unit can hand in to now'),
  }),
  Requests: z.object({
    requests: z.array(waitingLine),
    next: z
      .string()
      .nullable()
      .describe('The cursor of the next page; a page with one may be short, even empty'),
  }),
  Events: z.object({
    events: z.array(historyEvent),
    next: z
      .string()
      .nullable()
      .describe('The cursor of the next page; a page with one may be short, even empty'),
    opinions: z
      .array(z.object({ chain: z.string(), seq: z.int(), comment: z.string() }))
      .optional()
      .describe('Opinions too long for their events, which have `commentHash` in place of `comment`'),
    masked: z
      .literal(true)
      .optional()
      .describe('Personal data in comments is masked: such an event does not have its hash'),
    plan: z
      .object({
        index: z.string().describe('Which index served; `chain` is the table itself'),
        filtered: z.array(z.string()).describe('What the index alone did not answer'),
        read: z.int().describe('How many events were read for the page'),
      })
      .optional()
      .describe('How a search was answered'),
    suggestions: z
      .object({
        words: z.string(),
        people: z.array(z.object({ id: z.string(), name: z.string(), unitName: z.string() })),
        units: z.array(z.object({ id: z.string(), name: z.string() })),
        projects: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            unitName: z.string(),
            budgetYear: z.int().nullable(),
          }),
        ),
        more: z
          .object({ people: z.boolean(), units: z.boolean(), projects: z.boolean() })
          .describe('Of which there may be more'),
        searched: z
          .int()
          .optional()
          .describe('How many projects were looked through, where there are more of them'),
        chosen: z
          .object({
            project: z.string().optional(),
            actor: z.string().optional(),
            unit: z.string().optional(),
          })
          .optional()
          .describe('What the events are of; without it there are none'),
      })
      .optional()
      .describe('What the words `q` may mean, at most ten of each kind'),
  }),
  Checkpoint: checkpoint,
  EvidenceFiles: evidenceFilesView,
  Checkpoints: z.object({ checkpoints: z.array(checkpoint), next: z.string().nullable() }),
  PublicKey: z.object({
    id: z.string().describe('SHA-256 of the SubjectPublicKeyInfo, as checkpoints name it'),
    algorithm: z.literal('ECDSA_SHA_256'),
    jwk: z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256') }),
    pem: z.string(),
    former: z
      .array(
        z.object({
          id: z.string(),
          until: z.int().describe('The last checkpoint that it signed'),
          pem: z.string().nullable().describe('Null where the archive no longer holds it'),
        }),
      )
      .describe('The keys that signed before, newest first'),
  }),
  Form: z.object({
    definition: z.looseObject({ id: z.string(), version: z.int() }),
    schema: z.looseObject({}).describe('The JSON Schema of a complete declaration'),
    sample: z.looseObject({}).optional(),
  }),
  Health: z.object({ status: z.literal('ok'), version: z.string() }),
  SignedOut: z.object({ signedOut: z.literal(true), endSession: z.url().optional() }),
} as const satisfies Readonly<Record<SchemaName, z.ZodType>> & Readonly<Record<string, z.ZodType>>;

export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string().describe("In the reader's language"),
  status: z.int(),
  code: z.enum(Object.keys(problemCodes)).describe('Stable: match on it'),
  detail: z.string().optional(),
  errors: z.array(findingView).optional(),
  moreErrors: z.int().optional().describe('How many there are beside the hundred in `errors`'),
  // Beside `content-changed` only.
  ...contentChange.partial().shape,
});

/** Each action's events: `Event.decided`. */
export const events = Object.fromEntries(
  eventSchemas().map((event) => [`Event.${event.shape.action.value}`, event]),
);

/** A declaration is one of the deployment's forms. */
export const declarationOf = (forms: readonly Form[]): z.ZodType =>
  z.union(forms.map((form) => form.submission));
