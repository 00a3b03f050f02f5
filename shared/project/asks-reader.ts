import type { AsksReader } from '../contract/views.ts';
import type { Member } from '../identity/member.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { provisionally } from '../values/working-days.ts';
import type { Loaded } from './load.ts';
import { asks } from './waiting-line.ts';

/** What of a project waits for its reader now: what their desk has under its number. Undefined where nothing does. */
export function asksReader(
  { requests }: Loaded,
  { person }: Member,
  { now, calendar }: { readonly now: Date; readonly calendar: Calendar },
): AsksReader | undefined {
  const request = person && requests.find((one) => asks(one, person.id));
  if (!request) return undefined;
  const { projectId, requestedAt, deadline } = request;
  const overdue = deadline < now.toISOString();
  return { projectId, deadline, overdue, ...provisionally(calendar, requestedAt, deadline) };
}
