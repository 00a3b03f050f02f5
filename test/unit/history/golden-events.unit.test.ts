import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { csvOf } from '../../../functions/history/csv.ts';
import { ndjsonOf } from '../../../functions/history/ndjson.ts';
import { noTotals, withEvents } from '../../../functions/history/totals.ts';
import { canonical } from '../../../shared/history/canonical.ts';
import { emptyHead, link } from '../../../shared/history/chain.ts';
import { digest } from '../../../shared/history/digest.ts';
import { actions, type HistoryEvent, historyEvent } from '../../../shared/history/event.ts';
import { readLine } from '../../../shared/history/verification/read-event.ts';
import { verifyExport } from '../../../shared/history/verification/verify-export.ts';

// Written once, for good, by the release that first held them: a new action or field gets lines of its own beside these.
const golden = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../fixtures/golden/events', file), 'utf8');

const exported = golden('export.ndjson');
/** Each event's canonical form, with its hash in it; the trailer is left out. */
const lines = exported.trimEnd().split('\n').slice(0, -1);
const events = lines.map((line) => historyEvent.parse(JSON.parse(line)));
const totals = withEvents(noTotals, events);

const bodyOf = ({ chain: _c, seq: _s, previousHash: _p, hash: _h, ...body }: HistoryEvent) => body;

describe('golden events', () => {
  it('are of every action', () => {
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(actions()));
  });

  it('are of decisions alone and of a batch, opened before or not', () => {
    const decisions = events.filter((event) => event.action === 'decided');
    const kinds = decisions.map(({ openedAt, together }) => [openedAt !== undefined, together !== undefined]);
    for (const kind of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])
      expect(kinds).toContainEqual(kind);
  });

  it.each(lines.map((line) => [JSON.parse(line).action, line]))(
    'are read as what they are, and have the hash that they carry: %s',
    (_, line) => {
      const read = readLine(line);
      expect(read).toMatchObject({ members: JSON.parse(line), event: JSON.parse(line) });
      expect(read).not.toHaveProperty('flaw');
      const { hash, ...rest } = JSON.parse(line);
      expect(read).toMatchObject({ hash, computed: hash });
      expect(digest(rest)).toBe(hash);
    },
  );

  it('get the same bytes and hashes when they are appended anew', () => {
    for (const [chain, own] of Map.groupBy(events, (event) => event.chain)) {
      const linked = link(chain, emptyHead, own.map(bodyOf));
      expect(linked.map(canonical)).toEqual(lines.filter((line) => line.includes(`"chain":"${chain}"`)));
    }
  });

  it('are exported as NDJSON and CSV, and answered as JSON, byte for byte', () => {
    expect(ndjsonOf(events, totals)).toBe(exported);
    expect(csvOf(events, { first: true, trailer: totals })).toBe(golden('export.csv'));
    expect(JSON.stringify(events)).toBe(golden('answer.json'));
  });

  it('are a whole export', () => {
    const check = verifyExport('export.ndjson', { filtered: false });
    check.push(Buffer.from(exported));
    expect(check.end()).toMatchObject({ holds: true, findings: { count: 0 } });
  });
});

describe('an event of an action that this release does not know', () => {
  const { hash: _, ...known } = JSON.parse(lines[0] ?? '');
  const rest = { ...known, action: 'countersigned', seal: 'a' };
  const line = canonical({ ...rest, hash: digest(rest) });

  it('is followed by its hash, and said to be of no known form', () => {
    expect(readLine(line)).toMatchObject({
      seq: 1,
      hash: digest(rest),
      computed: digest(rest),
      event: undefined,
      flaw: { field: 'action', message: { en: 'its field action is not as events have it' } },
    });
  });

  it('is a finding of its own in an export, and breaks nothing that follows', () => {
    const check = verifyExport('export.ndjson', { filtered: false });
    check.push(Buffer.from(`${line}\n`));
    const { findings } = check.end();
    expect(findings.list).toEqual([
      expect.objectContaining({ kind: 'malformed', seq: 1, field: 'action', line: 1 }),
    ]);
  });
});
