import * as z from 'zod';
import { canonical } from '../canonical.ts';
import { sha256 } from '../digest.ts';
import { eventsFile } from './events-file.ts';
import * as messages from './export-messages.ts';
import { collector, type Place, type Report } from './finding.ts';
import { followAll } from './follow-all.ts';
import type { ReadEvent } from './read-event.ts';
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

/** An opinion too long for its event, which stands before it. */
const opinionLine = z.strictObject({
  opinion: z.strictObject({ chain: z.string(), seq: z.int().min(1), comment: z.string() }),
});
type Opinion = z.infer<typeof opinionLine>['opinion'];

/** What a line holds that is no event, if it is of this kind. */
function lineOf<T>(text: string, begins: string, schema: z.ZodType<T>): T | undefined {
  if (!text.startsWith(begins)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const parsed = schema.safeParse(value);
    return parsed.success && canonical(value) === text ? parsed.data : undefined;
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

/** Holds opinions against the events that bind them. */
function opinionsOf(file: string, report: Report) {
  const awaited = new Map<string, { readonly hash: string; readonly place: Place }>();
  const keyOf = ({ chain, seq }: Pick<Opinion, 'chain' | 'seq'>): string => `${chain} ${seq}`;
  return {
    await({ chain, seq, says: { commentHash } }: ReadEvent, line: number): void {
      if (commentHash !== undefined)
        awaited.set(keyOf({ chain, seq }), { hash: commentHash, place: { file, line, chain, seq } });
    },
    take(opinion: Opinion, line: number): void {
      const { chain, seq, comment } = opinion;
      const bound = awaited.get(keyOf(opinion));
      awaited.delete(keyOf(opinion));
      const place = { file, line, chain, seq, field: 'commentHash' };
      if (!bound) report({ kind: 'put-in', ...place, message: messages.boundByNone });
      else if (sha256(comment) !== bound.hash)
        report({ kind: 'other-content', ...place, message: messages.otherOpinion });
    },
    end(): void {
      for (const { place } of awaited.values())
        report({ kind: 'removed', ...place, field: 'commentHash', message: messages.noOpinion });
    },
  };
}

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
  const opinions = opinionsOf(file, report);
  let trailer: Trailer | undefined;
  const count = ({ says }: ReadEvent): void => {
    counted.count += 1;
    counted.requestedFen += says.requestedFen ?? 0;
    counted.approvedFen += says.approvedFen ?? 0;
  };
  const reader = eventsFile(
    file,
    report,
    (read, line) => {
      if (trailer)
        report({ kind: 'put-in', file, line, chain: read.chain, seq: read.seq, message: messages.afterEnd });
      count(read);
      opinions.await(read, line);
      all.take(read, { file, line });
    },
    (text, line) => {
      const said = lineOf(text, '{"opinion":', opinionLine);
      if (said) {
        opinions.take(said.opinion, line);
        return true;
      }
      const found = lineOf(text, '{"trailer":', trailerLine)?.trailer;
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
      opinions.end();
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
