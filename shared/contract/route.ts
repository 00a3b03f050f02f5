import type * as z from 'zod';
import type { Action } from '../history/event.ts';
import type { LimitName } from './limits.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Role } from './roles.ts';

/** The functions that answer requests. */
export type RoutedFunction =
  | 'projects'
  | 'attachments'
  | 'document'
  | 'decisions'
  | 'history'
  | 'evidence'
  | 'directory'
  | 'session'
  | 'static';

/**
 * Who may call a route. `link` means that the token in the path is the right: the use case looks it up, and somebody
 * is signed in only if it happens so.
 */
export type Policy = 'public' | 'signed-in' | 'link' | { readonly roles: readonly Role[] };

export const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type Method = (typeof methods)[number];
export type RouteKey = `${Method} /${string}`;

/** The named schemas of answers, which the description of the API resolves. */
export type SchemaName =
  | 'Attachment'
  | 'AttachmentBegun'
  | 'AttachmentFile'
  | 'Attachments'
  | 'Checkpoint'
  | 'Checkpoints'
  | 'Decision'
  | 'DecisionResults'
  | 'Desk'
  | 'Administrators'
  | 'Applied'
  | 'ImportPreview'
  | 'Imported'
  | 'Directory'
  | 'People'
  | 'Person'
  | 'Unit'
  | 'Units'
  | 'Drafts'
  | 'Events'
  | 'EvidenceFiles'
  | 'FailedMails'
  | 'Form'
  | 'Health'
  | 'Me'
  | 'Overview'
  | 'OwnDecisions'
  | 'Program'
  | 'ProgramKey'
  | 'Programs'
  | 'Project'
  | 'Projects'
  | 'PublicKey'
  | 'Reassigned'
  | 'Requests'
  | 'Results'
  | 'Settings'
  | 'SignedOut'
  | 'Transfer'
  | 'Verification';

/** What a status of a route says. */
export interface RouteAnswer {
  readonly description: string;
  readonly schema?: SchemaName;
  readonly etag?: boolean;
  readonly location?: boolean;
  /** Whether it may be one page of several. */
  readonly next?: boolean;
  /** Other forms of the answer than JSON. */
  readonly types?: readonly string[];
}

/** A schema that its first use makes: a function knows the schemas of all its routes, and a request has one. */
type Lazy<Schema extends z.ZodType> = z.ZodLazy<Schema>;

/** One line of the contract at the edge: all that is said of a route, said once. */
export interface RouteRow {
  readonly fn: RoutedFunction;
  /** What is done, as logs say it: where a command does it, the command's own name. */
  readonly useCase: string;
  readonly summary: string;
  readonly who: Policy;
  /** Of what everybody signed in may do: what a program with a key may as well, in its own role. */
  readonly programs?: true;
  /** Of the query, strict; `lang` is allowed everywhere. Without it the route takes no other parameter. */
  readonly query?: Lazy<z.ZodObject<Readonly<Record<string, z.ZodType>>>>;
  /** Of the JSON body. Without it the route takes none, or the empty object. */
  readonly body?: Lazy<z.ZodType>;
  /** What a page posts form-encoded in its place, so that it works without JavaScript. */
  readonly form?: Lazy<z.ZodObject>;
  /** Files that it takes in place of a JSON body: alone, or in the field `file` of its form. */
  readonly files?: { readonly types: readonly string[] };
  /** How large the body may be, where `USUAL_BODY_BYTES` is too little for what it holds. */
  readonly mostBytes?: number;
  /** `required`: the version that was read; `or-first`: that, or `If-None-Match: *`. A page posts `version`. */
  readonly ifMatch?: 'required' | 'or-first';
  /**
   * What the same call does again, said of every route that is no GET. `told`: nothing; its `Idempotency-Key` stands
   * with the change, and it is told again what the first came to. `harmless`: nothing by itself, with or without a key,
   * and each part of several is told for itself. `reads`: it changes nothing; what is handed out again is recorded again.
   */
  readonly again?: 'told' | 'harmless' | 'reads';
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** What can go wrong beside what can go wrong everywhere. */
  readonly problems?: readonly ProblemCode[];
  /** What of it each person or request may do so often only. */
  readonly limits?: readonly LimitName[];
  /**
   * The events that it may add to a history: of the project, or of the reader's own chain. Whatever records is refused
   * to other sites' pages, a GET as well: they must not write into somebody's history.
   */
  readonly records?: readonly Action[];
  /** `file`: the page and the JSON of the same address record nothing, and may be linked to. */
  readonly recordsOnly?: 'file';
  /** Another site leads here on purpose, and the use case has its own proof of who began it. */
  readonly fromOtherSites?: true;
}

type UnsafeKey = `${Exclude<Method, 'GET'>} /${string}`;

export type RouteRows = Readonly<
  Record<`GET /${string}`, RouteRow> &
    Record<UnsafeKey, RouteRow & { readonly again: NonNullable<RouteRow['again']> }>
>;
