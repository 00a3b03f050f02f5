import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyBundleBytes } from '../../shared/evidence/verifier/verify-file.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { emptyHead, link } from '../../shared/history/chain.ts';
import { type HistoryEvent, historyEvent } from '../../shared/history/event.ts';
import { matchEvent } from '../../shared/history/verification/event-pattern.ts';
import type { Found } from '../../shared/history/verification/finding.ts';
import { isUnreadable, readLine, readOtherLine } from '../../shared/history/verification/read-event.ts';
import type { Verdict } from '../../shared/history/verification/verdict.ts';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import { verifyExport } from '../../shared/history/verification/verify-export.ts';
import { anyBody } from '../builders/any-event.ts';
import { aKey, fitted, packed, periodBundleOf, unpacked, worldOf } from '../builders/evidence.ts';
import { sampleBodies } from '../builders/sample-history.ts';

const key = aKey();
const body = (at: string) => anyBody(fc.constant(at));

const HOUR = 3_600_000;
const timeOf = (hour: number): string => new Date(Date.UTC(2021, 10, 2) + hour * HOUR).toISOString();

/** Up to four chains whose events come hour by hour, and a checkpoint in the middle and at the end. */
const world = fc
  .array(
    fc
      .integer({ min: 2, max: 6 })
      .chain((length) => fc.tuple(...Array.from({ length }, (_, hour) => body(timeOf(hour))))),
    { minLength: 2, maxLength: 4 },
  )
  .map((chains) => {
    const bodies = new Map(chains.map((list, index) => [`2021-TEST-000${index}`, list]));
    return worldOf(bodies, [timeOf(2.5), timeOf(9)], key);
  });

const linesOf = (events: readonly HistoryEvent[]): string =>
  events.map((event) => `${canonical(event)}\n`).join('');

function verdictOn(file: string): Verdict {
  const check = verifyExport('export.ndjson', { filtered: false });
  const bytes = new TextEncoder().encode(file);
  // In small pieces: lines and characters are cut anywhere.
  for (let at = 0; at < bytes.length; at += 97) check.push(bytes.subarray(at, at + 97));
  return check.end();
}

const trailerOf = (events: readonly HistoryEvent[]): string =>
  `${canonical({
    trailer: {
      complete: true,
      count: events.length,
      requestedFen: events.reduce((sum, { requestedFen = 0 }) => sum + requestedFen, 0),
      approvedFen: events.reduce((sum, { approvedFen = 0 }) => sum + approvedFen, 0),
    },
  })}\n`;

/** What somebody may do to one event of a list; the place is where it must be found. */
const tampering = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    pick: fc.nat(),
    path: fc.nat(),
    value: fc.string({ unit: 'grapheme', maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('swap' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('truncate' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('insert' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('duplicate' as const), pick: fc.nat() }),
);
type Tampering = typeof tampering extends fc.Arbitrary<infer T> ? T : never;

/** Every member of an event, those inside objects as well. */
function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function changedAt(value: unknown, [name, ...rest]: readonly string[], by: string): unknown {
  if (name === undefined) {
    if (typeof value === 'number') return value + 1;
    return `${String(value)}x${by}`;
  }
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = changedAt(copy[name], rest, by);
  return copy;
}

interface Tampered {
  readonly events: HistoryEvent[];
  readonly at: HistoryEvent;
}

/** `events` are those of one chain. */
function tamper(events: readonly HistoryEvent[], what: Tampering): Tampered {
  const index = what.pick % events.length;
  const at = events[index] as HistoryEvent;
  switch (what.kind) {
    case 'change': {
      const members = leavesOf(at);
      const changed = changedAt(at, members[what.path % members.length] ?? [], what.value) as HistoryEvent;
      return { at, events: events.with(index, changed) };
    }
    case 'remove':
      return { at, events: events.toSpliced(index, 1) };
    case 'swap': {
      const other = (index + 1) % events.length;
      return { at, events: events.with(index, events[other] as HistoryEvent).with(other, at) };
    }
    case 'truncate':
      return { at, events: events.slice(0, index) };
    case 'insert': {
      const before = events[index - 1];
      const head = before ? { seq: before.seq, hash: before.hash } : emptyHead;
      const { chain: _, seq: __, previousHash: ___, hash: ____, ...same } = at;
      const [false_] = link(at.chain, head, [{ ...same, requestId: `${at.requestId}-false` }]);
      return { at, events: events.toSpliced(index, 0, false_ as HistoryEvent) };
    }
    case 'duplicate':
      return { at, events: events.toSpliced(index, 0, at) };
  }
}

const names = (found: readonly Found[], { chain, seq }: HistoryEvent): boolean =>
  found.some((one) => one.chain === chain && one.seq !== undefined && Math.abs(one.seq - seq) <= 1);

const headOf = (events: readonly HistoryEvent[]) => {
  const last = events.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : emptyHead;
};

describe('a chain of the table in which one thing was done', () => {
  it('is found not to hold, at that place', () => {
    fc.assert(
      fc.property(world, tampering, ({ chains }, what) => {
        const [events = []] = [...chains.values()];
        const { events: tampered, at } = tamper(events, what);
        const verdict = verifyChain(at.chain, tampered, headOf(events));
        expect(verdict.valid).toBe(false);
        const first = verdict.firstBroken?.seq ?? 0;
        const last = what.kind === 'swap' ? events.length : at.seq;
        expect(first).toBeGreaterThanOrEqual(what.kind === 'swap' ? 1 : at.seq - 1);
        expect(first).toBeLessThanOrEqual(last + 1);
      }),
    );
  });

  it('holds when nothing was done', () => {
    fc.assert(
      fc.property(world, ({ chains }) => {
        for (const [chain, events] of chains)
          expect(verifyChain(chain, events, headOf(events))).toEqual({
            valid: true,
            events: events.length,
            head: headOf(events),
          });
      }),
    );
  });
});

describe('a bundle of a period in which one thing was done to one chain', () => {
  it('holds untouched, from the beginning and from a checkpoint', () => {
    fc.assert(
      fc.property(world, (one) => {
        expect(
          verifyBundleBytes(periodBundleOf(one, null, 2).zip, { checkpoints: [] }).findings.list,
        ).toEqual([]);
        const later = periodBundleOf(one, 1, 2, { from: '2021-11-03', to: '2021-11-30' });
        expect(verifyBundleBytes(later.zip, { checkpoints: [] }).findings.list).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('is found not to hold, at that place, although the manifest was made to fit', () => {
    fc.assert(
      fc.property(world, fc.nat(), tampering, (one, pick, what) => {
        const files = unpacked(periodBundleOf(one, null, 2).zip);
        const list = [...one.chains.values()];
        const index = pick % list.length;
        const { events, at } = tamper(list[index] ?? [], what);
        const lines = linesOf(list.with(index, events).flat());
        const verdict = verifyBundleBytes(packed(fitted({ ...files, 'events.ndjson': lines })), {
          checkpoints: [],
        });
        expect(verdict.holds).toBe(false);
        if (what.kind !== 'swap')
          expect(names(verdict.findings.list, at) || namesChain(verdict, at)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  /** An event whose own name was changed is found as an event of a chain that nobody knows. */
  const namesChain = ({ findings }: Verdict, { chain }: HistoryEvent): boolean =>
    findings.list.some((found) => found.kind === 'put-in') &&
    findings.list.some((found) => found.chain === chain);
});

describe('an export in which one thing was done', () => {
  it('is found not to hold', () => {
    fc.assert(
      fc.property(world, fc.nat(), tampering, ({ chains }, pick, what) => {
        const list = [...chains.values()];
        expect(verdictOn(linesOf(list.flat()) + trailerOf(list.flat())).findings.list).toEqual([]);
        const index = pick % list.length;
        const { events } = tamper(list[index] ?? [], what);
        const file = linesOf(list.with(index, events).flat()) + trailerOf(list.flat());
        expect(verdictOn(file).holds).toBe(false);
      }),
    );
  });

  it('is found not to hold when it is cut anywhere', () => {
    fc.assert(
      fc.property(world, fc.nat(), ({ chains }, pick) => {
        const [events = []] = [...chains.values()];
        const whole = linesOf(events);
        const bytes = Buffer.from(whole);
        const cut = 1 + (pick % (bytes.length - 1));
        const verdict = verdictOn(bytes.subarray(0, cut).toString('utf8'));
        const isWhole = bytes[cut - 1] === 10;
        // Between two lines only the line of totals could tell; this file has none, and the verdict says so.
        if (isWhole) expect(verdict.notes.some(({ en }) => en.includes('no line of totals'))).toBe(true);
        else expect(verdict.holds).toBe(false);
      }),
    );
  });

  it('is read the same whatever the pieces, and every other writing of a line is refused', () => {
    fc.assert(
      fc.property(
        world,
        fc.nat(),
        fc.constantFrom('space', 'order', 'twice', 'escape', 'number', 'end'),
        (one, pick, how) => {
          const [events = []] = [...one.chains.values()];
          const index = pick % events.length;
          const line = canonical(events[index]);
          const other = {
            space: line.replace('{', '{ '),
            order: `{"seq":${events[index]?.seq},${line.slice(1).replace(/,"seq":\d+/, '')}`,
            twice: line.replace('{', '{"action":"created",'),
            escape: line.replace('"action"', '"\\u0061ction"'),
            number: line.replace(/"seq":(\d+)/, '"seq":$1.0'),
            end: `${line}\r`,
          }[how];
          const lines = events.map((event) => canonical(event)).with(index, other);
          const found = verdictOn(`${lines.join('\n')}\n`).findings.list;
          expect(found).toEqual([expect.objectContaining({ kind: 'malformed', line: index + 1 })]);
        },
      ),
    );
  });
});

describe('the pattern by which ordinary lines are read', () => {
  const line = (one: Parameters<typeof link>[2][number]): string =>
    canonical(link('链\n"', emptyHead, [one])[0]);
  /** All that is known of a line: from the pattern and from the schema it must be the same. */
  const known = (read: ReturnType<typeof readLine>) =>
    isUnreadable(read)
      ? read
      : {
          ...{ chain: read.chain, seq: read.seq, previousHash: read.previousHash, hash: read.hash },
          ...{ computed: read.computed, members: read.members, event: read.event, flaw: read.flaw },
          says: [read.says.requestedFen, read.says.approvedFen, read.says.commentHash],
        };

  it('knows every action, and takes nothing that the schema or the canonical form would not', () => {
    const put = fc.constantFrom(
      ...[
        '',
        '"',
        '\\',
        '\\n',
        '\\u0061',
        '\\/',
        ',',
        ':',
        '{',
        '}',
        '[',
        ']',
        ' ',
        '0',
        '-',
        '-0',
        '.0',
        'e1',
      ],
      ...['9', 'é', '\n', '\u0001', '\u007f', '\ud800', '\udc00', '\ufeff', '😀', ',"x":1', '"at":', 'null'],
    );
    const place = fc.constantFrom(
      // Where a name, a value or a bracket begins or ends: within a text there is little that could go wrong.
      /\b|(?=[^\w])/g,
      // Where a number begins: few places of a line, and most that can go wrong.
      /(?<=[:,[])(?=-?\d)/g,
    );
    let matched = 0;
    fc.assert(
      fc.property(
        body(timeOf(1)),
        place,
        fc.nat(),
        fc.nat({ max: 3 }),
        put,
        (one, where, pick, gone, text) => {
          const whole = line(one);
          const ends = [...whole.matchAll(where)].map(({ index }) => index);
          const at = ends[pick % ends.length] ?? 0;
          for (const read of [whole, `${whole.slice(0, at)}${text}${whole.slice(at + gone)}`]) {
            if (matchEvent(read)) matched += 1;
            expect(known(readLine(read))).toEqual(known(readOtherLine(read)));
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(matched).toBeGreaterThan(2000);
    for (const [chain, list] of sampleBodies)
      for (const event of link(chain, emptyHead, list)) expect(matchEvent(canonical(event))).toBeDefined();
  });
});

describe('the canonical form of events', () => {
  it('does not depend on the order of members, at any depth', () => {
    const reversed = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, inner]) => [name, reversed(inner)]),
          );
    fc.assert(
      fc.property(body(timeOf(1)), (one) => {
        expect(canonical(reversed(one))).toBe(canonical(one));
      }),
    );
  });

  it('is another for every other event, and gives the event back', () => {
    fc.assert(
      fc.property(body(timeOf(1)), body(timeOf(1)), (one, other) => {
        const [first] = link('c', emptyHead, [one]);
        expect(historyEvent.parse(JSON.parse(canonical(first)))).toEqual(first);
        const same = canonical(one) === canonical(other);
        try {
          expect(one).toEqual(other);
          expect(same).toBe(true);
        } catch (error) {
          if (same) throw error;
        }
      }),
    );
  });
});
