import { formOfRecord } from '../declaration/registry.ts';
import { summaryOf } from '../forms/form.ts';
import { isOver } from '../history/vocabulary.ts';
import type { Database } from '../store/database.ts';
import { eventsUpTo } from '../store/history-store.ts';
import { beijingYear } from '../values/beijing-year.ts';
import { maskFor } from '../values/masking/mask.ts';
import type { Command, Submit } from '../workflow/commands.ts';
import { type Directory, successionOf, unitOf } from '../workflow/directory.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import { lineKeys, lineOf, listedLine, type Stood, stoodAs } from './listed-line.ts';
import type { Loaded } from './load.ts';
import { maskOfProject } from './personal-data.ts';
import { lastHandedIn } from './readable.ts';
import type { ProjectRecord } from './records.ts';
import { listedUnderWay } from './under-way.ts';

/** What a record says of itself for the lists: how it was handed in last, and whose list it is in. */

type Listing = NonNullable<ProjectRecord['listing']>;

const listingOf = (title: string, maskedTitle: string, budgetYear: number, at: string): Listing => ({
  title,
  ...(maskedTitle === title ? {} : { maskedTitle }),
  budgetYear,
  at,
});

/** A title for whoever is no party: by the personal data in what is handed in, and in what was before. */
async function maskedTitleOf(
  database: Database,
  form: StagedForm,
  { summary, declaration }: Submit,
  before: Loaded | null,
): Promise<string> {
  const masked = maskFor(form.personalData(declaration))(summary.title);
  if (!before || before.record.flow.contentHash === null) return masked;
  return (await maskOfProject(database, before.record))(masked);
}

/** The same of what was handed in before there were lists: from the revision itself, and the first event that says so. */
async function earlierListing(database: Database, { record }: Loaded): Promise<Listing | undefined> {
  const last = record.flow.contentHash === null ? null : await lastHandedIn(database, record);
  if (!last) return undefined;
  const [form, mask, events] = await Promise.all([
    formOfRecord(record),
    maskOfProject(database, record),
    eventsUpTo(database, record.id, record.head.seq),
  ]);
  const { title, budgetYear } = summaryOf(form.definition, last.content.declaration);
  const at = events.find(({ action }) => action === 'submitted')?.at ?? record.createdAt;
  const year = budgetYear ?? record.budgetYear ?? beijingYear(new Date(at));
  return listingOf(title, mask(title), year, at);
}

/** What lists show of a project after a command; undefined where nothing was ever handed in. */
export async function listingAfter(
  database: Database,
  form: StagedForm,
  before: Loaded | null,
  command: Command,
  at: string,
): Promise<Listing | undefined> {
  const earlier = before ? (before.record.listing ?? (await earlierListing(database, before))) : undefined;
  if (command.type !== 'submit') return earlier;
  const { title, budgetYear } = command.summary;
  const maskedTitle = await maskedTitleOf(database, form, command, before);
  return listingOf(title, maskedTitle, budgetYear, earlier?.at ?? at);
}

/**
 * The unit whose posts decide on a project: while it goes on, the one of the day. What is over stays in the list of
 * the unit that had decided on it, whatever becomes of the office.
 */
export function financeAfter(
  before: ProjectRecord | undefined,
  after: Pick<ProjectRecord, 'flow' | 'unit'>,
  directory: Directory,
): string | undefined {
  const named = unitOf(directory, after.unit.id)?.finance;
  const ofToday = named && (successionOf(directory, named).at(-1)?.id ?? named);
  return isOver(after.flow.state) && before?.listed !== undefined ? before.finance : ofToday;
}

/**
 * The line that a project stands with in the lists, by its record. A record that does not say so may have been written
 * by an earlier version since: then the unit's own list tells.
 */
export async function lineBefore(database: Database, before: Loaded | null): Promise<Stood | undefined> {
  if (!before) return undefined;
  const { record } = before;
  if (record.listed !== undefined)
    return record.oneLine ? stoodAs(lineOf(record)) : { line: lineOf(record), isApart: true };
  const listing = await earlierListing(database, before);
  const line = lineOf({ ...record, ...(listing ? { listing } : {}) });
  const [key] = lineKeys({ line, isApart: true });
  const item = key && (await database.get(database.projects, key));
  if (item) return { line: listedLine.parse(item), isApart: true };
  const underWay = await listedUnderWay(database, record.unit.id, record.id);
  return underWay && stoodAs(underWay);
}
