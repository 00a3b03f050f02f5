import { beginInvocation, endInvocation } from '../../runtime/invocation.ts';
import type { Step } from '../exchange.ts';

/** STARTED and COMPLETED around a request. The route's key stands for the path, which may hold a link's token. */
export function logging(): Step {
  const end: Step['after'] = ({ event: exchange, response }) => {
    const status = response?.statusCode ?? 500;
    endInvocation({ ok: status < 500, routeKey: exchange.routeKey, status, problem: exchange.problem });
  };
  return {
    before: ({ event: exchange, context }) => beginInvocation(context, exchange.requestId),
    after: end,
    onError: end,
  };
}
