import { Problem } from '../contract/problem.ts';
import { digest } from '../history/digest.ts';
import { now } from '../runtime/clock.ts';
import type { Calls, KeyedCall } from '../store/call-store.ts';
import type { Exchange } from './exchange.ts';
import { readCall } from './read-call.ts';
import type { Answer, Call, Head, Route } from './route.ts';

type AnyCall = Call<unknown, unknown>;

/**
 * A call by its key, where it has one. A link's token is the right to it: whether its person is signed in beside makes
 * it no other call.
 */
function keyedOf({ who }: Route, { idempotencyKey: key, ...call }: AnyCall): KeyedCall | undefined {
  if (key === undefined) return undefined;
  const { routeKey: route, path, person, form, body = null } = call;
  return {
    named: { person: who === 'link' ? '' : (person?.id ?? ''), route, path, key },
    body: form ? [...form] : body,
    at: now(),
  };
}

/** A page that was gone back to carries the key of what it sent before: what it sends now is another call. */
const isOfPage = ({ form, accepts }: AnyCall): boolean => form !== undefined && accepts === 'html';

/** That other call: by what it sends as well it is one, however often it comes. */
const namedByBody = ({ named, body, ...call }: KeyedCall): KeyedCall => ({
  ...{ ...call, body },
  named: { ...named, key: `${named.key} ${digest(body)}` },
});

type Outcome = { readonly answer: Answer } | { readonly error: unknown };

const outcomeOf = (answer: Promise<Answer>): Promise<Outcome> =>
  answer.then(
    (given) => ({ answer: given }),
    (error: unknown) => ({ error }),
  );

function given(outcome: Outcome): Answer {
  if ('error' in outcome) throw outcome.error;
  return outcome.answer;
}

const isDone = (outcome: Outcome): boolean => 'answer' in outcome && outcome.answer.status < 400;

/**
 * A route's answer. What was refused, or went wrong on the way, may have been carried out: by the same call before, by
 * its twin, or by this one before it went wrong. Then it is told what that came to. Nothing is read for it otherwise.
 * @throws Problem `idempotency-mismatch` where the key came with another body, and whatever the route throws
 */
export async function answerOnce(
  head: Head<unknown>,
  exchange: Exchange,
  route: Route,
  calls: Calls,
): Promise<Answer> {
  let sent: Promise<AnyCall> | undefined;
  const read = (): Promise<AnyCall> => {
    sent ??= readCall(head, exchange, route);
    return sent;
  };
  const carryOut = async (as = (keyed: KeyedCall) => keyed): Promise<Answer> => {
    const answer = await route.lookUp(head);
    const call = await read();
    const keyed = keyedOf(route, call);
    return keyed ? calls.workingOn(as(keyed), () => answer(call)) : answer(call);
  };
  const outcome = await outcomeOf(carryOut());
  if (isDone(outcome)) return given(outcome);
  // What cannot be read was never carried out.
  const call = await read().catch(() => undefined);
  const keyed = call && keyedOf(route, call);
  const earlier = keyed && (await calls.earlier(keyed));
  if (!call || !earlier || !route.again) return given(outcome);
  if (earlier.isSameBody) return route.again(call, earlier);
  if (!isOfPage(call)) throw new Problem('idempotency-mismatch');
  const isOnlyKey = 'error' in outcome && calls.isCarriedOut(outcome.error);
  const another = isOnlyKey ? await outcomeOf(carryOut(namedByBody)) : outcome;
  if (isDone(another)) return given(another);
  const told = await calls.earlier(namedByBody(keyed));
  return told ? route.again(call, told) : given(another);
}
