import { formOfRecord } from '../../declaration/registry.ts';
import type { HistoryEvent } from '../../history/event.ts';
import { type LapseRules, lapseSaidBy } from '../../project/lapse-steps.ts';
import { type Loaded, loadMarked } from '../../project/load.ts';
import type { Database } from '../../store/database.ts';
import type { DirectorySnapshot } from '../../store/directory/snapshot.ts';
import { eventsUpTo } from '../../store/history-store.ts';
import type { OfficeSettings } from '../../workflow/settings.ts';
import { officeOf } from './addressees.ts';
import { changesOf } from './changes.ts';
import type { Delivery } from './delivery.ts';
import type { About } from './letters.ts';
import { requestOf } from './owed.ts';

/** Until when a returned project may be handed in, where the event warns of its lapse. */
async function lapseTold(database: Database, loaded: Loaded, event: HistoryEvent, at: Date, by: LapseRules) {
  if (event.action !== 'reminded' || event.stage !== undefined) return undefined;
  const [events, marked] = await Promise.all([
    eventsUpTo(database, event.chain, loaded.record.head.seq),
    loadMarked(database, event.chain),
  ]);
  if (!marked) return undefined;
  return lapseSaidBy(marked, events, event, at, by)?.toISOString();
}

/** The office as it is while mails are written. */
export interface Office {
  readonly settings: OfficeSettings;
  readonly directory: DirectorySnapshot;
}

/** What every letter of an event is written from. */
export async function aboutOf(
  { database, rules, settings }: Delivery,
  { settings: { contact, lapseDays }, directory }: Office,
  loaded: Loaded,
  event: HistoryEvent,
  at: Date,
): Promise<Omit<About, 'mask'>> {
  const calendar = await rules.calendar();
  const { stages } = await formOfRecord(loaded.record);
  return {
    loaded,
    event,
    organisation: await officeOf(directory, loaded.record.unit.id),
    changes: await changesOf(database, loaded, event),
    lapsesAt: await lapseTold(database, loaded, event, at, { lapseDays, calendar }),
    request: requestOf(loaded, event),
    stage: stages.find(({ id }) => id === event.stage),
    baseUrl: settings.BASE_URL,
    calendar,
    contact,
  };
}
