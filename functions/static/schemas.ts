import * as z from 'zod';
import { problemCodes } from '../../shared/contract/problem-codes.ts';
import type { SchemaName } from '../../shared/contract/route.ts';
import { decisionBody, reassignment } from '../../shared/contract/routes/decisions.ts';
import { administratorsBody } from '../../shared/contract/routes/directory.ts';
import {
  draftBody,
  manyBody,
  objectionBody,
  saveBody,
  unmasking,
} from '../../shared/contract/routes/projects.ts';
import {
  contentChange,
  draftLine,
  findingView,
  linkView,
  projectView,
  requestLine,
  submissionResult,
  waitingLine,
} from '../../shared/contract/views.ts';
import type { Form } from '../../shared/forms/form.ts';
import { checkpoint } from '../../shared/history/checkpoint.ts';
import { actor, eventSchemas, historyEvent } from '../../shared/history/event.ts';
import { overviewView } from '../../shared/history/overview-view.ts';
import { verificationView } from '../../shared/history/verification/verification-view.ts';
import { enteredDirectory, enteredPerson, enteredUnit } from '../../shared/workflow/directory.ts';
import { storedSettings } from '../../shared/workflow/settings.ts';

/** The named schemas of the document: those that requests are parsed with, and those that answers are made of. */

export const requests = {
  Draft: draftBody,
  Save: saveBody,
  Several: manyBody,
  DecisionToTake: decisionBody,
  Objection: objectionBody,
  Reassignment: reassignment,
  Unmasking: unmasking,
} as const;

const projectLine = z.object({
  ...projectView.pick({ id: true, title: true, state: true, stage: true, revision: true, budgetYear: true })
    .shape,
  ...projectView.pick({ requestedFen: true, approvedFen: true }).shape,
  createdAt: z.iso.datetime(),
});

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

export const answers = {
  Directory: enteredDirectory,
  Unit: enteredUnit,
  Units: z.object({
    units: z.array(enteredUnit.extend({ people: z.int().describe('How many people it has') })),
    next: z.string().nullable(),
  }),
  Person: enteredPerson,
  People: z.object({
    people: z.array(
      enteredPerson.extend({
        postsAt: z.array(z.string()).describe('The units whose posts name the person'),
      }),
    ),
    next: z.string().nullable(),
  }),
  Administrators: administratorsBody,
  Settings: storedSettings,
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
  Reassigned: z.object({ reassigned: z.literal(true) }),
  Finding: findingView,
  Project: projectView,
  Decision: linkView,
  Event: historyEvent,
  Actor: actor,
  Verification: verificationView,
  Overview: overviewView,
  Drafts: z.object({ drafts: z.array(draftLine) }),
  Results: z.object({ results: z.array(submissionResult) }),
  Desk: z.object({
    waiting: z.array(requestLine),
    mine: z.array(projectLine),
    done: z.array(projectLine),
    rounds: z.array(roundLine).describe('Which the unit can hand in to now'),
  }),
  Requests: z.object({ requests: z.array(waitingLine) }),
  Events: z.object({
    events: z.array(historyEvent),
    next: z
      .string()
      .nullable()
      .describe('The cursor of the next page; a page with one may be short, even empty'),
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
  }),
  Checkpoint: checkpoint,
  Checkpoints: z.object({ checkpoints: z.array(checkpoint), next: z.string().nullable() }),
  PublicKey: z.object({
    id: z.string().describe('SHA-256 of the SubjectPublicKeyInfo, as checkpoints name it'),
    algorithm: z.literal('ECDSA_SHA_256'),
    jwk: z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256') }),
    pem: z.string(),
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
  eventSchemas.map((event) => [`Event.${event.shape.action.value}`, event]),
);

/** A declaration is one of the deployment's forms. */
export const declarationOf = (forms: readonly Form[]): z.ZodType =>
  z.union(forms.map((form) => form.submission));
