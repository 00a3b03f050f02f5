/** What the host and a function's worker thread say to each other. */

/** What a worker is started with. */
export interface WorkerData {
  /** The bundle's file and the name of its export. */
  readonly module: string;
  readonly handler: string;
  readonly clockOffset: SharedArrayBuffer;
  readonly logFile: string;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly detour: Detour | undefined;
  /** Nobody waits for its answers: it takes the processor where whoever is waited for leaves it. */
  readonly isBehind: boolean;
}

/** An origin of this very machine that functions reach by another: without its certificate, its name and its proxy. */
export interface Detour {
  readonly from: string;
  readonly to: string;
}

export interface Invocation {
  /** The event as JSON: what crosses to a function is text, as on the real service. */
  readonly event: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** An error as the Node.js runtime reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Capacity that the function says, in its log, to have used. */
export interface Capacity {
  readonly read: number;
  readonly write: number;
}

/** What a function says of an invocation in its log: capacity, and its lines in the embedded metric format, unread. */
export interface Said extends Capacity {
  readonly metrics: readonly string[];
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly error: FunctionError }
  | { readonly kind: 'result'; readonly payload: string; readonly used: Said }
  | { readonly kind: 'error'; readonly error: FunctionError; readonly used: Said };
