import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { errorFields, type LogFields, log, setLogContext } from './log.ts';
import { consumed, resetMeter } from './meter.ts';

let startedAt = 0;

/** Opens an invocation: its lines carry `fields` from here on, and the meter stands at nothing. */
export function beginInvocation(context: Context, requestId: string): void {
  startedAt = performance.now();
  resetMeter();
  setLogContext({ requestId, traceId: traceId(), function: context.functionName });
  log.debug('STARTED');
}

/** Lambda's name for everything that one call led to, over all functions; X-Ray finds it by that. */
const traceId = (): string | undefined => /Root=([\w-]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];

/** Closes an invocation with the line that capacity and duration are read from. */
export function endInvocation(fields: LogFields & { readonly ok: boolean }): void {
  log.info('COMPLETED', {
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    ...consumed(),
    ...fields,
  });
}

/** STARTED and COMPLETED around a handler without an HTTP answer; an error is logged and goes on to the caller. */
const invocation = <Event, Result>(): MiddlewareObj<Event, Result> => ({
  before: (request) => beginInvocation(request.context, request.context.awsRequestId),
  after: () => endInvocation({ ok: true }),
  onError: (request) => {
    log.error('FAILED', errorFields(request.error));
    endInvocation({ ok: false });
  },
});

/** A handler of a stream, a schedule or a task of the flow. */
export function consumer<Event, Result>(
  handle: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const stack = middy<Event, Result>((event: Event, context: Context) => handle(event, context)).use(
    invocation<Event, Result>(),
  );
  return (event, context) => stack(event, context);
}
