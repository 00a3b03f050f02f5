import type { VNode } from 'preact';
import type * as z from 'zod';
import type { Principal, Role } from '../identity/principal.ts';
import type { Frame } from '../pages/render.tsx';
import type { Media } from './negotiation.ts';

/**
 * Who may call a route. `link` means that the token in the path is the right: the route itself looks it up, and
 * `person` is only there if somebody happens to be signed in.
 */
export type Policy = 'public' | 'signed-in' | 'link' | { readonly roles: readonly Role[] };

export type QueryValues = Readonly<Record<string, string | undefined>>;

/** One request, with everything that could be wrong with its form already refused. */
export interface Call<Body = unknown, Query = QueryValues> {
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
  readonly form?: URLSearchParams;
  readonly person?: Principal;
  readonly requestId: string;
  readonly lang: 'zh' | 'en';
  readonly accepts: Media;
  /** Path and query as asked. It may hold a link's token: never logged. */
  readonly address: string;
}

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

interface RouteParts<Body, Query> {
  readonly policy: Policy;
  /** The schema of the JSON body. Without it the route takes none, or the empty object. */
  readonly body?: z.ZodType<Body>;
  /** The schema of the query, strict; `lang` is allowed everywhere. Without it the route takes no other parameter. */
  readonly query?: z.ZodType<Query>;
}

// `handle` is a method, not a property: routes of different bodies stand in one table.
interface JsonRoute<Body, Query> extends RouteParts<Body, Query> {
  readonly takesForm?: false;
  handle(call: Call<Body, Query>): Promise<Answer>;
}

/** Its body may also be form-encoded, so that the page works without JavaScript: then `form` is there, not `body`. */
interface FormRoute<Body, Query> extends RouteParts<Body, Query> {
  readonly takesForm: true;
  handle(call: Call<Body | undefined, Query>): Promise<Answer>;
}

export type Route<Body = unknown, Query = unknown> = JsonRoute<Body, Query> | FormRoute<Body, Query>;

/** Makes a route whose `call.body` and `call.query` have the types of its schemas. */
export function route<Body = undefined, Query = QueryValues>(definition: JsonRoute<Body, Query>): Route;
export function route<Body = undefined, Query = QueryValues>(definition: FormRoute<Body, Query>): Route;
export function route(definition: Route): Route {
  return definition;
}
