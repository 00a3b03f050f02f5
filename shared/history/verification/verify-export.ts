import * as z from 'zod';
import { canonical } from '../canonical.ts';
import type { HistoryEvent } from '../event.ts';
import { eventsFile } from './events-file.ts';
import * as messages from './export-messages.ts';
import { collector, type Report } from './finding.ts';
import { followAll } from './follow-all.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** The last line of a complete export: how many events it holds, and the sums of their amounts in fen. */
const trailerLine = z.strictObject({
  trailer: z.strictObject({
    complete: z.literal(true),
    count: z.int().min(0),
    requestedFen: z.int().min(0),
    approvedFen: z.int().min(0),
  }),
});
type Trailer = z.infer<typeof trailerLine>['trailer'];

function trailerOf(text: string): Trailer | undefined {
  if (!text.startsWith('{"trailer":')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const parsed = trailerLine.safeParse(value);
    return parsed.success && canonical(value) === text ? parsed.data.trailer : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

export interface ExportOptions {
  /** It was exported with filters (an actor, an action): numbers may be missing on purpose. */
  readonly filtered: boolean;
}

export interface ExportCheck {
  /** A piece of the file. */
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => Verdict;
}

const sums = () => ({ count: 0, requestedFen: 0, approvedFen: 0 });

function checkTrailer(
  trailer: Trailer,
  counted: ReturnType<typeof sums>,
  file: string,
  report: Report,
): void {
  for (const field of ['count', 'requestedFen', 'approvedFen'] as const) {
    if (trailer[field] === counted[field]) continue;
    const message = messages.otherTotal(trailer[field], counted[field]);
    const kind = field !== 'count' ? 'changed' : trailer.count > counted.count ? 'removed' : 'put-in';
    report({ kind, file, field, message });
  }
}

/**
 * Verifies an export: events in lines, in the order of their chains' numbers, of one chain or of many. Each chain is
 * followed from its first event here, so a file may be a part of the history; where it begins with the first event of
 * a chain, it must begin as a chain does.
 */
export function verifyExport(file: string, { filtered }: ExportOptions): ExportCheck {
  const { report, findings } = collector();
  const all = followAll(() => ({}), report, { filtered });
  const counted = sums();
  let trailer: Trailer | undefined;
  const count = (event: HistoryEvent | undefined): void => {
    counted.count += 1;
    counted.requestedFen += event?.requestedFen ?? 0;
    counted.approvedFen += event?.approvedFen ?? 0;
  };
  const reader = eventsFile(
    file,
    report,
    (read, line) => {
      if (trailer)
        report({ kind: 'put-in', file, line, chain: read.chain, seq: read.seq, message: messages.afterEnd });
      count(read.event);
      all.take(read, { file, line });
    },
    (text, line) => {
      const found = trailerOf(text);
      if (!found) return false;
      if (trailer) report({ kind: 'duplicated', file, line, message: messages.secondEnd });
      trailer = found;
      return true;
    },
  );
  return {
    push: reader.push,
    end() {
      reader.end();
      all.end();
      if (all.events() === 0 && !trailer) report({ kind: 'cut-off', file, message: messages.nothing });
      if (trailer) checkTrailer(trailer, counted, file, report);
      const facts = [messages.readExport(all.events(), all.chains())];
      const notes = [
        ...(trailer ? [] : [messages.noTrailer]),
        ...(filtered ? [messages.filtered] : []),
        messages.unsigned,
      ];
      return verdictOf('export', findings(), facts, notes);
    },
  };
}
