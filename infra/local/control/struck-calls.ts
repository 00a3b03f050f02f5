import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { aboutOf, causeOf } from './alike.ts';

/** What can befall one call of a function to a service, as services, networks and machines fail. */
export const blowKinds = [
  // Before any effect, at every try of the client:
  'refused',
  'throttled',
  'failed',
  // Once: another writer was here.
  'conflict',
  // It takes effect and nobody hears of it, nor are further tries heard.
  'lost',
  // It takes effect, the connection breaks, and the next try goes through.
  'reset',
  // Silence; it takes effect long after its caller has given up.
  'hang',
  // It takes effect, and then something dies.
  'thread-killed',
  'database-killed',
  'host-killed',
] as const;
export type Blow = (typeof blowKinds)[number];

/** Which call of a run: the `number`th (from 1) of those that are alike in all the rest. */
export const placeSchema = z.strictObject({
  function: z.string(),
  /** What the function was invoked for (`causeOf`). */
  cause: z.string(),
  /** `PutItem`, `StartExecution`; `Invoke` for the invocation of the function itself. */
  operation: z.string(),
  /** What a call of a table is about (`aboutOf`). */
  about: z.string(),
  number: z.int().positive(),
});
export type Place = z.infer<typeof placeSchema>;

/** A call as it was made. */
export interface Call extends Place {
  /** The how manieth of those alike in its own invocation, from 1. */
  readonly nth: number;
  /** The how manieth of all in its invocation, from 1; 0 for the invocation itself. */
  readonly position: number;
}

/** Begins or ends a run: something that a test does, whose calls are told apart from those of all others. */
export const runSchema = z.union([
  z.strictObject({
    run: z.string(),
    /** How what a run makes is named: a call that names one belongs to the run that named it first. */
    owns: z.string(),
    /** Whether what nobody owns is the run's, too: schedules look after everything at once. */
    alone: z.boolean().default(false),
    blow: placeSchema.extend({ kind: z.enum(blowKinds) }).optional(),
  }),
  z.strictObject({ run: z.string(), over: z.literal(true) }),
]);

/** What a service does about a try. */
export interface Struck {
  readonly kind: Blow;
  /** Ends what the blow kills. */
  readonly kill: () => void;
}

/** What blows can end. */
export interface Victims {
  thread(requestId: string): void;
  database(): void;
}

/** The calls of the functions, run by run, and the blows that are bound to some of them. */
export interface StruckCalls {
  set(run: z.infer<typeof runSchema>): void;
  /** What a run has called so far, in order, and whether its blow has fallen. */
  about(run: string): { readonly calls: readonly Call[]; readonly struck: boolean };
  victims(victims: Victims): void;
  /** An invocation begins. @returns the blow that is bound to the invocation itself */
  began(requestId: string, functionName: string, event: string): Blow | undefined;
  ended(requestId: string): void;
  /**
   * What befalls a try of a call; undefined where nothing does.
   * @param body as text; services that do not read it first leave it out
   */
  on(headers: IncomingHttpHeaders, operation: () => string, body?: string): Struck | undefined;
}

interface Run {
  readonly owns: RegExp;
  readonly alone: boolean;
  readonly blow: (Place & { readonly kind: Blow }) | undefined;
  readonly calls: Call[];
  readonly counts: Map<string, number>;
  /** The call that the blow fell on, by the client's own number of it. */
  struck?: { readonly call: string | undefined; tries: number };
}

interface Invocation {
  readonly functionName: string;
  readonly event: string;
  readonly run: string | undefined;
  /** How many of its calls were alike, and how many there were. */
  readonly counts: Map<string, number>;
  calls: number;
}

/** Befalls each try of a call: before any effect. */
const lasting = new Set<Blow>(['refused', 'throttled', 'failed', 'lost']);

// The header by which a caller says which run it acts for.
const ofRun = /"x-run":"([^"]+)"/;

/** The trace that a function's calls carry, as Lambda and the SDK pass it on. */
export const traceOf = (requestId: string): string => {
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8)}`;
};

/** What calls that are alike have in common. @internal */
export const likeness = (call: Omit<Place, 'number'>): string =>
  [call.function, call.cause, call.operation, call.about].join(' | ');

function counted(counts: Map<string, number>, what: string): number {
  const number = (counts.get(what) ?? 0) + 1;
  counts.set(what, number);
  return number;
}

export function watchCalls(): StruckCalls {
  const runs = new Map<string, Run>();
  const owners = new Map<string, string>();
  const invocations = new Map<string, Invocation>();
  let victims: Victims | undefined;

  const namesIn = (text: string): Set<string> => {
    const found = new Set<string>();
    for (const { owns } of runs.values()) for (const [name] of text.matchAll(owns)) found.add(name);
    return found;
  };
  /** Whose a text is: of the one run whose things it names. */
  const ownerOf = (text: string): string | undefined => {
    const own = new Set([...namesIn(text)].flatMap((name) => owners.get(name) ?? []));
    return own.size === 1 ? [...own][0] : undefined;
  };
  const aloneOne = () => [...runs].find(([, { alone }]) => alone)?.[0];
  const count = (name: string, run: Run, invocation: Invocation, operation: string, body: string): Place => {
    const isOurs = (record: string): boolean => run.alone || ownerOf(record) === name;
    const cause = causeOf(invocation.event, isOurs);
    const kind = { function: invocation.functionName, cause, operation, about: aboutOf(body) };
    const place = { ...kind, number: counted(run.counts, likeness(kind)) };
    const isCall = operation !== 'Invoke';
    const nth = counted(invocation.counts, likeness(kind));
    run.calls.push({ ...place, nth, position: isCall ? ++invocation.calls : 0 });
    return place;
  };
  const isAimedAt = ({ blow, struck }: Run, place: Place): boolean =>
    blow !== undefined &&
    struck === undefined &&
    likeness(blow) === likeness(place) &&
    blow.number === place.number;

  return {
    set(given) {
      if ('over' in given) {
        runs.delete(given.run);
        for (const [name, owner] of owners) if (owner === given.run) owners.delete(name);
        return;
      }
      const { owns, alone, blow } = given;
      runs.set(given.run, { owns: new RegExp(owns, 'g'), alone, blow, calls: [], counts: new Map() });
    },
    about(name) {
      const run = runs.get(name);
      return { calls: run?.calls ?? [], struck: run?.struck !== undefined };
    },
    victims(given) {
      victims = given;
    },
    began(requestId, functionName, event) {
      if (runs.size === 0) return undefined;
      const name = ofRun.exec(event)?.[1] ?? ownerOf(event) ?? aloneOne();
      const invocation = { functionName, event, run: name, counts: new Map(), calls: 0 };
      invocations.set(traceOf(requestId), invocation);
      const run = name === undefined ? undefined : runs.get(name);
      if (name === undefined || run === undefined) return undefined;
      if (!isAimedAt(run, count(name, run, invocation, 'Invoke', ''))) return undefined;
      run.struck = { call: undefined, tries: 1 };
      return run.blow?.kind;
    },
    ended: (requestId) => void invocations.delete(traceOf(requestId)),
    on(headers, operation, body = '') {
      if (runs.size === 0) return undefined;
      const trace = String(headers['x-amzn-trace-id']);
      const invocation = invocations.get(trace);
      if (invocation === undefined) return undefined;
      const name = invocation.run ?? ownerOf(body);
      const run = name === undefined ? undefined : runs.get(name);
      if (name === undefined || run === undefined) return undefined;
      for (const made of namesIn(body)) if (!owners.has(made)) owners.set(made, name);
      const call = String(headers['amz-sdk-invocation-id']);
      const isAgain = /\battempt=(?!1\b)/.test(String(headers['amz-sdk-request']));
      if (!isAgain && isAimedAt(run, count(name, run, invocation, operation(), body)))
        run.struck = { call, tries: 0 };
      const { struck, blow } = run;
      if (struck?.call !== call || blow === undefined) return undefined;
      struck.tries += 1;
      if (struck.tries > 1 && !lasting.has(blow.kind)) return undefined;
      // What was lost has had its effect.
      const kind = blow.kind === 'lost' && struck.tries > 1 ? 'refused' : blow.kind;
      return { kind, kill: () => kill(kind, trace) };
    },
  };

  function kill(kind: Blow, trace: string): void {
    if (kind === 'host-killed') process.kill(process.pid, 'SIGKILL');
    else if (kind === 'database-killed') victims?.database();
    else if (kind === 'thread-killed') victims?.thread(requestIn(trace));
  }
}

function requestIn(trace: string): string {
  const digits = trace.replace(/^Root=1-/, '').replaceAll('-', '');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
