import type { VNode } from 'preact';
import type * as z from 'zod';
import type { Problem } from '../contract/problem.ts';
import type { RouteRow, RouteRows } from '../contract/route.ts';
import type { Principal } from '../identity/principal.ts';
import type { Frame } from '../pages/render.tsx';
import type { EarlierCall } from '../store/call-store.ts';
import type { Media } from './negotiation.ts';

export type QueryValues = Readonly<Record<string, string | undefined>>;

/** A form-encoded body as it was posted, of which only the fields in its row can be asked for. */
export interface Fields<Name extends string = string> extends URLSearchParams {
  get(name: Name): string | null;
  getAll(name: Name): string[];
  has(name: Name, value?: string): boolean;
}

/** One request, with everything that could be wrong with its form already refused. */
export interface Call<Body = unknown, Query = QueryValues, Name extends string = string> {
  /** As in the table of routes: a HEAD request carries the key of its GET route. */
  readonly routeKey: string;
  /** The path's parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: ReadonlyMap<string, string>;
  /** The JSON body as the route's schema parsed it. */
  readonly body: Body;
  /** The form-encoded body, on routes that take one; `body` is undefined then. */
  readonly form?: Fields<Name>;
  /** The bytes of a file, on routes that take one. */
  readonly file?: Uint8Array;
  /** What its form called it, as it was sent; absent of a file alone. */
  readonly fileName?: string;
  /** 1 to 200 visible characters of ASCII, from the header or the form, of which it is no field any more. */
  readonly idempotencyKey?: string;
  readonly person?: Principal;
  readonly requestId: string;
  readonly lang: 'zh' | 'en';
  readonly accepts: Media;
  /** Path and query as asked. It may hold a link's token: never logged. */
  readonly address: string;
  /** Of HEAD: the answer is worked out, and nobody is shown it. */
  readonly isUnseen?: true;
}

/** A call before its body is read. */
export type Head<Query = QueryValues> = Omit<
  Call<unknown, Query>,
  'body' | 'form' | 'file' | 'fileName' | 'idempotencyKey'
>;

/** What a route answers. `page` is for those who accept HTML, `json` for all others; `text` and `file` go to everybody. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: { readonly body: string; readonly type: string };
  readonly file?: { readonly bytes: Uint8Array; readonly type: string };
  readonly page?: { readonly content: VNode; readonly frame: Omit<Frame, 'lang' | 'path'> };
  readonly cookies?: readonly string[];
  readonly location?: string;
}

type BodyOf<Row> = Row extends { readonly body: z.ZodType<infer Body> }
  ? Row extends { readonly form: z.ZodType }
    ? Body | undefined
    : Body
  : undefined;
type QueryOf<Row> = Row extends { readonly query: z.ZodType<infer Query> } ? Query : QueryValues;

/** The fields of its form; all names where the form takes more than it names, none where there is no form. */
type NameOf<Row> = Row extends { readonly form: z.ZodType<infer Form> } ? Extract<keyof Form, string> : never;

/** A call of a route: its body, its query and the names in its form have the types of the row's schemas. */
export type CallOf<Row> = Call<BodyOf<Row>, QueryOf<Row>, NameOf<Row>>;

type Handle<Row> = (call: CallOf<Row>) => Promise<Answer>;

/**
 * Answers a route whose path names something. That is looked up first: where it is not there, or not for the caller,
 * nobody reads what was sent to it.
 */
interface Lookup<Row> {
  lookUp(head: Head<QueryOf<Row>>): Promise<Handle<Row>>;
  /**
   * The page again where its query is mistyped: with what was given, and what is wrong with it beside each field.
   * Without it people get the problem, as programs always do.
   */
  mistyped?(head: Head, problem: Problem): Promise<Answer>;
}

/** Answers a route whose calls are told again what they came to. */
interface Told<Row> extends Lookup<Row> {
  /** The answer to a call that was carried out earlier, from what stands there now. Nothing is changed by it. */
  again(call: CallOf<Row>, earlier: EarlierCall): Promise<Answer>;
}

/** What answers a route. */
export type Handler<Row> = Row extends { readonly again: 'told' } ? Told<Row> : Handle<Row> | Lookup<Row>;

/** A function's table: a handler for each of its rows, and for nothing else. */
export type Handlers<Rows extends RouteRows> = { readonly [Key in keyof Rows]: Handler<Rows[Key]> };

/** What answers any route. Methods, not properties: handlers of different bodies stand in one table. */
interface AnyHandler {
  handle(call: Call<unknown, unknown>): Promise<Answer>;
  lookUp(head: Head<unknown>): Promise<AnyHandler['handle']>;
  mistyped?(head: Head, problem: Problem): Promise<Answer>;
  again?(call: Call<unknown, unknown>, earlier: EarlierCall): Promise<Answer>;
}
export type HandlerOfAny = AnyHandler['handle'] | Omit<AnyHandler, 'handle'>;

/** A row with what answers it, and of `told` what answers it again. */
export type Route = Omit<RouteRow, 'again'> & Omit<AnyHandler, 'handle'>;
