import { LeanHandler } from './lean-handler.ts';

/**
 * How long a function waits for the services that it calls. Without bounds one call that hangs costs its function all of
 * its time, and its caller an answer. Each client tries again itself as often as `maxAttempts` says, with pauses, and as
 * long as its budget of retries lasts (the SDK's own: 500, of which a retry takes five and a time-out ten).
 */
interface Patience {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    /** Until the answer begins. */
    readonly requestTimeout: number;
    /** Otherwise the SDK says so in its log, and goes on waiting. */
    readonly throwOnRequestTimeout: true;
  };
}

/**
 * DynamoDB answers in milliseconds, and in seconds where the embedded one shares a busy machine. Three hangs, 12 s, leave
 * those who answer people (15 s) time to say so.
 */
export const servicePatience: Patience = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
};

/**
 * The same for clients whose requests and answers are JSON, by a handler that costs less. One function has one. What
 * stands between a call and the handler is put together once for each kind of call, not anew for each call.
 */
export const jsonService = {
  cacheMiddleware: true,
  maxAttempts: servicePatience.maxAttempts,
  requestHandler: new LeanHandler(servicePatience.requestHandler),
};
