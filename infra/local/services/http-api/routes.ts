import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';

/** A route of the HTTP API and the function behind it. */
export interface Route {
  /** As the template writes it: `GET /projects/{id}`, or `$default`. */
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request; undefined where there is none. */
export type FindRoute = (method: string, path: string) => RouteMatch | undefined;

const routeSchema = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.literal('NONE', 'authorizers are not emulated').default('NONE'),
});
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY', 'only AWS_PROXY is emulated'),
  IntegrationUri: z.string().includes(':lambda:', 'only functions are emulated as integration'),
  PayloadFormatVersion: z.literal('2.0', 'only payload format 2.0 is emulated'),
  RequestParameters: z.undefined('parameter mapping is not emulated').optional(),
  // The service's own limit is also its default.
  TimeoutInMillis: z.coerce.number().max(30_000).default(30_000),
});

/** Reads the routes of the template's API. */
export function readRoutes(resources: Resources): readonly Route[] {
  const integrations = new Map(resources.ofType('AWS::ApiGatewayV2::Integration').map((it) => [it.id, it]));
  return resources.ofType('AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey, Target } = resource.read(routeSchema);
    const { IntegrationUri, TimeoutInMillis } = integrationOf(Target, integrations).read(integrationSchema);
    return { key: RouteKey, functionArn: functionIn(IntegrationUri), timeoutMs: TimeoutInMillis };
  });
}

function integrationOf(target: string, integrations: ReadonlyMap<string, Resource>): Resource {
  const found = integrations.get(target.slice('integrations/'.length));
  if (found === undefined) throw new Error(`The template has no ${target}`);
  return found;
}

/** The function's ARN itself, or the long form `arn:…:apigateway:…:path/…/functions/<arn>/invocations`. */
function functionIn(uri: string): string {
  return /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

interface Compiled {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
  readonly rank: string;
}

/** Makes the search: the most specific route wins, whatever the order in the template. */
export function createFindRoute(routes: readonly Route[]): FindRoute {
  const fallback = routes.find((route) => route.key === '$default');
  const compiled = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1));

  return (method, path) => {
    const segments = path.split('/').slice(1);
    for (const candidate of compiled) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = match(candidate.segments, segments);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function compile(route: Route): Compiled {
  const [, method, path] = /^([A-Z]+) \/(.*)$/.exec(route.key) ?? [];
  if (method === undefined || path === undefined) throw new Error(`The route ${route.key} is not emulated`);
  const segments = path.split('/');
  // Segment by segment: text before a variable before the rest of a path; then a method before any method.
  const kinds = segments.map((segment) => (isGreedy(segment) ? '2' : isVariable(segment) ? '1' : '0'));
  return { route, method, segments, rank: `${kinds.join('')}${method === 'ANY' ? '1' : '0'}` };
}

function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = path[index];
    if (value === undefined) return undefined;
    if (isGreedy(part)) {
      parameters[part.slice(1, -2)] = decodeURIComponent(path.slice(index).join('/'));
      return parameters;
    }
    if (!isVariable(part)) {
      if (part !== value) return undefined;
    } else if (value === '') return undefined;
    else parameters[part.slice(1, -1)] = decodeURIComponent(value);
  }
  return pattern.length === path.length ? parameters : undefined;
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

function isGreedy(segment: string): boolean {
  return segment.endsWith('+}');
}
