import { beginInvocation, endInvocation } from '../../runtime/invocation.ts';
import { countFailedAnswer } from '../../runtime/metric.ts';
import type { Step } from '../exchange.ts';

/** STARTED and COMPLETED around a request. The route's key stands for the path, which may hold a link's token. */
export function logging(): Step {
  const end: Step['after'] = ({ event: exchange, response }) => {
    const status = response?.statusCode ?? 500;
    const { routeKey, route, problem } = exchange;
    if (status >= 500) countFailedAnswer();
    endInvocation({ ok: status < 500, routeKey, useCase: route?.useCase, status, problem });
  };
  return {
    before: ({ event: exchange, context }) => beginInvocation(context, exchange.requestId),
    after: end,
    onError: end,
  };
}
