import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Message } from '../support/platform.ts';
import { check } from './budget.ts';
import { quiet } from './flow.ts';
import { type Http, jsonOf } from './http.ts';
import { type Office, openRequests } from './requests.ts';
import { round } from './statistics.ts';

/** Contradictory answers to one request at once. */
export const CONTRADICTORY = 50;

const outcomes = [
  { outcome: 'approve' },
  { outcome: 'reject', comment: '不属于本部门职责范围（示例）' },
  { outcome: 'return', comment: '请补充预算测算依据后重新申报（示例）' },
] as const;

/** One request, answered with contradictory decisions at once. */
export async function contradict(office: Office, http: Http) {
  const { running } = office;
  const [request] = await openRequests(office, 1);
  if (request === undefined) throw new Error('No request was opened');
  const { projectId, link, contentHash } = request;
  const before = (await running.ask<Message[]>('/messages')).length;
  const replies = await Promise.all(
    Array.from({ length: CONTRADICTORY }, (_, number) =>
      http.send('POST', link, {}, { ...outcomes[number % outcomes.length], contentHash }),
    ),
  );
  await quiet(running);
  const authorization = `Bearer ${await running.token('auditor')}`;
  const { events } = jsonOf<{ events: HistoryEvent[] }>(
    await http.send('GET', `/projects/${projectId}/history`, { authorization }),
    200,
    'The history',
  );
  const decided = events.filter(({ action, stage }) => action === 'decided' && stage === 'approval');
  const follows = events.filter(({ action }) => ['approved', 'rejected', 'returned'].includes(action));
  const mails = (await running.ask<Message[]>('/messages')).slice(before);
  return {
    posts: replies.length,
    accepted: replies.filter(({ status }) => status === 200).length,
    refused: replies.filter(({ status }) => status === 409).length,
    decided: decided.length,
    outcome: decided[0]?.outcome ?? 'none',
    outcomes: follows.length,
    mails: mails.length,
    slowestMs: round(Math.max(...replies.map(({ milliseconds }) => milliseconds)), 0),
  };
}

/** Exactly one: one too few is as wrong as one too many. */
export function contradictoryChecks({
  accepted,
  refused,
  decided,
  outcomes: followed,
  mails,
}: Awaited<ReturnType<typeof contradict>>) {
  const exactly = (what: string, measured: number, wanted: number) => [
    check(`contradictory: ${what}`, measured, 'least', wanted),
    check(`contradictory: ${what}`, measured, 'most', wanted),
  ];
  return [
    ...exactly('accepted', accepted, 1),
    ...exactly('refused with 409', refused, CONTRADICTORY - 1),
    ...exactly('`decided` events', decided, 1),
    ...exactly('outcomes', followed, 1),
    ...exactly('mails', mails, 1),
  ];
}
